// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/schema.h"
#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir::settings;

class RedactTest : public QObject {
    Q_OBJECT

private slots:
    void credentialsDoNotLeave_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("given");
        QTest::addColumn<QString>("left");
        const auto row = [](const char* key, const char* given, const char* left) {
            QTest::addRow("%s", given) << key << given << left;
        };
        row("requests.a.headers", "Authorization: Bearer abc", "Authorization: ***");
        row("requests.a.headers", "authorization: Bearer ${TOKEN}", "authorization: Bearer ${TOKEN}");
        row("requests.a.headers", "X-Api-Key: 123", "X-Api-Key: ***");
        row("requests.a.headers", "Cookie: session=1", "Cookie: ***");
        row("requests.a.headers", "Accept: text/html", "Accept: text/html");
        row("requests.a.headers", "X-Author: Bob", "X-Author: Bob");
        row("requests.a.url", "/a?api_key=1&page=2&keyword=x", "/a?api_key=***&page=2&keyword=x");
        row("requests.a.url", "/token/{{id}}", "/token/{{id}}");
        row("target.urls", "http://a/?access_token=1", "http://a/?access_token=***");
        row("name", "Authorization: test", "Authorization: test");
    }
    void credentialsDoNotLeave()
    {
        QFETCH(QString, key);
        QFETCH(QString, given);
        QFETCH(QString, left);
        const auto path = findKnob(key.toStdString());
        QVERIFY(path);
        const auto text = given.toStdString();
        const auto value = path->knob->kind == Kind::List ? KnobValue{std::vector<std::string>{text}} : KnobValue{text};
        QCOMPARE(QString::fromStdString(redactedText(*path, value)), left);
    }
};

static const TestRegistration<RedactTest> registeredRedactTest;
#include "redact_test.moc"

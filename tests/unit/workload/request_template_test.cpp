// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/request_template.h"

#include "core/settings/demo.h"
#include "tests/support/test_registry.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <set>

using namespace weir::workload;
using weir::base::Random;
using weir::settings::RequestSettings;

static RequestTemplate compiled(const RequestSettings& settings)
{
    auto made = RequestTemplate::compile(settings);
    if (!made)
        qFatal("%s", text(made.error()).c_str());
    return std::move(*made);
}

class RequestTemplateTest : public QObject {
    Q_OBJECT

private slots:
    void aPlainRequestIsSentAsItStands()
    {
        RequestSettings settings;
        settings.method = "PUT";
        settings.url = "/a?b=1";
        settings.headers = {"Accept:  text/html ", "X-Empty;"};
        settings.body = "} {";
        settings.weight = 2.5;
        auto made = compiled(settings);
        Random random;
        RequestText out;
        made.fill(random, out);
        QCOMPARE(out, (RequestText{"PUT", "/a?b=1", {{"Accept", "text/html"}, {"X-Empty", ""}}, "} {"}));
        QVERIFY(made.isConstant());
        QCOMPARE(made.weight(), 2.5);
    }

    // By the sets of url.spec.whatwg.org 1.3; what stands in the place of {{name}} is a value and begins nothing anew.
    void aUrlIsEncodedAsBrowsersDo_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<std::string>("expected");
        const auto row = [](const char* url, const char* expected) {
            QTest::newRow(url) << url << std::string(expected);
        };
        row("/items?page[size]=10&filter[name]=x|y", "/items?page[size]=10&filter[name]=x|y");
        row("/a b/{x}/caf\xc3\xa9|^?q=\"a b\"&r={}^'", "/a%20b/%7Bx%7D/caf%C3%A9|%5E?q=%22a%20b%22&r={}^%27");
        row("/%20%?%", "/%20%?%");
        row(" /a\\b?c\\d\n", "/a/b?c\\d");
        row("/a#b?c={{n}}", "/a");
        row("/{{n}}#{{n}}", "/7");
        row("/{{n}}?x='{{n}}'", "/7?x=%277%27");
        row("/{{odd}}?x={{odd}}", "/a%20b%23c%5E?x=a%20b%23c^");
        row("/{{query}} '", "/?a={}%20%27");
    }
    void aUrlIsEncodedAsBrowsersDo()
    {
        QFETCH(QString, url);
        RequestSettings settings;
        settings.url = url.toStdString();
        settings.vary = {"n=7..7"};
        Scope scope;
        scope.constants = {{"odd", "a b#c^"}, {"query", "?a={}"}};
        auto made = RequestTemplate::compile(settings, scope);
        QVERIFY(made);
        Random random;
        RequestText out;
        made->fill(random, out);
        QTEST(out.target, "expected");
    }

    void oneDrawServesTheWholeRequest()
    {
        RequestSettings settings;
        settings.url = "/items/{{id}}/{{other}}";
        settings.headers = {"X-Id: a{{id}}b"};
        settings.body = "{{id}}{{id}}";
        settings.vary = {"id=-5..5", "other=1000000..1000000"};
        auto made = compiled(settings);
        Random random{3};
        RequestText out;
        std::set<std::string> seen;
        for (int i = 0; i < 500; ++i) {
            made.fill(random, out);
            const auto id = out.headers.at(0).second.substr(1, out.headers.at(0).second.size() - 2);
            QCOMPARE(out.target, "/items/" + id + "/1000000");
            QCOMPARE(out.body, id + id);
            seen.insert(id);
        }
        QCOMPARE(seen.size(), std::size_t{11});
        QVERIFY(seen.contains("-5") && seen.contains("5") && !made.isConstant());
    }

    void theWidestValuesFit()
    {
        RequestSettings settings;
        settings.url = "/{{n}}";
        settings.vary = {"n=-9223372036854775808..-9223372036854775808"};
        auto made = compiled(settings);
        Random random;
        RequestText out;
        made.fill(random, out);
        QCOMPARE(out.target, std::string{"/-9223372036854775808"});
    }

    // A secret is no template, and stands in nothing but the request.
    void theEnvironmentIsResolvedOnce()
    {
        qputenv("WEIR_TEST_TOKEN", "s3cret{{id}}");
        RequestSettings settings;
        settings.headers = {"Authorization: Bearer ${WEIR_TEST_TOKEN}-{{id}}"};
        settings.vary = {"id=7..7"};
        const auto before = settings;
        auto made = compiled(settings);
        qunsetenv("WEIR_TEST_TOKEN");
        Random random;
        RequestText out;
        made.fill(random, out);
        QCOMPARE(out.headers.at(0).second, std::string{"Bearer s3cret{{id}}-7"});
        QVERIFY(settings == before);
        QVERIFY(!RequestTemplate::compile(settings));
    }

    void buffersAreReused()
    {
        auto made = compiled(*weir::settings::demoScenario().requests.find("place_order"));
        Random random;
        RequestText out;
        out.target.reserve(64);
        out.body.reserve(64);
        made.fill(random, out);
        const auto* body = out.body.data();
        const auto* value = out.headers.at(0).second.data();
        for (int i = 0; i < 1000; ++i)
            made.fill(random, out);
        QCOMPARE(static_cast<const void*>(out.body.data()), static_cast<const void*>(body));
        QCOMPARE(static_cast<const void*>(out.headers.at(0).second.data()), static_cast<const void*>(value));
    }

    void theDemosOrdersAreJson()
    {
        auto made = compiled(*weir::settings::demoScenario().requests.find("place_order"));
        Random random{5};
        RequestText out;
        for (int i = 0; i < 50; ++i) {
            made.fill(random, out);
            const auto order = QJsonDocument::fromJson(QByteArray::fromStdString(out.body)).object();
            QVERIFY(order["product"].toInt() >= 1 && order["product"].toInt() <= 500);
            QVERIFY(order["quantity"].toInt() >= 1 && order["quantity"].toInt() <= 5);
        }
    }

    void whatDoesNotCompileSaysWhy_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("header");
        QTest::addColumn<QString>("vary");
        QTest::newRow("undeclared") << "/{{id}}"
                                    << "A: b"
                                    << "x=1..2";
        QTest::newRow("unclosed") << "/{{id"
                                  << "A: b"
                                  << "id=1..2";
        QTest::newRow("header") << "/"
                                << "A"
                                << "id=1..2";
        QTest::newRow("range") << "/"
                               << "A: b"
                               << "id=1";
        QTest::newRow("environment") << "/"
                                     << "A: ${WEIR_TEST_UNSET}"
                                     << "id=1..2";
    }
    void whatDoesNotCompileSaysWhy()
    {
        QFETCH(QString, url);
        QFETCH(QString, header);
        QFETCH(QString, vary);
        RequestSettings settings;
        settings.url = url.toStdString();
        settings.headers = {header.toStdString()};
        settings.vary = {vary.toStdString()};
        const auto made = RequestTemplate::compile(settings);
        QVERIFY(!made);
        QCOMPARE(made.error().code, weir::base::Errc::InvalidScenario);
        QVERIFY(!made.error().context.empty());
    }
};

static const TestRegistration<RequestTemplateTest> registeredRequestTemplateTest;
#include "request_template_test.moc"

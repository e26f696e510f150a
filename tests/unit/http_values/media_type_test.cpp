// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/media_type.h"

#include "core/settings/compression_settings.h"
#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir::http;

class MediaTypeTest : public QObject {
    Q_OBJECT

private slots:
    void matchesPatterns_data()
    {
        QTest::addColumn<std::string>("contentType");
        QTest::addColumn<std::string>("pattern");
        QTest::addColumn<bool>("expected");
        const auto row = [](const char* contentType, const char* pattern, bool expected) {
            QTest::addRow("%s ~ %s", contentType, pattern)
                << std::string(contentType) << std::string(pattern) << expected;
        };
        row("application/json; charset=utf-8", "application/json", true);
        row("Application/JSON ;a=b", "application/json", true);
        row("application/jsonp", "application/json", false);
        row("text/html", "text/*", true);
        row("text/", "text/*", true);
        row("texts/html", "text/*", false);
        row("application/problem+json", "application/*+json", true);
        row("application/vnd.api+json+json", "application/*+json", true);
        row("application/json", "application/*+json", false);
        row("image/png", "*", true);
        row("image/svg+xml", "*/*+xml", true);
        row("", "*", true);
        row("", "text/*", false);
        row("text/html", "", false);
        row("aaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "*a*a*a*a*a*a*a*a*c", false);
    }
    void matchesPatterns()
    {
        QFETCH(std::string, contentType);
        QFETCH(std::string, pattern);
        QTEST(mediaTypeMatches(contentType, pattern), "expected");
    }

    void defaultsCoverTextAndSparePictures()
    {
        const auto types = weir::settings::CompressionSettings{}.types;
        QVERIFY(mediaTypeMatches("application/json", types));
        QVERIFY(mediaTypeMatches("application/hal+json;charset=utf-8", types));
        QVERIFY(!mediaTypeMatches("image/png", types));
        QVERIFY(!mediaTypeMatches("application/zip", types));
    }
};

static const TestRegistration<MediaTypeTest> registeredMediaTypeTest;
#include "media_type_test.moc"

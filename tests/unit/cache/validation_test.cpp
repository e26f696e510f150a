// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/validation.h"

#include "core/cache/policy.h"
#include "tests/support/test_registry.h"
#include "tests/unit/cache/replies.h"

#include <QTest>

using namespace weir::cache;
using namespace weir::tests;
using weir::http::HeaderMap;

class ValidationTest : public QObject {
    Q_OBJECT

private slots:
    void makesRequestsConditional()
    {
        auto request = headers("Host: h | If-None-Match: \"client\" | If-Modified-Since: x | If-Range: y | Accept: a");
        addPreconditions(request, stored("ETag: W/\"a\" | Last-Modified: Fri, 30 Jan 2026 12:00:00 GMT"));
        QCOMPARE(
            request,
            headers("Host: h | Accept: a | If-None-Match: W/\"a\" | If-Modified-Since: Fri, 30 Jan 2026 12:00:00 GMT"));
        auto plain = headers("Host: h");
        addPreconditions(plain, stored(""));
        QCOMPARE(plain, headers("Host: h"));
    }

    void preconditions_data()
    {
        QTest::addColumn<std::string>("request");
        QTest::addColumn<std::string>("response");
        QTest::addColumn<bool>("expected");
        const auto row = [](const char* request, const char* response, bool expected) {
            QTest::addRow("[%s] [%s]", request, response) << std::string(request) << std::string(response) << expected;
        };
        row("", "ETag: \"a\"", false);
        row("If-None-Match: \"a\"", "ETag: \"a\"", true);
        row("If-None-Match: \"b\"", "ETag: \"a\"", false);
        row("If-None-Match: W/\"a\"", "ETag: \"a\"", true); // weak comparison
        row("If-None-Match: \"a\"", "ETag: W/\"a\"", true);
        row("If-None-Match: \"x\", \"a\"", "ETag: \"a\"", true);
        row("If-None-Match: \"x,\", W/\"a\"", "ETag: \"a\"", true);
        row("If-None-Match: \"x, a\"", "ETag: \" a\"", false); // a comma inside the quotes parts nothing
        row("If-None-Match: \"x\" | If-None-Match: \"a\"", "ETag: \"a\"", true);
        row("If-None-Match: *", "ETag: \"a\"", true);
        row("If-None-Match: *", "", true);
        row("If-None-Match: \"a\"", "", false);
        row("If-None-Match:", "ETag: \"a\"", false);
        row("If-None-Match: \"A\"", "ETag: \"a\"", false);
        // If-None-Match first: the date does not count beside it.
        row("If-None-Match: \"b\" | If-Modified-Since: Sat, 31 Jan 2026 11:00:00 GMT",
            "ETag: \"a\" | Last-Modified: Sat, 31 Jan 2026 10:00:00 GMT", false);
        row("If-None-Match: \"a\" | If-Modified-Since: Sat, 31 Jan 2026 09:00:00 GMT",
            "ETag: \"a\" | Last-Modified: Sat, 31 Jan 2026 10:00:00 GMT", true);
        row("If-Modified-Since: Sat, 31 Jan 2026 10:00:00 GMT", "Last-Modified: Sat, 31 Jan 2026 10:00:00 GMT", true);
        row("If-Modified-Since: Sat, 31 Jan 2026 09:59:59 GMT", "Last-Modified: Sat, 31 Jan 2026 10:00:00 GMT", false);
        row("If-Modified-Since: Saturday, 31-Jan-26 10:00:00 GMT", "Last-Modified: Sat, 31 Jan 2026 10:00:00 GMT",
            true);
        row("If-Modified-Since: Sat, 31 Jan 2026 12:00:00 GMT", "", true); // by the Date
        row("If-Modified-Since: Sat, 31 Jan 2026 11:59:59 GMT", "", false);
        row("If-Modified-Since: soon", "Last-Modified: Sat, 31 Jan 2026 10:00:00 GMT", false);
        row("If-Modified-Since: Sat, 31 Jan 2026 11:00:00 GMT | If-Modified-Since: Sat, 31 Jan 2026 11:00:00 GMT",
            "Last-Modified: Sat, 31 Jan 2026 10:00:00 GMT", false);
    }
    void preconditions()
    {
        QFETCH(std::string, request);
        QFETCH(std::string, response);
        const auto reply = stored(response);
        QTEST(isNotModified(headers(request), 200, reply.headers, noon), "expected");
        QVERIFY(!isNotModified(headers(request), 404, reply.headers, noon)); // RFC 9110, section 13.2.1
    }

    void a304CarriesWhatACacheNeeds()
    {
        const auto reply = headers(
            "Date: d | ETag: \"a\" | Last-Modified: l | Content-Type: t | Content-Length: 3 | Vary: v"
            " | Cache-Control: max-age=1 | Expires: e | Content-Location: /x | X-Other: o");
        QCOMPARE(
            notModifiedHeaders(reply),
            headers("Date: d | ETag: \"a\" | Vary: v | Cache-Control: max-age=1 | Expires: e | Content-Location: /x"));
        QCOMPARE(notModifiedHeaders(headers("Last-Modified: l | X: y")), headers("Last-Modified: l"));
    }

    void a304SpeaksOfOneReply()
    {
        const auto reply = stored("ETag: \"a\" | Last-Modified: Sat, 31 Jan 2026 10:00:00 GMT");
        QVERIFY(validates(headers(""), reply));
        QVERIFY(validates(headers("ETag: \"a\""), reply));
        QVERIFY(validates(headers("ETag: W/\"a\""), reply));
        QVERIFY(!validates(headers("ETag: \"b\""), reply));
        QVERIFY(validates(headers("Last-Modified: Sat, 31 Jan 2026 10:00:00 GMT"), reply));
        QVERIFY(!validates(headers("Last-Modified: Sat, 31 Jan 2026 11:00:00 GMT"), reply));
        QVERIFY(!validates(headers("ETag: \"a\""), stored("")));
    }

    void a304UpdatesTheHeaders()
    {
        const auto reply = stored("Cache-Control: max-age=10 | ETag: \"a\" | X-Old: 1 | X-New: old | X-New: twice"
                                  " | Content-Length: 4 | Content-Type: text/plain | Content-Encoding: gzip | Vary: A",
                                  {}, 200, "A: 1");
        const auto sent = headers("A: 2");
        const auto fresh = headers(
            "Date: " + dateText(noon + 60s)
            + " | Cache-Control: max-age=99 | X-New: new | Content-Length: 0"
              " | Content-Type: x | Content-Encoding: br | Content-Range: z | Age: 5 | Connection: X-Hop | X-Hop: 1");
        const auto updated = updateFromNotModified(reply, {sent, 304, fresh, noon + 60s, noon + 60s}, Rules{});
        QCOMPARE(updated.status, 200);
        QCOMPARE(updated.body, reply.body);
        QCOMPARE(updated.vary, reply.vary);
        QCOMPARE(updated.headers.get("Content-Length"), std::optional<std::string_view>("4"));
        QCOMPARE(updated.headers.get("Content-Type"), std::optional<std::string_view>("text/plain"));
        QCOMPARE(updated.headers.get("Content-Encoding"), std::optional<std::string_view>("gzip"));
        QCOMPARE(updated.headers.count("X-New"), std::size_t{1});
        QCOMPARE(updated.headers.get("X-New"), std::optional<std::string_view>("new"));
        QCOMPARE(updated.headers.get("X-Old"), std::optional<std::string_view>("1"));
        for (const char* name : {"Content-Range", "Age", "Connection", "X-Hop"})
            QVERIFY2(!updated.headers.contains(name), name);
        QCOMPARE(updated.freshness.lifetime, Duration{99s});
        QCOMPARE(updated.freshness.initialAge, Duration{5s});
        QCOMPARE(decideReuse(updated, {}, noon + 60s + 93s, Rules{}), Reuse::Fresh);
        QCOMPARE(decideReuse(updated, {}, noon + 60s + 94s, Rules{}), Reuse::Revalidate);
    }

    void a304WithoutADateIsOfNow()
    {
        const auto reply = stored("Cache-Control: max-age=10 | ETag: \"a\"");
        const auto none = headers("");
        const auto updated = updateFromNotModified(reply, {none, 304, none, noon + 60s, noon + 60s}, Rules{});
        QCOMPARE(decideReuse(updated, {}, noon + 65s, Rules{}), Reuse::Fresh);
    }
};

static const TestRegistration<ValidationTest> registeredValidationTest;
#include "validation_test.moc"

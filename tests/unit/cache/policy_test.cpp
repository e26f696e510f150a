// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/policy.h"

#include "tests/support/test_registry.h"
#include "tests/unit/cache/replies.h"

#include <QTest>

using namespace weir::cache;
using namespace weir::tests;

class PolicyTest : public QObject {
    Q_OBJECT

private slots:
    void storing_data()
    {
        QTest::addColumn<std::string>("request");
        QTest::addColumn<int>("status");
        QTest::addColumn<std::string>("response");
        QTest::addColumn<int>("expected");
        const auto row = [](const char* request, int status, const char* response, Storing expected) {
            QTest::addRow("[%s] %d [%s]", request, status, response)
                << std::string(request) << status << std::string(response) << static_cast<int>(expected);
        };
        using enum Storing;
        // Section 3: stated, or cacheable by default with something to revalidate by.
        row("", 200, "Cache-Control: max-age=60", Allowed);
        row("", 200, "Expires: Sat, 31 Jan 2026 12:00:05 GMT", Allowed);
        row("", 200, "ETag: \"a\"", Allowed);
        row("", 200, "Last-Modified: Sat, 31 Jan 2026 11:00:00 GMT", Allowed);
        row("", 200, "Cache-Control: no-cache | ETag: \"a\"", Allowed);
        row("", 200, "Cache-Control: no-cache", Unstated);
        row("", 200, "Cache-Control: no-cache, max-age=60", Unstated);
        row("", 200, "Cache-Control: max-age=0", Unstated);
        row("", 200, "Cache-Control: max-age=0, stale-while-revalidate=10", Allowed);
        row("", 200, "Cache-Control: max-age=60 | Age: 70", Unstated);
        row("", 200, "", Unstated);
        row("", 302, "Cache-Control: max-age=60", Allowed);
        row("", 302, "ETag: \"a\"", Unstated);
        row("", 302, "Cache-Control: public | ETag: \"a\"", Allowed);
        row("", 404, "Cache-Control: s-maxage=60", Allowed);
        row("", 500, "Cache-Control: max-age=60", Allowed);
        row("", 299, "Cache-Control: max-age=60", Allowed);
        // Section 3.3: partial; and what is not final.
        row("", 206, "Cache-Control: max-age=60", Status);
        row("", 304, "Cache-Control: max-age=60", Status);
        row("", 103, "Cache-Control: max-age=60", Status);
        // 5.2.2.5, 5.2.1.5, 5.2.2.3
        row("", 200, "Cache-Control: no-store, max-age=60", NoStore);
        row("", 200, "Cache-Control: max-age=60 | Cache-Control: No-Store", NoStore);
        row("Cache-Control: no-store", 200, "Cache-Control: max-age=60", RequestNoStore);
        row("", 200, "Cache-Control: must-understand, no-store, max-age=60", Allowed);
        row("", 299, "Cache-Control: must-understand, no-store, max-age=60", Status);
        row("", 299, "Cache-Control: must-understand, max-age=60", Status);
        // 5.2.2.7
        row("", 200, "Cache-Control: private, max-age=60", Private);
        row("", 200, "Cache-Control: private=\"Set-Cookie\", max-age=60", Allowed);
        row("", 200, "Cache-Control: private=\"Set-Cookie\", private, max-age=60", Private);
        // Section 3.5
        row("Authorization: Bearer x", 200, "Cache-Control: max-age=60", Authorization);
        row("Authorization: Bearer x", 200, "ETag: \"a\"", Authorization);
        row("Authorization: Bearer x", 200, "Cache-Control: max-age=60, public", Allowed);
        row("Authorization: Bearer x", 200, "Cache-Control: max-age=60, must-revalidate", Allowed);
        row("Authorization: Bearer x", 200, "Cache-Control: s-maxage=60", Allowed);
        row("Authorization: Bearer x", 200, "Cache-Control: max-age=60, proxy-revalidate", Authorization);
        // Section 4.1
        row("", 200, "Cache-Control: max-age=60 | Vary: *", VaryStar);
        row("", 200, "Cache-Control: max-age=60 | Vary: Accept, *", VaryStar);
        row("", 200, "Cache-Control: max-age=60 | Vary: Accept | Vary: *", VaryStar);
        row("", 200, "Cache-Control: max-age=60 | Vary: Accept", Allowed);
        // RFC 9213
        row("", 200, "CDN-Cache-Control: max-age=60 | Cache-Control: no-store", Allowed);
        row("", 200, "CDN-Cache-Control: no-store | Cache-Control: max-age=60", NoStore);
        row("", 200, "CDN-Cache-Control: private | Cache-Control: max-age=60", Private);
        row("", 200, "CDN-Cache-Control: &broken | Cache-Control: no-store", NoStore);
    }
    void storing()
    {
        QFETCH(std::string, request);
        QFETCH(int, status);
        QFETCH(std::string, response);
        auto map = headers(response);
        map.add("Date", dateText(noon));
        const auto sent = headers(request);
        const Storing storing = mayStore("GET", {sent, status, map, noon, noon}, true, Rules{});
        QTEST(static_cast<int>(storing), "expected");
        QVERIFY(!name(storing).empty());
    }

    void onlyWholeRepliesToGet()
    {
        const auto none = headers("");
        const auto map = headers("Cache-Control: max-age=60");
        const Arrival arrival{none, 200, map, noon, noon};
        for (const char* method : {"HEAD", "POST", "PUT", "get", "OPTIONS"})
            QCOMPARE(mayStore(method, arrival, true, Rules{}), Storing::Method);
        QCOMPARE(mayStore("GET", arrival, false, Rules{}), Storing::Incomplete);
    }

    void theDefaultLifetimeMakesRepliesStorable()
    {
        Rules rules;
        rules.defaultTtl = 5s;
        const auto none = headers(""), cookie = headers("Set-Cookie: a=b");
        QCOMPARE(mayStore("GET", {none, 200, none, noon, noon}, true, rules), Storing::Allowed);
        QCOMPARE(mayStore("GET", {none, 200, none, noon, noon}, true, Rules{}), Storing::Unstated);
        QCOMPARE(mayStore("GET", {none, 200, cookie, noon, noon}, true, rules), Storing::Unstated);
    }

    void aPrivateCacheKeepsPrivateReplies()
    {
        Rules rules;
        rules.isShared = false;
        const auto request = headers("Authorization: x");
        const auto map = headers("Cache-Control: private, max-age=60");
        QCOMPARE(mayStore("GET", {request, 200, map, noon, noon}, true, rules), Storing::Allowed);
    }

    void lookUp()
    {
        QVERIFY(mayLookUp("GET", headers("If-None-Match: \"a\"")));
        QVERIFY(mayLookUp("HEAD", headers("")));
        QVERIFY(!mayLookUp("POST", headers("")));
        QVERIFY(!mayLookUp("GET", headers("Range: bytes=0-1")));
        QVERIFY(!mayLookUp("GET", headers("If-Match: \"a\"")));
        QVERIFY(!mayLookUp("GET", headers("If-Unmodified-Since: Sat, 31 Jan 2026 11:00:00 GMT")));
    }
};

static const TestRegistration<PolicyTest> registeredPolicyTest;
#include "policy_test.moc"

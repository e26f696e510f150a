// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/freshness.h"

#include "tests/support/test_registry.h"
#include "tests/unit/cache/replies.h"

#include <QTest>

using namespace weir::cache;
using namespace weir::tests;

class FreshnessTest : public QObject {
    Q_OBJECT

private slots:
    void lifetimes_data()
    {
        QTest::addColumn<std::string>("response"); // all dated Sat, 31 Jan 2026 12:00:00 GMT
        QTest::addColumn<int>("status");
        QTest::addColumn<qint64>("expected"); // seconds
        QTest::addColumn<int>("source");
        const auto row = [](const char* response, qint64 expected, LifetimeSource source, int status = 200) {
            QTest::addRow("%d %s", status, response)
                << std::string(response) << status << expected << static_cast<int>(source);
        };
        using enum LifetimeSource;
        row("Cache-Control: max-age=60", 60, MaxAge);
        row("Cache-Control: max-age=60, s-maxage=10", 10, SharedMaxAge);
        row("Cache-Control: max-age=60 | Expires: Sat, 31 Jan 2026 12:00:05 GMT", 60, MaxAge);
        row("Expires: Sat, 31 Jan 2026 12:00:05 GMT", 5, Expires);
        row("Expires: Saturday, 31-Jan-26 12:00:05 GMT", 5, Expires);
        row("Expires: Sat Jan 31 12:00:05 2026", 5, Expires);
        row("Expires: Sat, 31 Jan 2026 11:59:00 GMT", 0, Expires);
        row("Expires: 0", 0, Expires);
        row("Expires: Sat, 31 Jan 2026 12:00:05 GMT | Expires: Sat, 31 Jan 2026 13:00:05 GMT", 0, Expires);
        row("Cache-Control: max-age=x", 0, MaxAge);
        row("Cache-Control: max-age=60, s-maxage=-1", 0, SharedMaxAge);
        row("CDN-Cache-Control: max-age=7 | Cache-Control: max-age=60, s-maxage=50", 7, MaxAge);
        row("CDN-Cache-Control: no-store | Expires: Sat, 31 Jan 2026 12:00:05 GMT", 0, None);
        row("CDN-Cache-Control: max-age=7, | Cache-Control: max-age=60", 60, MaxAge); // a parsing error voids the field
        row("CDN-Cache-Control: | Cache-Control: max-age=60", 60, MaxAge);
        row("Last-Modified: Sat, 31 Jan 2026 11:00:00 GMT", 0, None); // no heuristics unless asked for
        row("", 0, None);
    }
    void lifetimes()
    {
        QFETCH(std::string, response);
        QFETCH(int, status);
        auto map = headers(response);
        map.add("Date", dateText(noon));
        const Freshness freshness = freshnessOf(status, map, noon, noon, Rules{});
        QTEST(qint64{std::chrono::floor<std::chrono::seconds>(freshness.lifetime).count()}, "expected");
        QTEST(static_cast<int>(freshness.source), "source");
    }

    void assumedLifetimes_data()
    {
        QTest::addColumn<std::string>("response");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("heuristics");
        QTest::addColumn<qint64>("expected");
        const auto row = [](const char* response, int status, bool heuristics, qint64 expected) {
            QTest::addRow("%d %s %d", status, response, heuristics)
                << std::string(response) << status << heuristics << expected;
        };
        row("", 200, false, 30);
        row("", 404, false, 30);
        row("", 302, false, 0); // not cacheable by default
        row("", 500, false, 0);
        row("Cache-Control: public", 302, false, 30);
        row("Set-Cookie: a=b", 200, false, 0);
        row("Cache-Control: max-age=0", 200, false, 0); // what is stated counts
        row("Expires: 0", 200, false, 0);
        row("Last-Modified: Sat, 31 Jan 2026 11:00:00 GMT", 200, true, 360); // a tenth of an hour
        row("Last-Modified: Sat, 31 Jan 1970 11:00:00 GMT", 200, true, 86400);
        row("Last-Modified: Sat, 31 Jan 2026 13:00:00 GMT", 200, true, 0);
        row("Last-Modified: Sat, 31 Jan 2026 11:00:00 GMT", 302, true, 0);
        row("Last-Modified: yesterday", 200, true, 30);
    }
    void assumedLifetimes()
    {
        QFETCH(std::string, response);
        QFETCH(int, status);
        QFETCH(bool, heuristics);
        Rules rules;
        rules.defaultTtl = 30s;
        rules.heuristics = heuristics;
        auto map = headers(response);
        map.add("Date", dateText(noon));
        const Freshness freshness = freshnessOf(status, map, noon, noon, rules);
        QTEST(qint64{std::chrono::floor<std::chrono::seconds>(freshness.lifetime).count()}, "expected");
    }

    void aPrivateCacheReadsOtherDirectives()
    {
        Rules rules;
        rules.isShared = false;
        const auto map = headers("Cache-Control: max-age=60, s-maxage=10 | CDN-Cache-Control: max-age=5");
        QCOMPARE(freshnessOf(200, map, noon, noon, rules).lifetime, Duration{60s});
    }

    void ages_data()
    {
        QTest::addColumn<std::string>("response");
        QTest::addColumn<qint64>("delayMs");    // between request and reply
        QTest::addColumn<qint64>("residentMs"); // since the reply
        QTest::addColumn<qint64>("expectedMs");
        const auto row = [](const char* response, qint64 delay, qint64 resident, qint64 expected) {
            QTest::addRow("%s +%lld +%lld", response, delay, resident)
                << std::string(response) << delay << resident << expected;
        };
        row("Date: Sat, 31 Jan 2026 12:00:00 GMT", 0, 0, 0);
        row("Date: Sat, 31 Jan 2026 12:00:00 GMT", 0, 1500, 1500);
        row("Date: Sat, 31 Jan 2026 11:59:50 GMT", 0, 0, 10000);              // apparent age
        row("Date: Sat, 31 Jan 2026 11:59:50 GMT | Age: 30", 0, 2000, 32000); // a cache before us knows better
        row("Date: Sat, 31 Jan 2026 12:00:00 GMT | Age: 30", 250, 0, 30250);  // plus the time on the way
        row("Date: Sat, 31 Jan 2026 12:00:20 GMT", 0, 1000, 1000);            // a clock ahead of ours
        row("Date: Sat, 31 Jan 2026 12:00:00 GMT | Age: -5", 0, 1000, 1000);  // ignored
        row("Date: Sat, 31 Jan 2026 12:00:00 GMT | Age: 5.5", 0, 1000, 1000);
        row("Date: Sat, 31 Jan 2026 12:00:00 GMT | Age: 5, 90", 0, 1000, 6000); // the first counts
        row("Date: Sat, 31 Jan 2026 12:00:00 GMT | Age: 5 | Age: 90", 0, 1000, 6000);
        row("Date: today", 0, 1000, 1000);
        row("", 40, 1000, 1040);
        row("Date: Sat, 31 Jan 2026 12:00:00 GMT", 0, -5000, 0); // the wall clock was set back
    }
    void ages()
    {
        QFETCH(std::string, response);
        QFETCH(qint64, delayMs);
        QFETCH(qint64, residentMs);
        const Freshness freshness = freshnessOf(200, headers(response), noon - Duration{delayMs}, noon, Rules{});
        QTEST(qint64{currentAge(freshness, noon + Duration{residentMs}).count()}, "expectedMs");
    }

    void extremesDoNotOverflow()
    {
        const auto map = headers(
            "Date: Fri, 01 Jan 0001 00:00:00 GMT | Age: 99999999999 | Expires: Fri, 31 Dec 9999 23:59:59 GMT");
        const Freshness freshness = freshnessOf(200, map, noon, noon, Rules{});
        QVERIFY(freshness.lifetime > freshness.initialAge);
        QVERIFY(freshness.initialAge > Duration::zero());
    }

    void isStaleWhenTheAgeReachesTheLifetime()
    {
        const Freshness freshness = freshnessOf(200, headers("Cache-Control: max-age=10"), noon, noon, Rules{});
        QVERIFY(isFresh(freshness, noon + 9999ms));
        QVERIFY(!isFresh(freshness, noon + 10s)); // RFC 9111: lifetime > age
        QCOMPARE(remainingLifetime(freshness, noon + 12s), Duration{-2s});
    }
};

static const TestRegistration<FreshnessTest> registeredFreshnessTest;
#include "freshness_test.moc"

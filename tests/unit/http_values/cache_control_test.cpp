// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/cache_control.h"

#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir::http;
using namespace std::chrono;

static const sys_seconds now = sys_days{2026y / 1 / 31};

class CacheControlTest : public QObject {
    Q_OBJECT

private slots:
    void readsEveryDirective()
    {
        const CacheControl control = parseCacheControl(
            "No-Store, no-cache, private, public, must-revalidate, proxy-revalidate, must-understand, no-transform, "
            "only-if-cached, immutable, max-age=1, s-maxage=2, max-stale=3, min-fresh=4, stale-while-revalidate=5, "
            "stale-if-error=6, unknown=\"a, no-store\"");
        CacheControl expected;
        expected.noStore = expected.noCache = expected.isPrivate = expected.isPublic = true;
        expected.mustRevalidate = expected.proxyRevalidate = expected.mustUnderstand = true;
        expected.noTransform = expected.onlyIfCached = expected.immutable = true;
        expected.maxAge = 1s;
        expected.sharedMaxAge = 2s;
        expected.maxStale = 3s;
        expected.minFresh = 4s;
        expected.staleWhileRevalidate = 5s;
        expected.staleIfError = 6s;
        QCOMPARE(control, expected);
    }

    void lifetimes_data()
    {
        QTest::addColumn<std::string>("value");
        QTest::addColumn<qint64>("expected"); // -1: absent
        const auto row = [](const char* value, qint64 expected) {
            QTest::newRow(value) << std::string(value) << expected;
        };
        row("max-age=60", 60);
        row("MAX-AGE=60", 60);
        row("max-age=\"60\"", 60);
        row("max-age=0060", 60);
        row("max-age=2147483648", 2147483648);
        row("max-age=2147483649", 2147483648);
        row("max-age=99999999999999999999999999", 2147483648);
        row("max-age=60, max-age=60", 60);
        row("max-age=60, max-age=1", 0);
        row("max-age=1, max-age=60", 0);
        row("max-age=-1", 0);
        row("max-age=1.5", 0);
        row("max-age=+60", 0);
        row("max-age='60'", 0);
        row("max-age=60s", 0);
        row("max-age= 60", 0);
        row("max-age =60", 0);
        row("max-age=\"60", 0);
        row("max-age=", 0);
        row("max-age", 0);
        row("xmax-age=60", -1);
        row("max-age-x=60", -1);
        row("foo=\"max-age=60\"", -1);
        row("foo=\"a\\\",max-age=60\"", -1);
        row(" , max-age=60 ,, ", 60);
        row("", -1);
    }
    void lifetimes()
    {
        QFETCH(std::string, value);
        QFETCH(qint64, expected);
        const auto maxAge = parseCacheControl(value).maxAge;
        QCOMPARE(maxAge ? qint64{maxAge->count()} : qint64{-1}, expected);
    }

    void duplicatesCountAcrossLines()
    {
        HeaderMap response;
        response.add("Cache-Control", "max-age=60");
        response.add("cache-control", "no-store, max-age=10");
        const CacheControl control = responseCacheControl(response);
        QVERIFY(control.noStore);
        QCOMPARE(control.maxAge, std::optional(0s));
    }

    void fieldNamesNarrowTheScope()
    {
        const CacheControl control = parseCacheControl("no-cache=\"Set-Cookie, X-A\", private=X-B");
        QVERIFY(!control.noCache);
        QVERIFY(!control.isPrivate);
        QCOMPARE(control.noCacheFields, (std::vector<std::string>{"set-cookie", "x-a"}));
        QCOMPARE(control.privateFields, (std::vector<std::string>{"x-b"}));
        QVERIFY(parseCacheControl("no-cache=\"\"").noCache);
        QVERIFY(parseCacheControl("no-cache=\"a").noCache);
        QVERIFY(parseCacheControl("private=\"a\", private").isPrivate);
    }

    void allowances()
    {
        QCOMPARE(parseCacheControl("max-stale").maxStale, std::optional(longestDelta));
        QCOMPARE(parseCacheControl("max-stale=5").maxStale, std::optional(5s));
        QVERIFY(!parseCacheControl("max-stale=x").maxStale);
        QVERIFY(!parseCacheControl("stale-while-revalidate=-5").staleWhileRevalidate);
        QVERIFY(!parseCacheControl("stale-if-error").staleIfError);
        QVERIFY(!parseCacheControl("min-fresh=1.5").minFresh);
    }

    void pragmaStandsInForCacheControl()
    {
        HeaderMap request;
        request.add("Pragma", "foo, No-Cache");
        QVERIFY(requestCacheControl(request).noCache);
        QVERIFY(!responseCacheControl(request).noCache);
        request.add("Cache-Control", "max-stale");
        QVERIFY(!requestCacheControl(request).noCache);
    }

    void ages_data()
    {
        QTest::addColumn<std::string>("value");
        QTest::addColumn<qint64>("expected"); // -1: ignored
        QTest::newRow("plain") << std::string("30") << qint64{30};
        QTest::newRow("first of a list") << std::string("30, 60") << qint64{30};
        QTest::newRow("huge") << std::string("99999999999999") << qint64{2147483648};
        QTest::newRow("negative") << std::string("-30") << qint64{-1};
        QTest::newRow("float") << std::string("30.5") << qint64{-1};
        QTest::newRow("text") << std::string("a") << qint64{-1};
        QTest::newRow("bad first of a list") << std::string("a, 30") << qint64{-1};
        QTest::newRow("empty") << std::string() << qint64{-1};
        QTest::newRow("parameter") << std::string("30;a=b") << qint64{-1};
    }
    void ages()
    {
        QFETCH(std::string, value);
        QFETCH(qint64, expected);
        HeaderMap response;
        response.add("Age", value);
        response.add("Age", "7"); // a second line never counts
        const auto age = parseAge(response);
        QCOMPARE(age ? qint64{age->count()} : qint64{-1}, expected);
    }

    void expires()
    {
        HeaderMap response;
        QVERIFY(!parseExpires(response, now));
        response.add("Expires", "Sun, 01 Feb 2026 00:00:00 GMT");
        QCOMPARE(parseExpires(response, now), std::optional(now + 24h));
        response.add("Expires", "Sun, 01 Feb 2026 00:00:00 GMT");
        QCOMPARE(parseExpires(response, now), std::optional(now + 24h));
        response.add("Expires", "Mon, 02 Feb 2026 00:00:00 GMT");
        QVERIFY(*parseExpires(response, now) < now);
        for (const char* odd : {"0", "-1", "", "never", "Sun, 01 Feb 2026 00:00:00", "Sun, 01 Feb 2026 00:00:00 PST"}) {
            response.set("Expires", odd);
            QVERIFY2(*parseExpires(response, now) < now, odd);
        }
    }
};

static const TestRegistration<CacheControlTest> registeredCacheControlTest;
#include "cache_control_test.moc"

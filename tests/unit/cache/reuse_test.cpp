// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/policy.h"
#include "tests/support/test_registry.h"
#include "tests/unit/cache/replies.h"

#include <QTest>

using namespace weir::cache;
using namespace weir::tests;

class ReuseTest : public QObject {
    Q_OBJECT

private slots:
    void reuse_data()
    {
        QTest::addColumn<std::string>("response"); // its Cache-Control
        QTest::addColumn<std::string>("request");  // header lines
        QTest::addColumn<int>("age");              // seconds
        QTest::addColumn<int>("expected");
        const auto row = [](const char* response, const char* request, int age, Reuse expected) {
            QTest::addRow("[%s] [%s] %d", response, request, age)
                << std::string(response) << std::string(request) << age << static_cast<int>(expected);
        };
        using enum Reuse;
        row("max-age=10", "", 9, Fresh);
        row("max-age=10", "", 10, Revalidate);
        row("no-cache, max-age=10", "", 1, Revalidate);           // 5.2.2.4
        row("no-cache=\"set-cookie\", max-age=10", "", 1, Fresh); // the rest of it may be used
        // 5.2.1: what the client wants
        row("max-age=10", "Cache-Control: no-cache", 1, Revalidate);
        row("max-age=10", "Pragma: no-cache", 1, Revalidate);
        row("max-age=10", "Pragma: no-cache | Cache-Control: max-age=5", 1, Fresh);
        row("max-age=10", "Cache-Control: max-age=5", 4, Fresh);
        row("max-age=10", "Cache-Control: max-age=5", 6, Revalidate);
        row("max-age=10", "Cache-Control: max-age=0", 0, Revalidate);
        row("max-age=10", "Cache-Control: max-age=x", 1, Revalidate);
        row("max-age=10", "Cache-Control: max-age=60", 11, Revalidate);
        row("max-age=10", "Cache-Control: min-fresh=5", 5, Fresh);
        row("max-age=10", "Cache-Control: min-fresh=5", 6, Revalidate);
        row("max-age=10", "Cache-Control: max-stale", 1000, Stale);
        row("max-age=10", "Cache-Control: max-stale=5", 15, Stale);
        row("max-age=10", "Cache-Control: max-stale=5", 16, Revalidate);
        row("max-age=10", "Cache-Control: max-age=5, max-stale=3", 7, Stale);
        row("max-age=10", "Cache-Control: max-age=5, max-stale=3", 9, Revalidate);
        row("max-age=10", "Cache-Control: only-if-cached", 1, Fresh);
        row("max-age=10", "Cache-Control: only-if-cached", 11, Forbidden);
        row("max-age=10", "Cache-Control: only-if-cached, max-stale", 11, Stale);
        row("no-cache", "Cache-Control: only-if-cached, max-stale", 1, Forbidden);
        // 4.2.4: what forbids stale replies
        row("max-age=10, must-revalidate", "Cache-Control: max-stale", 11, Revalidate);
        row("max-age=10, proxy-revalidate", "Cache-Control: max-stale", 11, Revalidate);
        row("s-maxage=10", "Cache-Control: max-stale", 11, Revalidate);
        row("max-age=10, immutable", "", 11, Revalidate);
        // RFC 5861, section 3
        row("max-age=10, stale-while-revalidate=5", "", 9, Fresh);
        row("max-age=10, stale-while-revalidate=5", "", 12, StaleWhileRevalidate);
        row("max-age=10, stale-while-revalidate=5", "", 16, Revalidate);
        row("max-age=10, stale-while-revalidate=5, must-revalidate", "", 12, Revalidate);
        row("s-maxage=10, stale-while-revalidate=5", "", 12, StaleWhileRevalidate);
        row("max-age=10, stale-while-revalidate=5", "Cache-Control: max-age=5", 12, Revalidate);
        row("max-age=10, stale-while-revalidate=5", "Cache-Control: min-fresh=1", 12, Revalidate);
        row("max-age=10, stale-while-revalidate=5", "Cache-Control: no-cache", 12, Revalidate);
        row("max-age=10, stale-while-revalidate=5", "Cache-Control: only-if-cached", 12, StaleWhileRevalidate);
    }
    void reuse()
    {
        QFETCH(std::string, response);
        QFETCH(std::string, request);
        QFETCH(int, age);
        const auto reply = stored("Cache-Control: " + response);
        const auto control = weir::http::requestCacheControl(headers(request));
        const Reuse reuse = decideReuse(reply, control, noon + std::chrono::seconds{age}, Rules{});
        QTEST(static_cast<int>(reuse), "expected");
        QVERIFY(!name(reuse).empty());
    }

    void onError_data()
    {
        QTest::addColumn<std::string>("response");
        QTest::addColumn<std::string>("request");
        QTest::addColumn<bool>("expected"); // at an age of 15 s
        const auto row = [](const char* response, const char* request, bool expected) {
            QTest::addRow("[%s] [%s]", response, request) << std::string(response) << std::string(request) << expected;
        };
        row("max-age=10", "", false);
        row("max-age=10, stale-if-error=5", "", true);
        row("max-age=10, stale-if-error=4", "", false);
        row("max-age=10", "Cache-Control: stale-if-error=60", true);
        row("max-age=10, must-revalidate, stale-if-error=60", "", false);
        row("max-age=10, must-revalidate", "Cache-Control: stale-if-error=60", false);
        row("s-maxage=10", "Cache-Control: stale-if-error=60", false);
        row("s-maxage=10, stale-if-error=60", "", true);
        row("max-age=10, no-cache, stale-if-error=60", "", false);
        row("max-age=10, stale-if-error=60", "Cache-Control: no-cache", false);
    }
    void onError()
    {
        QFETCH(std::string, response);
        QFETCH(std::string, request);
        const auto reply = stored("Cache-Control: " + response);
        const auto control = weir::http::requestCacheControl(headers(request));
        QTEST(mayServeOnError(reply, control, noon + 15s, Rules{}), "expected");
    }

    void ageIsInWholeSeconds() { QCOMPARE(ageSeconds(stored("Age: 7"), noon + 1999ms), 8LL); }
};

static const TestRegistration<ReuseTest> registeredReuseTest;
#include "reuse_test.moc"

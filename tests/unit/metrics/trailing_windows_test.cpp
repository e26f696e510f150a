// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/trailing_windows.h"

#include "core/base/random.h"
#include "tests/support/test_registry.h"

#include <QTest>

using namespace std::chrono_literals;
using namespace weir;
using metrics::Histogram;
using metrics::TrailingWindows;

static Histogram summedUp(const TrailingWindows& windows, std::size_t window)
{
    Histogram sum;
    sum.record(7); // what it held before
    windows.sumUp(window, sum);
    return sum;
}

static constexpr std::size_t oneSecond = 0, fiveSeconds = 1, minute = 3; // in TrailingWindows::spans

class TrailingWindowsTest : public QObject {
    Q_OBJECT

private slots:
    // Each tick records its own number, so the extremes say which ticks are in the window.
    void holdsTheTrailingSpanOnly()
    {
        TrailingWindows windows;
        for (int tick = 0; tick < 100; ++tick) {
            Histogram counts;
            counts.record(static_cast<std::uint64_t>(tick));
            windows.add(tick * 100ms, (tick + 1) * 100ms, counts);
            const auto ticks = std::min(tick + 1, 10);
            const auto held = summedUp(windows, oneSecond);
            QCOMPARE(held.count(), static_cast<std::uint64_t>(ticks));
            QCOMPARE(held.min(), static_cast<std::uint64_t>(tick + 1 - ticks));
            QCOMPARE(held.max(), static_cast<std::uint64_t>(tick));
        }
    }

    void longWindowsLeaveInTenths()
    {
        TrailingWindows windows;
        Histogram counts;
        counts.record(5);
        for (int tick = 0; tick < 3000; ++tick) {
            windows.add(tick * 100ms, (tick + 1) * 100ms, counts);
            const auto covered = windows.count(minute);
            QCOMPARE(summedUp(windows, minute).count(), covered);
            QVERIFY(covered <= 600);
            QVERIFY(tick < 600 ? covered == static_cast<std::uint64_t>(tick) + 1 : covered >= 540);
        }
    }

    void emptiesWhenNothingComes()
    {
        TrailingWindows windows;
        Histogram counts;
        counts.record(5);
        windows.add(0s, 100ms, counts);
        for (int tick = 1; tick < 620; ++tick) {
            windows.add(tick * 100ms, (tick + 1) * 100ms, Histogram{});
            for (std::size_t i = 0; i < TrailingWindows::spans.size(); ++i)
                QCOMPARE(windows.count(i), (tick + 1) * 100ms <= TrailingWindows::spans[i] ? 1U : 0U);
        }
        QCOMPARE(windows.bytes(), 0U);
    }

    void noWindowReachesBackTooFar_data()
    {
        QTest::addColumn<int>("shortest");
        QTest::addColumn<int>("longest");
        QTest::newRow("uneven ticks") << 60 << 180;
        QTest::newRow("ticks longer than a window") << 500 << 12000;
    }

    void noWindowReachesBackTooFar()
    {
        QFETCH(int, shortest);
        QFETCH(int, longest);
        base::Random random{5};
        TrailingWindows windows;
        base::Nanos now{};
        for (int tick = 0; tick < 2000; ++tick) {
            const base::Nanos end = now + base::Nanos{random.between(shortest * 1'000'000LL, longest * 1'000'000LL)};
            Histogram counts;
            counts.record(static_cast<std::uint64_t>(now.count())); // when it began
            windows.add(now, end, counts);
            for (std::size_t i = 0; i < TrailingWindows::spans.size(); ++i)
                if (const auto held = summedUp(windows, i); !held.empty())
                    QVERIFY(static_cast<std::int64_t>(held.min()) >= (end - TrailingWindows::spans[i]).count());
            now = end;
        }
    }

    void clearedHoldsNothing()
    {
        TrailingWindows windows;
        Histogram counts;
        counts.record(5);
        windows.add(0s, 100ms, counts);
        windows.clear();
        QCOMPARE(windows.count(fiveSeconds), 0U);
        windows.add(100ms, 200ms, counts);
        QCOMPARE(windows.count(fiveSeconds), 1U);
    }
};

static const TestRegistration<TrailingWindowsTest> registeredTrailingWindowsTest;
#include "trailing_windows_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/sliding_histogram.h"

#include "core/base/random.h"
#include "tests/support/test_registry.h"

#include <QTest>

using namespace std::chrono_literals;
using namespace weir;
using metrics::Histogram;
using metrics::SlidingHistogram;

class SlidingHistogramTest : public QObject {
    Q_OBJECT

private slots:
    // Each tick records its own number, so the extremes say which ticks are in the window.
    void holdsTheTrailingSpanOnly()
    {
        SlidingHistogram window{1s};
        for (int tick = 0; tick < 100; ++tick) {
            Histogram counts;
            counts.record(static_cast<std::uint64_t>(tick));
            window.add(tick * 100ms, (tick + 1) * 100ms, counts);
            const auto ticks = std::min(tick + 1, 10);
            QCOMPARE(window.histogram().count(), static_cast<std::uint64_t>(ticks));
            QCOMPARE(window.histogram().min(), static_cast<std::uint64_t>(tick + 1 - ticks));
            QCOMPARE(window.histogram().max(), static_cast<std::uint64_t>(tick));
        }
    }

    void longWindowsLeaveInTenths()
    {
        SlidingHistogram window{60s};
        Histogram counts;
        counts.record(5);
        for (int tick = 0; tick < 3000; ++tick) {
            window.add(tick * 100ms, (tick + 1) * 100ms, counts);
            const auto covered = window.histogram().count();
            QVERIFY(covered <= 600);
            QVERIFY(tick < 600 || covered >= 540);
        }
    }

    void emptiesWhenNothingComes()
    {
        SlidingHistogram window{1s};
        Histogram counts;
        counts.record(5);
        window.add(0s, 100ms, counts);
        for (int tick = 1; tick < 12; ++tick)
            window.add(tick * 100ms, (tick + 1) * 100ms, Histogram{});
        QVERIFY(window.histogram() == Histogram{});
    }

    void unevenTicksNeverReachBackTooFar()
    {
        base::Random random{5};
        SlidingHistogram window{1s};
        base::Nanos now{};
        for (int tick = 0; tick < 2000; ++tick) {
            const base::Nanos end = now + base::Nanos{random.between(60'000'000, 180'000'000)};
            Histogram counts;
            counts.record(static_cast<std::uint64_t>(now.count()) / 1000); // when it began, in microseconds
            window.add(now, end, counts);
            const auto reach = static_cast<std::uint64_t>(std::max<std::int64_t>(0, (end - 1s).count())) / 1000;
            // Known to within 1/1024.
            QVERIFY(window.histogram().min() + window.histogram().min() / 1000 >= reach);
            now = end;
        }
    }

    void clearedHoldsNothing()
    {
        SlidingHistogram window{5s};
        Histogram counts;
        counts.record(5);
        window.add(0s, 100ms, counts);
        window.clear();
        QVERIFY(window.histogram().empty());
        window.add(100ms, 200ms, counts);
        QCOMPARE(window.histogram().count(), 1U);
    }
};

static const TestRegistration<SlidingHistogramTest> registered;
#include "sliding_histogram_test.moc"

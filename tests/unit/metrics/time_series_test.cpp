// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/time_series.h"

#include "tests/support/test_registry.h"
#include "tests/unit/metrics/samples.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace weir;
using namespace weir::test;
using metrics::Aggregate;
using metrics::EpochId;
using metrics::Levels;
using metrics::PhaseId;
using metrics::Point;
using metrics::TimeSeries;

static double pointValue(const Point& point, std::string_view id)
{
    return point.values[metrics::metricIndex(id)];
}

// Feeds ticks of one phase and epoch.
struct Feed {
    TimeSeries& series;
    PhaseId phase = metrics::measuredPhase;
    EpochId epoch = 0;

    void tick(base::Nanos until, int requests, base::Nanos response)
    {
        Aggregate total;
        for (int i = 0; i < requests; ++i)
            total.add(sampleOf(response));
        total.counters.planned = static_cast<std::uint64_t>(requests);
        const Levels levels;
        const TimeSeries::Part part{phase, epoch, &total, &levels};
        series.add(until, {&part, 1});
    }
};

class TimeSeriesTest : public QObject {
    Q_OBJECT

private slots:
    void pointsComeEvery200MsAndEverySecond()
    {
        TimeSeries series;
        series.begin(0s, metrics::measuredPhase, 0);
        Feed feed{series};
        for (int tick = 1; tick <= 50; ++tick)
            feed.tick(tick * 100ms, 20, 4ms);
        QCOMPARE(series.recent().size(), std::size_t{25});
        QCOMPARE(series.seconds().size(), std::size_t{5});
        for (std::size_t i = 0; i < 5; ++i) {
            const auto& point = *series.seconds()[i];
            QCOMPARE(point.at, base::Nanos{(i + 1) * 1s});
            QCOMPARE(point.span, base::Nanos{1s});
            QCOMPARE(pointValue(point, "requests"), 200.0);
            QCOMPARE(pointValue(point, "achieved_rps"), 200.0);
        }
        QCOMPARE(series.recent()[0]->span, base::Nanos{200ms});
        QCOMPARE(series.recent().back()->span, base::Nanos{1s});
        QCOMPARE(pointValue(*series.recent().back(), "achieved_rps"), 200.0);
    }

    // Its first requests are under way when the first ticks come.
    void aStretchDoesNotBeginWithADip()
    {
        TimeSeries series;
        series.begin(0s, metrics::measuredPhase, 0);
        Feed feed{series};
        for (int tick = 1; tick <= 20; ++tick)
            feed.tick(tick * 100ms, tick == 1 ? 5 : 20, 4ms);
        QCOMPARE(pointValue(*series.recent().front(), "latency_min_ms"), 4.0);
        QVERIFY(std::isnan(pointValue(*series.recent().front(), "achieved_rps")));
        for (std::size_t i = 1; i < series.recent().size(); ++i)
            QCOMPARE(pointValue(*series.recent()[i], "achieved_rps"), 200.0);
    }

    void ticksThatAreNotQuiteEvenKeepTheSteps()
    {
        base::Random random{2};
        TimeSeries series;
        series.begin(0s, metrics::measuredPhase, 0);
        Feed feed{series};
        for (int tick = 1; tick <= 600; ++tick)
            feed.tick(tick * 100ms + base::Nanos{random.between(-20'000'000, 20'000'000)}, 1, 4ms);
        QCOMPARE(series.seconds().size(), std::size_t{60});
        QCOMPARE(series.recent().size(), std::size_t{300});
    }

    void aPercentileIsAGapUntilThereAreEnoughSamples()
    {
        TimeSeries series;
        series.begin(0s, metrics::measuredPhase, 0);
        Feed feed{series};
        for (int tick = 1; tick <= 600; ++tick)
            feed.tick(tick * 100ms, 2, 4ms); // 20 a second: the p99 needs 50 s
        const auto p50 = [&](std::size_t i) { return pointValue(*series.seconds()[i], "latency_p50_ms"); };
        const auto p99 = [&](std::size_t i) { return pointValue(*series.seconds()[i], "latency_p99_ms"); };
        QVERIFY(std::abs(p50(0) - 4) < 0.01);
        QVERIFY(std::isnan(p99(48)));
        QVERIFY(std::abs(p99(49) - 4) < 0.01);
    }

    void theWindowIsTheSmallestThatSuffices()
    {
        TimeSeries series;
        series.begin(0s, metrics::measuredPhase, 0);
        Feed feed{series};
        for (int tick = 1; tick <= 100; ++tick)
            feed.tick(tick * 100ms, 10, tick <= 90 ? 4ms : 50ms);
        const auto& last = *series.recent().back();
        QVERIFY(std::abs(pointValue(last, "latency_p50_ms") - 50) < 0.1); // 100 in the last second, 20 needed
        QVERIFY(std::abs(pointValue(last, "latency_p95_ms") - 50)
                < 0.1); // 200 needed: five seconds, a fifth of them slow
        QVERIFY(std::abs(pointValue(last, "latency_p90_ms") - 50) < 0.1); // 100 needed: the last second has just these
        QVERIFY(std::abs(pointValue(last, "latency_p99_ms") - 50) < 0.1); // 1000 needed: ten seconds, a tenth slow
        QCOMPARE(pointValue(last, "latency_min_ms"), 50.0);
    }

    void anEpochNeverShowsAnotherOnes()
    {
        TimeSeries series;
        series.begin(0s, metrics::measuredPhase, 0);
        Feed before{series, metrics::measuredPhase, 0};
        for (int tick = 1; tick <= 35; ++tick)
            before.tick(tick * 100ms, 100, 4ms);
        series.begin(3500ms, metrics::measuredPhase, 1);
        Feed after{series, metrics::measuredPhase, 1};
        for (int tick = 36; tick <= 70; ++tick)
            after.tick(tick * 100ms, 100, 40ms);
        for (const auto* points : {&series.recent(), &series.seconds()}) {
            for (const auto& point : *points) {
                const double expected = point->epoch == 0 ? 4 : 40;
                QVERIFY(std::abs(pointValue(*point, "latency_p50_ms") - expected) < 0.1);
                QCOMPARE(pointValue(*point, "latency_max_ms"), expected);
                QVERIFY(point->epoch == 0 || point->at - point->span >= 3500ms);
                QVERIFY(point->epoch == 1 || point->at <= 3500ms);
            }
        }
    }

    // The second in which a change falls gets a point for each side, so that counts still add up.
    void countsOfSecondsAddUpOverAChange()
    {
        TimeSeries series;
        series.begin(0s, metrics::warmUpPhase, 0);
        Feed warmUp{series, metrics::warmUpPhase, 0};
        for (int tick = 1; tick <= 14; ++tick)
            warmUp.tick(tick * 100ms, 10, 4ms);
        series.begin(1400ms, metrics::measuredPhase, 0);
        Feed measured{series};
        for (int tick = 15; tick <= 33; ++tick)
            measured.tick(tick * 100ms, 10, 4ms);
        series.finish();
        double warm = 0, counted = 0;
        for (const auto& point : series.seconds())
            (point->phase == metrics::warmUpPhase ? warm : counted) += pointValue(*point, "requests");
        QCOMPARE(warm, 140.0);
        QCOMPARE(counted, 190.0);
        QCOMPARE(series.seconds().back()->at, base::Nanos{3300ms});
    }

    // A tick that a change falls into brings samples of both sides.
    void aChangeInsideATickIsCutThere()
    {
        TimeSeries series;
        series.begin(0s, metrics::measuredPhase, 0);
        Feed{series}.tick(100ms, 10, 4ms);
        series.begin(150ms, metrics::measuredPhase, 1);
        Aggregate old, fresh;
        old.add(sampleOf(4ms));
        fresh.add(sampleOf(40ms));
        const Levels levels;
        const std::array<TimeSeries::Part, 2> parts{
            {{metrics::measuredPhase, 0, &old, &levels}, {metrics::measuredPhase, 1, &fresh, &levels}}};
        series.add(200ms, parts);
        series.finish();
        QCOMPARE(series.seconds().size(), std::size_t{2});
        QCOMPARE(pointValue(*series.seconds()[0], "requests"), 11.0);
        QCOMPARE(series.seconds()[0]->at, base::Nanos{150ms});
        QCOMPARE(pointValue(*series.seconds()[1], "requests"), 1.0);
        QCOMPARE(pointValue(*series.seconds()[1], "latency_min_ms"), 40.0);
        QVERIFY(std::isnan(pointValue(*series.seconds()[1], "achieved_rps"))); // over 50 ms
    }

    // The target stops before a change and goes on after it: what waited belongs to the old epoch, and is shown.
    void aStallAcrossAChangeIsInLatePoints()
    {
        TimeSeries series;
        series.begin(0s, metrics::measuredPhase, 0);
        Feed before{series, metrics::measuredPhase, 0};
        for (int tick = 1; tick <= 15; ++tick)
            before.tick(tick * 100ms, 20, 4ms);
        for (int tick = 16; tick <= 20; ++tick)
            series.add(tick * 100ms, {});
        series.begin(2s, metrics::measuredPhase, 1);
        for (int tick = 21; tick <= 25; ++tick)
            series.add(tick * 100ms, {});
        before.tick(2600ms, 100, 1006ms);
        Feed after{series, metrics::measuredPhase, 1};
        for (int tick = 27; tick <= 60; ++tick)
            after.tick(tick * 100ms, 20, 4ms);
        series.finish();
        for (const auto* points : {&series.recent(), &series.seconds()}) {
            const auto late = std::ranges::find_if(*points, [](const auto& point) { return point->late; });
            QVERIFY(late != points->end());
            QCOMPARE((*late)->epoch, EpochId{0});
            QCOMPARE(pointValue(**late, "requests"), 100.0);
            QCOMPARE(pointValue(**late, "latency_max_ms"), 1006.0);
            QVERIFY(std::abs(pointValue(**late, "latency_p90_ms") - 1006) < 1);
            QVERIFY(std::isnan(pointValue(**late, "achieved_rps")));
            QVERIFY((*late)->at - (*late)->span >= 2s);
            QVERIFY(std::ranges::is_sorted(*points, {}, [](const auto& point) { return point->at; }));
            QVERIFY(!points->back()->late);
            QCOMPARE(std::ranges::count_if(*points, [](const auto& point) { return point->late; }), 1);
        }
        double old = 0, fresh = 0;
        for (const auto& point : series.seconds())
            (point->epoch == 0 ? old : fresh) += pointValue(*point, "requests");
        QCOMPARE(old, 400.0);
        QCOMPARE(fresh, 34 * 20.0);
    }

    void lateSecondsBecomeTensToo()
    {
        TimeSeries series;
        series.begin(0s, metrics::measuredPhase, 0);
        Feed before{series, metrics::measuredPhase, 0};
        before.tick(1s, 5, 4ms);
        series.begin(1s, metrics::measuredPhase, 1);
        Feed after{series, metrics::measuredPhase, 1};
        constexpr int ticks = 2 * 3600;
        for (int second = 2; second <= ticks; ++second)
            second % 7 == 0 ? before.tick(second * 1s, 1, 2s) : after.tick(second * 1s, 1, 4ms);
        series.finish();
        double requests = 0;
        for (const auto& point : series.seconds())
            requests += pointValue(*point, "requests");
        QCOMPARE(requests, 5.0 + ticks - 1);
        QVERIFY(series.seconds().size() < 2 * (3600 + 360) + 10);
        QVERIFY(std::ranges::is_sorted(series.seconds(), {}, [](const auto& point) { return point->at; }));
    }

    // A pause of the generator shows in its own second and in no other.
    void theLatestSendIsOfItsOwnStretch()
    {
        TimeSeries series;
        series.begin(0s, metrics::measuredPhase, 0);
        const Levels levels;
        for (int tick = 1; tick <= 50; ++tick) {
            auto sample = sampleOf(4ms);
            sample.intended -= tick == 15 ? base::Nanos{294'961'234} : base::Nanos{10'000};
            Aggregate total;
            total.add(sample);
            const TimeSeries::Part part{metrics::measuredPhase, 0, &total, &levels};
            series.add(tick * 100ms, {&part, 1});
        }
        QCOMPARE(pointValue(*series.seconds()[1], "schedule_lag_max_ms"), 294.961234);
        for (const std::size_t other : {0U, 2U, 3U, 4U})
            QCOMPARE(pointValue(*series.seconds()[other], "schedule_lag_max_ms"), 0.01);
    }

    void silenceIsShown()
    {
        TimeSeries series;
        series.begin(0s, metrics::measuredPhase, 0);
        Feed feed{series};
        feed.tick(100ms, 50, 4ms);
        for (int tick = 2; tick <= 30; ++tick)
            series.add(tick * 100ms, {});
        QCOMPARE(series.seconds().size(), std::size_t{3});
        QCOMPARE(pointValue(*series.seconds()[2], "achieved_rps"), 0.0);
        QVERIFY(std::isnan(pointValue(*series.seconds()[2], "latency_max_ms")));
    }

    void recentPointsReachBackFiveMinutes()
    {
        TimeSeries series;
        series.begin(0s, metrics::measuredPhase, 0);
        for (int tick = 1; tick <= 4000; ++tick)
            series.add(tick * 100ms, {});
        QCOMPARE(series.recent().size(), std::size_t{1500});
        QCOMPARE(series.seconds().size(), std::size_t{400});
    }

    void secondsOlderThanAnHourBecomeTens()
    {
        TimeSeries series;
        series.begin(0s, metrics::measuredPhase, 0);
        Feed feed{series};
        constexpr int hours = 2;
        for (int tick = 1; tick <= hours * 36000; ++tick)
            feed.tick(tick * 100ms, tick % 2, 4ms);
        QCOMPARE(series.seconds().size(), std::size_t{3600 + (hours - 1) * 360});
        double requests = 0;
        base::Nanos last{};
        for (const auto& point : series.seconds()) {
            QCOMPARE(point->at - point->span, last);
            last = point->at;
            requests += pointValue(*point, "requests");
        }
        QCOMPARE(requests, hours * 18000.0);
        QCOMPARE(series.seconds().front()->span, base::Nanos{10s});
        QCOMPARE(series.seconds().back()->span, base::Nanos{1s});
    }

    // The ceiling that the header states.
    void windowsStayBelowTheirCeiling()
    {
        TimeSeries series;
        series.begin(0s, metrics::measuredPhase, 0);
        base::Random random{1};
        for (int tick = 1; tick <= 700; ++tick) {
            Aggregate total;
            for (int i = 0; i < 5000; ++i) {
                const auto response = base::Nanos{std::llround(1e6 * std::pow(10.0, 3 * random.unit()))};
                total.at(metrics::DistributionId::Response).record(static_cast<std::uint64_t>(response.count()));
                total.at(metrics::DistributionId::Service).record(static_cast<std::uint64_t>(response.count()));
                total.at(metrics::DistributionId::PoolWait).record(static_cast<std::uint64_t>(response.count() / 10));
                total.at(metrics::DistributionId::ScheduleLag)
                    .record(static_cast<std::uint64_t>(response.count() / 1000));
            }
            const Levels levels;
            const TimeSeries::Part part{metrics::measuredPhase, 0, &total, &levels};
            series.add(tick * 100ms, {&part, 1});
        }
        QVERIFY2(series.windowBytes() < 16u << 20, qPrintable(QString::number(series.windowBytes())));
    }
};

static const TestRegistration<TimeSeriesTest> registeredTimeSeriesTest;
#include "time_series_test.moc"

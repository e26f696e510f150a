// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/metric_catalog.h"

#include "tests/support/test_registry.h"
#include "tests/unit/metrics/samples.h"

#include <QTest>

#include <cmath>
#include <set>

using namespace weir;
using namespace weir::test;
using metrics::Aggregate;
using metrics::CacheStatus;
using metrics::MetricSource;

// As a row reads it: one whole stretch.
struct Whole {
    explicit Whole(const Aggregate& aggregate, base::Nanos span, const metrics::Levels* levels = nullptr,
                   base::Nanos goodWithin = {})
    {
        source.counters = &aggregate.counters;
        source.span = span;
        source.levels = levels;
        source.response = aggregate.at(metrics::DistributionId::Response).summary();
        source.scheduleLag = aggregate.at(metrics::DistributionId::ScheduleLag).summary();
        source.failed = aggregate.at(metrics::DistributionId::Failed).summary();
        source.goodWithin = goodWithin;
        source.takeWhole(aggregate.distributions);
        values = metrics::readAll(source);
    }
    double at(std::string_view id) const { return values[metrics::metricIndex(id)]; }

    MetricSource source;
    metrics::MetricValues values;
};

class MetricCatalogTest : public QObject {
    Q_OBJECT

private slots:
    void everyMetricIsDescribed()
    {
        std::set<std::string_view> ids;
        for (const auto& metric : metrics::metrics()) {
            QVERIFY(ids.insert(metric.id).second);
            QVERIFY(!metric.label.empty() && metric.help.ends_with('.') && metric.read);
            QCOMPARE(metrics::metrics()[metrics::metricIndex(metric.id)].id, metric.id);
        }
        QVERIFY(!metrics::findMetric("no_such_metric"));
    }

    void nothingMeasuredHasNoRatioAndNoTime()
    {
        const Aggregate aggregate;
        const Whole row{aggregate, 0s};
        QCOMPARE(row.at("requests"), 0.0);
        for (const auto* id : {"error_ratio", "offered_rps", "latency_min_ms", "latency_p50_ms", "latency_max_ms",
                               "cache_hit_ratio", "pool_limit", "generator_cpu_ratio", "connection_reuse_ratio"})
            QVERIFY2(std::isnan(row.at(id)), id);
    }

    void aPercentileNeedsTenSamplesAboveIt_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<int>("needed");
        QTest::newRow("p50") << QByteArray("latency_p50_ms") << 20;
        QTest::newRow("p90") << QByteArray("latency_p90_ms") << 100;
        QTest::newRow("p95") << QByteArray("latency_p95_ms") << 200;
        QTest::newRow("p99") << QByteArray("latency_p99_ms") << 1000;
        QTest::newRow("p99.9") << QByteArray("latency_p999_ms") << 10000;
    }
    void aPercentileNeedsTenSamplesAboveIt()
    {
        QFETCH(const QByteArray, id);
        QFETCH(const int, needed);
        Aggregate aggregate;
        for (int i = 1; i < needed; ++i)
            aggregate.add(sampleOf(4ms));
        QVERIFY(std::isnan(Whole(aggregate, 1s).at(id.constData())));
        aggregate.add(sampleOf(4ms));
        QVERIFY(std::abs(Whole(aggregate, 1s).at(id.constData()) - 4.0) < 4.0 / 1024);
    }

    void theShortestWindowWithEnoughSamplesAnswers()
    {
        metrics::Histogram enough, more;
        enough.record(2'000'000, 20);
        more.record(3'000'000, 500);
        MetricSource source;
        source.distributions[0] = [&](std::uint64_t samples) {
            return samples <= 20 ? &enough : samples <= 500 ? &more : nullptr;
        };
        const auto median = metrics::percentileMs(source, metrics::DistributionId::Response, 50);
        QVERIFY(median && std::abs(*median - 2) < 0.01);
        const auto p95 = metrics::percentileMs(source, metrics::DistributionId::Response, 95);
        QVERIFY(p95 && std::abs(*p95 - 3) < 0.01);
        QVERIFY(!metrics::percentileMs(source, metrics::DistributionId::Response, 99));
    }

    // The windows reach further back than the point; its fastest and slowest must not.
    void extremesAreOfTheStretchNotOfTheWindows()
    {
        metrics::Histogram window;
        window.record(90'000'000, 1000);
        const metrics::Counters counters;
        MetricSource source;
        source.counters = &counters;
        source.distributions[0] = metrics::wholeOf(window);
        source.distributions[static_cast<std::size_t>(metrics::DistributionId::ScheduleLag)] = metrics::wholeOf(window);
        source.response = {2, 10'000'000, 4'000'000, 6'000'000};
        source.scheduleLag = {2, 10'000'000, 4'000'000, 7'000'000};
        const auto values = metrics::readAll(source);
        QCOMPARE(values[metrics::metricIndex("latency_min_ms")], 4.0);
        QCOMPARE(values[metrics::metricIndex("latency_mean_ms")], 5.0);
        QCOMPARE(values[metrics::metricIndex("latency_max_ms")], 6.0);
        QCOMPARE(values[metrics::metricIndex("schedule_lag_max_ms")], 7.0);
    }

    // 700 answered within 1 to 700 ms, 290 failed in 2 ms, 10 skipped: ranks are among all 1000.
    void adjustedPercentilesAreOfAllThatWasPlanned()
    {
        Aggregate aggregate;
        for (int i = 1; i <= 700; ++i) {
            auto sample = sampleOf(i * 1ms);
            sample.isGood = i <= 50;
            aggregate.add(sample);
        }
        for (int i = 0; i < 290; ++i)
            aggregate.add(failedSample(metrics::Outcome::ConnectRefused, 0));
        for (int i = 0; i < 10; ++i)
            aggregate.count(&metrics::Counters::skipped);
        const Whole row{aggregate, 10s, nullptr, 50ms};
        QVERIFY(std::abs(row.at("adjusted_p50_ms") - 500) < 0.5);
        QVERIFY(std::abs(row.at("latency_p50_ms") - 350) < 0.5);
        for (const auto* id : {"adjusted_p90_ms", "adjusted_p95_ms", "adjusted_p99_ms"})
            QVERIFY2(std::isinf(row.at(id)), id);
        QVERIFY(std::isnan(row.at("adjusted_p999_ms"))); // needs ten thousand
        QVERIFY(std::isnan(row.at("latency_p99_ms")));   // 700 are too few
        QVERIFY(std::abs(row.at("failed_latency_p50_ms") - 2) < 0.01);
        QCOMPARE(row.at("failed_latency_max_ms"), 2.0);
        QCOMPARE(row.at("good_ratio"), 0.05);
        QCOMPARE(row.at("good_rps"), 5.0);
        QVERIFY(std::isnan(Whole(aggregate, 10s).at("good_ratio"))); // nobody asks
    }

    void adjustedEqualsLatencyWhereAllWereAnswered()
    {
        base::Random random{3};
        Aggregate aggregate;
        for (int i = 0; i < 20'000; ++i)
            aggregate.add(sampleOf(drawn(random, 4ms)));
        const Whole row{aggregate, 10s};
        for (const auto* percentile : {"p50_ms", "p90_ms", "p95_ms", "p99_ms", "p999_ms"})
            QCOMPARE(row.at(std::string{"adjusted_"} + percentile), row.at(std::string{"latency_"} + percentile));
    }

    void ratiosComeFromTheirCounts()
    {
        Aggregate aggregate;
        for (const auto cache : {CacheStatus::Hit, CacheStatus::Stale, CacheStatus::Revalidated, CacheStatus::Miss}) {
            auto sample = sampleOf(1ms);
            sample.cache = cache;
            sample.usedConnection = cache == CacheStatus::Miss || cache == CacheStatus::Revalidated;
            sample.connects = cache == CacheStatus::Miss ? 1 : 0;
            aggregate.add(sample);
        }
        const Whole row{aggregate, 2s};
        QCOMPARE(row.at("achieved_rps"), 2.0);
        QCOMPARE(row.at("cache_hit_ratio"), 0.75);
        QCOMPARE(row.at("cache_byte_hit_ratio"), 0.75);
        QCOMPARE(row.at("bytes_saved_ratio"), 0.75);
        QCOMPARE(row.at("connection_reuse_ratio"), 0.5);
        QCOMPARE(row.at("sent_in_time_ratio"), 1.0);
    }

    void levelsAreMeansOverTheirOwnSpan()
    {
        metrics::Levels levels;
        levels.span = 4s;
        levels.hasPool = true;
        levels.poolInUseSeconds = 6;
        levels.poolLimitSeconds = 8;
        levels.poolLimit = 2;
        levels.workerCpu = 3s;
        levels.workerTime = 12s;
        const Aggregate aggregate;
        const Whole row{aggregate, 4s, &levels};
        QCOMPARE(row.at("pool_in_use_mean"), 1.5);
        QCOMPARE(row.at("pool_saturation_ratio"), 0.75);
        QCOMPARE(row.at("generator_cpu_ratio"), 0.25);
        QVERIFY(std::isnan(row.at("origin_cpu_ratio")));
    }
};

static const TestRegistration<MetricCatalogTest> registeredMetricCatalogTest;
#include "metric_catalog_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/collector.h"

#include "tests/support/test_registry.h"
#include "tests/unit/metrics/samples.h"

#include <QTest>

#include <cmath>

using namespace weir;
using namespace weir::test;
using metrics::Aggregate;
using metrics::Collector;
using metrics::Counters;
using metrics::EpochId;
using metrics::EventMark;
using metrics::IntervalExchange;
using metrics::Outcome;
using metrics::PhaseId;
using metrics::Recorder;
using metrics::Row;
using metrics::RunInfo;
using metrics::RunState;
using metrics::Snapshot;

static RunInfo infoOf(std::vector<std::string> endpoints)
{
    RunInfo info;
    info.runId = "20260131T081530-4f2a";
    info.endpoints = std::move(endpoints);
    return info;
}

static double value(const Row& row, std::string_view id)
{
    return row.values[metrics::metricIndex(id)];
}

static const Row* rowOf(const Snapshot& snapshot, PhaseId phase, EpochId epoch, int endpoint)
{
    for (const auto& row : snapshot.rows)
        if (row->phase == phase && row->epoch == epoch && row->endpoint == endpoint)
            return row.get();
    return nullptr;
}

static metrics::Failure failureOf(metrics::EndpointId endpoint, Outcome outcome, int status)
{
    metrics::Failure failure;
    failure.endpoint = endpoint;
    failure.outcome = outcome;
    failure.status = status;
    return failure;
}

class CollectorTest : public QObject {
    Q_OBJECT

    static constexpr std::size_t endpoints = 3;
    IntervalExchange m_exchange;

    void collect(Collector& collector)
    {
        for (auto& interval : collector.merge(m_exchange.takeFull()))
            m_exchange.giveEmpty(std::move(interval));
    }

private slots:
    // What came is what an interval costs, and what a snapshot makes anew; the last one has all.
    void thousandsOfEndpointsTakeTurns()
    {
        constexpr std::size_t many = 1000;
        IntervalExchange exchange;
        Recorder recorder{exchange, 0, many};
        Collector collector{infoOf(std::vector<std::string>(many, "an endpoint")), many};
        collector.beginPhase(metrics::measuredPhase, 0s);
        std::array<metrics::SnapshotPtr, 2> published;
        for (std::size_t round = 0; round < published.size(); ++round) {
            for (std::size_t i = 0; i < many; ++i)
                recorder.record(sampleOf(1ms, static_cast<metrics::EndpointId>(i)));
            recorder.flush(1ms, 100ms);
            for (auto& interval : collector.merge(exchange.takeFull())) {
                QCOMPARE(interval->slices.front().touched, many);
                exchange.giveEmpty(std::move(interval));
            }
            collector.tick((round + 1) * 100ms);
            published[round] = collector.publish();
            QCOMPARE(published[round]->rows.size(), many + 1);
        }
        std::size_t shared = 0;
        for (std::size_t i = 0; i <= many; ++i)
            shared += published[0]->rows[i] == published[1]->rows[i] ? 1 : 0;
        QCOMPARE(shared, many - metrics::EpochTotals::rowsAtOnce);
        QCOMPARE(value(*published[1]->rows[0], "requests"), 2.0 * many);
        recorder.record(sampleOf(1ms, 999));
        recorder.flush(1ms, 100ms);
        auto last = collector.merge(exchange.takeFull());
        QCOMPARE(last.front()->slices.front().touched, std::size_t{1});
        QCOMPARE(last.front()->slices.front().ids.front(), metrics::EndpointId{999});
        collector.setState(RunState::Finished);
        const auto snapshot = collector.publish();
        double sum = 0;
        for (std::size_t i = 1; i <= many; ++i)
            sum += value(*snapshot->rows[i], "requests");
        QCOMPARE(sum, 2.0 * many + 1);
        QCOMPARE(value(*rowOf(*snapshot, metrics::measuredPhase, 0, 999), "requests"), 3.0);
        int seen = 0;
        snapshot->forEachRowOf(999, [&](const Row& row) { seen += row.endpoint == 999 ? 1 : 100; });
        QCOMPARE(seen, 1);
    }

    void init() { m_exchange.takeFull(); }

    // Every sample of every worker is in its row once, whatever interval it came with.
    void whatWorkersRecordIsConserved()
    {
        Collector collector{infoOf({"a", "b", "c"}), endpoints};
        Recorder first{m_exchange, 0, endpoints}, second{m_exchange, 1, endpoints};
        std::array<Aggregate, endpoints> expected;
        Aggregate all;
        base::Random random{4};
        collector.beginPhase(metrics::measuredPhase, 0s);
        for (int tick = 1; tick <= 50; ++tick) {
            for (int i = 0; i < 100; ++i) {
                auto sample = i % 10 == 0 ? failedSample(Outcome::ResponseTimeout, 0) : sampleOf(drawn(random, 4ms));
                sample.endpoint = static_cast<metrics::EndpointId>(random.between(0, endpoints - 1));
                auto& recorder = i % 2 == 0 ? first : second;
                recorder.countPlanned(sample.phase, sample.epoch, sample.endpoint);
                recorder.record(sample);
                ++expected[sample.endpoint].counters.planned;
                expected[sample.endpoint].add(sample);
                ++all.counters.planned;
                all.add(sample);
            }
            first.flush(10ms, 100ms);
            second.flush(20ms, 100ms);
            collect(collector);
            collector.tick(tick * 100ms);
        }
        collector.beginDrain(5s);

        QCOMPARE(collector.phaseCounters(metrics::measuredPhase), all.counters);
        for (std::size_t id = 0; id < metrics::distributionCount; ++id)
            QVERIFY(collector.phaseHistogram(metrics::measuredPhase, static_cast<metrics::DistributionId>(id))
                    == all.distributions[id]);

        const auto snapshot = collector.publish();
        QCOMPARE(snapshot->rows.size(), endpoints + 1);
        QVERIFY(*snapshot->rows[0]->response == all.at(metrics::DistributionId::Response));
        double sum = 0;
        for (std::size_t i = 0; i < endpoints; ++i) {
            const auto& row = *snapshot->rows[i + 1];
            QCOMPARE(row.endpoint, static_cast<int>(i));
            QCOMPARE(value(row, "requests"), static_cast<double>(expected[i].counters.requests));
            QVERIFY(*row.response == expected[i].at(metrics::DistributionId::Response));
            sum += value(row, "requests");
        }
        const auto& totalRow = *snapshot->rows[0];
        QCOMPARE(totalRow.endpoint, -1);
        QCOMPARE(value(totalRow, "requests"), sum);
        QCOMPARE(value(totalRow, "requests"), value(totalRow, "ok") + value(totalRow, "failed"));
        QCOMPARE(value(totalRow, "planned"),
                 value(totalRow, "requests") + value(totalRow, "skipped") + value(totalRow, "unfinished"));
        QCOMPARE(totalRow.outcomes[static_cast<std::size_t>(Outcome::ResponseTimeout)], 500U);
        QCOMPARE(value(totalRow, "achieved_rps"), 1000.0);
        QCOMPARE(value(totalRow, "generator_cpu_ratio"), 0.15);
        QVERIFY(std::isnan(value(*snapshot->rows[1], "generator_cpu_ratio")));

        double inSeconds = 0;
        for (const auto& point : snapshot->seconds)
            inSeconds += point->values[metrics::metricIndex("requests")];
        QCOMPARE(inSeconds, sum);
    }

    void countsWithoutASampleAreKept()
    {
        Collector collector{infoOf({"a"}), 1};
        Recorder recorder{m_exchange, 0, 1};
        collector.beginPhase(metrics::measuredPhase, 0s);
        for (int i = 0; i < 5; ++i)
            recorder.countPlanned(metrics::measuredPhase, 0, 0);
        recorder.countSkipped(metrics::measuredPhase, 0, 0);
        recorder.countUnfinished(metrics::measuredPhase, 0, 0);
        for (int i = 0; i < 3; ++i)
            recorder.record(sampleOf(1ms));
        recorder.flush(0ms, 100ms);
        collect(collector);
        collector.tick(100ms);
        const auto& row = *collector.publish()->rows.front();
        QCOMPARE(value(row, "planned"), 5.0);
        QCOMPARE(value(row, "skipped"), 1.0);
        QCOMPARE(value(row, "unfinished"), 1.0);
        QCOMPARE(value(row, "requests"), 3.0);
    }

    void rowsOfFinishedEpochsAreSharedUntilALateSampleComes()
    {
        Collector collector{infoOf({"a", "b"}), 2};
        Recorder recorder{m_exchange, 0, 2};
        collector.beginPhase(metrics::measuredPhase, 0s);
        recorder.record(sampleOf(1ms, 0));
        recorder.flush(0ms, 100ms);
        collect(collector);
        collector.tick(100ms);
        collector.beginEpoch(EventMark{.number = 0, .at = 150ms, .epoch = 1, .text = "pool.max_connections 64 → 2"});
        collector.tick(200ms);
        const auto before = collector.publish();
        collector.tick(300ms);
        const auto same = collector.publish();
        QCOMPARE(same->total(metrics::measuredPhase, 0), before->total(metrics::measuredPhase, 0));
        QVERIFY(same->total(metrics::measuredPhase, 1) != before->total(metrics::measuredPhase, 1));

        recorder.record(sampleOf(9ms, 1)); // of epoch 0
        recorder.flush(0ms, 100ms);
        collect(collector);
        collector.tick(400ms);
        const auto after = collector.publish();
        QCOMPARE(value(*after->total(metrics::measuredPhase, 0), "requests"), 2.0);
        QCOMPARE(value(*after->total(metrics::measuredPhase, 1), "requests"), 0.0);
        QCOMPARE(value(*before->total(metrics::measuredPhase, 0), "requests"), 1.0); // published ones do not change
        QCOMPARE(rowOf(*after, metrics::measuredPhase, 0, 0), rowOf(*before, metrics::measuredPhase, 0, 0));
    }

    void ratesAreOverTheStretchOfTheEpochInItsPhase()
    {
        Collector collector{infoOf({"a"}), 1};
        collector.beginPhase(metrics::warmUpPhase, 0s);
        collector.tick(2s);
        collector.beginPhase(metrics::measuredPhase, 2s);
        collector.tick(4s);
        collector.beginEpoch(EventMark{.number = 0, .at = 5s, .epoch = 1, .text = "load.rate 200 → 400"});
        collector.tick(6s);
        collector.beginDrain(8s);
        collector.tick(11s);
        const auto snapshot = collector.publish();
        const auto stretch = [&](PhaseId phase, EpochId epoch) {
            const auto* row = snapshot->total(phase, epoch);
            return row ? std::pair{row->begin, row->end} : std::pair{base::Nanos{-1}, base::Nanos{-1}};
        };
        QCOMPARE(stretch(metrics::warmUpPhase, 0), (std::pair<base::Nanos, base::Nanos>{0s, 2s}));
        QCOMPARE(stretch(metrics::measuredPhase, 0), (std::pair<base::Nanos, base::Nanos>{2s, 5s}));
        QCOMPARE(stretch(metrics::measuredPhase, 1), (std::pair<base::Nanos, base::Nanos>{5s, 8s}));
        QCOMPARE(collector.phaseSpan(metrics::measuredPhase), base::Nanos{6s});
        QVERIFY(!snapshot->total(metrics::warmUpPhase, 1));
        QCOMPARE(snapshot->events.size(), std::size_t{1});
        QCOMPARE(snapshot->events[0].number, 1);
    }

    void levelsBelongToTheCurrentEpochAndNotToTheDrain()
    {
        Collector collector{infoOf({"a"}), 1};
        metrics::Levels levels;
        levels.span = 1s;
        levels.hasPool = true;
        levels.poolInUseSeconds = 3;
        levels.poolLimitSeconds = 4;
        collector.beginPhase(metrics::measuredPhase, 0s);
        collector.addLevels(levels);
        collector.tick(1s);
        collector.beginDrain(1s);
        levels.poolInUseSeconds = 0;
        collector.addLevels(levels);
        collector.tick(2s);
        const auto snapshot = collector.publish();
        QCOMPARE(value(*snapshot->total(metrics::measuredPhase, 0), "pool_in_use_mean"), 3.0);
        QVERIFY(std::isnan(value(*snapshot->rows[1], "pool_in_use_mean")));
    }

    void theFirstFailuresOfEachKindAreKept()
    {
        Collector collector{infoOf({"a", "b"}), 2};
        for (int i = 0; i < 8; ++i) {
            collector.addFailure(failureOf(0, Outcome::StatusError, 500 + i));
            collector.addFailure(failureOf(1, Outcome::StatusError, 503));
            collector.addFailure(failureOf(1, Outcome::TlsFailed, 0));
        }
        const auto snapshot = collector.publish();
        QCOMPARE(snapshot->failures.size(), 3 * Collector::failuresKept);
        QCOMPARE(snapshot->failures.front().status, 500);
    }

    // Flushes and ticks pass each other by some milliseconds; rates must not flutter by a tenth for that.
    void ratesDoNotFlutterWithTheFlushes()
    {
        Collector collector{infoOf({"a"}), 1};
        Recorder recorder{m_exchange, 0, 1};
        collector.beginPhase(metrics::measuredPhase, 0s);
        for (int tick = 1; tick <= 100; ++tick) {
            for (int i = 0; i < 20; ++i)
                recorder.record(sampleOf(1ms));
            recorder.flush(0ms, 100ms);
            if (tick % 3 != 0) // every third flush comes just after its tick
                collect(collector);
            collector.tick(tick * 100ms);
        }
        const auto snapshot = collector.publish();
        for (const auto& point : snapshot->recent) {
            const auto rate = point->values[metrics::metricIndex("achieved_rps")];
            QVERIFY2(std::isnan(rate) || std::abs(rate - 200) < 1e-6, qPrintable(QString::number(rate)));
        }
    }

    // What began before a boundary and ended after it, as behind a stopped target: the time lines and the heat map of
    // each phase and epoch add up to its row.
    void timeLinesAddUpToTheRowsAcrossAStall()
    {
        Collector collector{infoOf({"a"}), 1};
        Recorder recorder{m_exchange, 0, 1};
        collector.beginPhase(metrics::measuredPhase, 0s);
        for (int tick = 1; tick <= 60; ++tick) {
            const bool stopped = tick > 15 && tick <= 25;
            const auto phase = static_cast<PhaseId>(metrics::measuredPhase + (tick > 20 ? 1 : 0));
            auto sample = sampleOf(4ms);
            for (int i = 0; !stopped && i < 20; ++i) {
                sample.phase = phase;
                recorder.record(sample);
            }
            for (int late = 0; tick == 26 && late < 100; ++late) { // of the phase before
                auto waited = sampleOf(1006ms);
                recorder.record(waited);
            }
            recorder.flush(0ms, 100ms);
            collect(collector);
            if (tick == 20)
                collector.beginPhase(metrics::measuredPhase + 1, 2s);
            if (tick == 40)
                collector.beginEpoch(EventMark{.number = 0, .at = 4s, .epoch = 1, .text = "x"});
            collector.tick(tick * 100ms);
        }
        collector.beginDrain(6s);
        collector.setState(RunState::Finished);
        const auto snapshot = collector.publish();
        for (const auto& row : snapshot->rows) {
            if (row->endpoint >= 0)
                continue;
            const auto isOf = [&](const auto& part) { return part->phase == row->phase && part->epoch == row->epoch; };
            double inSeconds = 0, slowest = 0, inMap = 0;
            for (const auto& point : snapshot->seconds)
                if (isOf(point)) {
                    inSeconds += point->values[metrics::metricIndex("requests")];
                    slowest = std::fmax(slowest, point->values[metrics::metricIndex("latency_max_ms")]);
                }
            for (const auto& column : snapshot->latencies)
                for (const auto& cell : column->cells)
                    inMap += isOf(column) ? cell.count : 0;
            QCOMPARE(inSeconds, value(*row, "requests"));
            QCOMPARE(inMap, value(*row, "requests"));
            if (inSeconds > 0)
                QCOMPARE(slowest, value(*row, "latency_max_ms"));
        }
        QCOMPARE(value(*snapshot->total(metrics::measuredPhase, 0), "latency_max_ms"), 1006.0);
    }

    void finishingClosesTheTimeLines()
    {
        Collector collector{infoOf({"a"}), 1};
        collector.beginPhase(metrics::measuredPhase, 0s);
        collector.tick(300ms);
        QVERIFY(collector.publish()->seconds.empty());
        collector.setState(RunState::Finished);
        QCOMPARE(collector.publish()->seconds.size(), std::size_t{1});
        QCOMPARE(collector.publish()->state, RunState::Finished);
    }

    void changesDuringTheDrainAreIgnored()
    {
        Collector collector{infoOf({"a"}), 1};
        collector.beginPhase(metrics::measuredPhase, 0s);
        collector.beginDrain(1s);
        collector.beginEpoch(EventMark{.number = 0, .at = 2s, .epoch = 1, .text = "late"});
        QCOMPARE(collector.publish()->epoch, 0U);
        QVERIFY(collector.publish()->events.empty());
    }
};

static const TestRegistration<CollectorTest> registeredCollectorTest;
#include "collector_test.moc"

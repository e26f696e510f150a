// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/collector.h"
#include "tests/support/test_registry.h"
#include "tests/unit/metrics/samples.h"

#include <QTest>

#include <algorithm>

using namespace weir;
using namespace weir::test;
using metrics::Collector;
using metrics::ExchangeDetail;
using metrics::measuredPhase;
using metrics::PhaseId;
using metrics::Recorder;
using metrics::Slowest;
using metrics::Step;
using metrics::warmUpPhase;

// What is kept whole of a run, from the workers' samples to the published rows.
class KeptExchangesTest : public QObject {
    Q_OBJECT

    metrics::IntervalExchange m_exchange;
    std::vector<std::unique_ptr<Recorder>> m_workers;
    std::unique_ptr<Collector> m_collector;

    void start(std::size_t workers, std::size_t endpoints)
    {
        metrics::RunInfo info;
        info.endpoints.assign(endpoints, "an endpoint");
        m_collector = std::make_unique<Collector>(info, endpoints);
        m_collector->beginPhase(warmUpPhase, 0s);
        m_workers.clear();
        m_exchange.takeFull();
        for (std::size_t i = 0; i < workers; ++i)
            m_workers.push_back(
                std::make_unique<Recorder>(m_exchange, static_cast<int>(i), endpoints, base::TimePoint{1h}));
    }

    void collect()
    {
        for (auto& worker : m_workers)
            worker->flush(1ms, 100ms);
        for (auto& interval : m_collector->merge(m_exchange.takeFull()))
            m_exchange.giveEmpty(std::move(interval));
        m_collector->tick(100ms);
    }

    const metrics::KeptExchanges& kept(const metrics::Snapshot& snapshot, PhaseId phase, metrics::EpochId epoch,
                                       int endpoint)
    {
        for (const auto& row : snapshot.rows)
            if (row->phase == phase && row->epoch == epoch && row->endpoint == endpoint)
                return *row->exchanges;
        qFatal("no such row");
    }

private slots:
    // Against sorting all of them; the greatest is what the histogram and the metric say, to the nanosecond.
    void theSlowestAreExact_data()
    {
        QTest::addColumn<int>("workers");
        QTest::newRow("one worker") << 1;
        QTest::newRow("three workers") << 3;
    }
    void theSlowestAreExact()
    {
        QFETCH(int, workers);
        start(static_cast<std::size_t>(workers), 2);
        std::array<std::vector<base::Nanos>, 2> all;
        base::Random random{11};
        for (int interval = 0; interval < 40; ++interval) {
            for (int i = 0; i < 100; ++i) {
                auto sample = sampleOf(drawn(random, 4ms), static_cast<metrics::EndpointId>(random.between(0, 1)));
                all[sample.endpoint].push_back(sample.done - sample.intended);
                m_workers[static_cast<std::size_t>(random.between(0, workers - 1))]->record(sample);
            }
            collect();
        }
        const auto snapshot = m_collector->publish();
        for (int endpoint = 0; endpoint < 2; ++endpoint) {
            auto& expected = all[static_cast<std::size_t>(endpoint)];
            std::ranges::sort(expected, std::greater{});
            const auto& slowest = kept(*snapshot, measuredPhase, 0, endpoint).slowest;
            QCOMPARE(slowest.size(), Slowest::kept);
            for (std::size_t i = 0; i < slowest.size(); ++i)
                QCOMPARE(slowest[i].response, expected[i]);
            const auto& row = **std::ranges::find_if(snapshot->rows, [&](const auto& candidate) {
                return candidate->phase == measuredPhase && candidate->endpoint == endpoint;
            });
            QCOMPARE(row.response->percentile(100), static_cast<std::uint64_t>(expected.front().count()));
            QCOMPARE(row.values[metrics::metricIndex("latency_max_ms")],
                     static_cast<double>(expected.front().count()) / 1e6);
            QCOMPARE(kept(*snapshot, measuredPhase, 0, endpoint).sample.size(), metrics::sampleKept);
        }
    }

    void theTotalIsBounded()
    {
        for (const std::size_t endpoints : {1U, 31U, 100U, 500U, 1000U, 10'000U, 65'535U}) {
            const auto quota = metrics::KeptQuota::of(endpoints);
            QVERIFY(quota.slowest >= 1 && quota.sample >= 2 && quota.stretches >= 4);
            QVERIFY(endpoints > 500 || (quota.slowest == Slowest::kept && quota.sample == metrics::sampleKept));
            const auto each = (quota.slowest + quota.sample) * sizeof(ExchangeDetail);
            if (endpoints > 500)
                QVERIFY(each * endpoints <= std::max<std::size_t>(5 << 20, 1024 * endpoints));
            QVERIFY(each * quota.stretches <= 30 * 64 * sizeof(ExchangeDetail));
        }
    }

    // Their shares are exact as well.
    void amongThousandsEachKeepsItsSlowest()
    {
        constexpr std::size_t endpoints = 3000;
        const auto quota = metrics::KeptQuota::of(endpoints);
        start(2, endpoints);
        for (int i = 1; i <= 20; ++i)
            for (const metrics::EndpointId endpoint : {0, 1700, 2999})
                m_workers[static_cast<std::size_t>(i % 2)]->record(sampleOf((i * 7 % 20 + 1) * 1ms, endpoint));
        collect();
        m_collector->setState(metrics::RunState::Finished);
        const auto snapshot = m_collector->publish();
        for (const int endpoint : {0, 1700, 2999}) {
            const auto& all = kept(*snapshot, measuredPhase, 0, endpoint);
            QCOMPARE(all.slowest.size(), quota.slowest);
            QCOMPARE(all.slowest.front().response, base::Nanos(20ms));
            QCOMPARE(all.sample.size(), quota.sample);
        }
    }

    void phasesAndEpochsAreKeptApart()
    {
        start(1, 1);
        auto warm = sampleOf(900ms);
        warm.phase = warmUpPhase;
        m_workers[0]->record(warm);
        m_workers[0]->record(sampleOf(5ms));
        auto later = sampleOf(7ms);
        later.epoch = 1;
        m_workers[0]->record(later);
        collect();
        const auto snapshot = m_collector->publish();
        QCOMPARE(kept(*snapshot, warmUpPhase, 0, 0).slowest.front().response, base::Nanos(900ms));
        QCOMPARE(kept(*snapshot, measuredPhase, 0, 0).slowest.size(), std::size_t{1});
        QCOMPARE(kept(*snapshot, measuredPhase, 0, 0).slowest.front().response, base::Nanos(5ms));
        QCOMPARE(kept(*snapshot, measuredPhase, 0, 0).sample.front().response, base::Nanos(5ms));
        QCOMPARE(kept(*snapshot, measuredPhase, 1, 0).slowest.front().response, base::Nanos(7ms));
        QVERIFY(!snapshot->rows.front()->exchanges); // the total's are its endpoints'
    }

    // Each slower than all before: every one is a candidate, and an interval holds no more for it.
    void anIntervalStaysSmall()
    {
        start(1, 1);
        for (int i = 1; i <= 5000; ++i)
            m_workers[0]->record(sampleOf(i * 1us));
        m_workers[0]->flush(1ms, 100ms);
        const auto full = m_exchange.takeFull();
        const auto& picks = full.front()->slices.front().picks.front();
        QCOMPARE(picks.slowest.sorted().size(), Slowest::kept);
        QVERIFY(picks.placed.size() <= metrics::sampleKept);
        QCOMPARE(picks.slowest.sorted().back().response, base::Nanos(4991us));
    }

    void aCancelledOneIsNoExchange()
    {
        start(1, 1);
        auto sample = sampleOf(1s);
        sample.outcome = metrics::Outcome::Cancelled;
        m_workers[0]->record(sample);
        m_workers[0]->record(sampleOf(1ms));
        collect();
        QCOMPARE(kept(*m_collector->publish(), measuredPhase, 0, 0).slowest.size(), std::size_t{1});
    }

    void everythingOfItIsKept()
    {
        start(2, 1);
        auto sample = sampleOf(20ms);
        sample.intended -= 2ms;
        sample.poolWait = sample.stages[static_cast<std::size_t>(metrics::StageId::Pool)] = 3ms;
        sample.stages[static_cast<std::size_t>(metrics::StageId::Connect)] = 1ms;
        sample.stages[static_cast<std::size_t>(metrics::StageId::Upstream)] = 12ms;
        sample.send = 1ms;
        sample.wait = 9ms;
        sample.outcome = metrics::Outcome::StatusError;
        sample.status = 503;
        sample.usedConnection = true;
        sample.connects = 1;
        sample.cache = metrics::CacheStatus::Miss;
        m_workers[1]->record(sample, 1, {"GET", "/products/17"});
        collect();
        const auto snapshot = m_collector->publish();
        const auto& detail = kept(*snapshot, measuredPhase, 0, 0).slowest.front();
        QCOMPARE(detail.request(), std::string_view("GET /products/17"));
        QVERIFY(!detail.isCut());
        QCOMPARE(detail.begin, base::Nanos(-2ms)); // since the beginning of the run
        QCOMPARE(detail.response, base::Nanos(22ms));
        QCOMPARE(detail.of(Step::Queued), base::Nanos(2ms));
        QCOMPARE(detail.of(Step::Pool), base::Nanos(3ms));
        QCOMPARE(detail.of(Step::Connect), base::Nanos(1ms));
        QCOMPARE(detail.of(Step::Send), base::Nanos(1ms));
        QCOMPARE(detail.of(Step::Wait), base::Nanos(9ms));
        QCOMPARE(detail.of(Step::Receive), base::Nanos(2ms));
        QCOMPARE(detail.of(Step::Own), base::Nanos(4ms)); // the steps add up
        QCOMPARE(detail.outcome, metrics::Outcome::StatusError);
        QCOMPARE(detail.status, std::uint16_t{503});
        QCOMPARE(detail.connects, std::uint8_t{1});
        QCOMPARE(detail.worker, std::uint16_t{1});
        QCOMPARE(detail.wireBytes, std::uint64_t{250});
    }

    void aLongRequestLineIsCut()
    {
        ExchangeDetail detail;
        const std::string target(500, 'x');
        detail.setRequest({"GET", target});
        QVERIFY(detail.isCut());
        QCOMPARE(detail.request().size(), ExchangeDetail::lineLength);
        QVERIFY(detail.request().starts_with("GET xxx"));
    }
};

static const TestRegistration<KeptExchangesTest> registeredKeptExchangesTest;
#include "kept_exchanges_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// The ceilings that the headers of the collector state, against what the allocator has handed out.
#include "core/metrics/collector.h"

#include "tests/support/test_registry.h"
#include "tests/unit/metrics/live_bytes.h"
#include "tests/unit/metrics/samples.h"

#include <QTest>

using namespace weir;
using namespace weir::test;
using metrics::Collector;
using metrics::EpochId;
using metrics::EventMark;
using metrics::IntervalExchange;
using metrics::Recorder;

static constexpr std::size_t endpoints = 6;

static metrics::RunInfo info()
{
    metrics::RunInfo info;
    for (std::size_t i = 0; i < endpoints; ++i)
        info.endpoints.push_back("endpoint" + std::to_string(i));
    return info;
}

// A scenario of many endpoints, each asked a hundred times with latencies over two decades: what one of them costs.
static std::int64_t bytesPerEndpoint(std::size_t count)
{
    const auto before = liveBytes();
    metrics::RunInfo run;
    run.endpoints.assign(count, "an endpoint");
    IntervalExchange exchange;
    Recorder recorder{exchange, 0, count};
    Collector collector{run, count};
    collector.beginPhase(metrics::measuredPhase, 0s);
    base::Random random{5};
    base::Nanos now{};
    metrics::SnapshotPtr shown;
    for (std::size_t i = 0; i < 100 * count; ++i) {
        auto made = sampleOf(drawn(random, 5ms, 0.8), static_cast<metrics::EndpointId>(i % count));
        made.usedConnection = true;
        made.poolWait = drawn(random, 100us, 1.0);
        recorder.record(made);
        if (i % 500 != 499)
            continue;
        recorder.flush(20ms, 100ms);
        for (auto& interval : collector.merge(exchange.takeFull()))
            exchange.giveEmpty(std::move(interval));
        collector.tick(now += 100ms);
        if (i % 10'000 == 9999)
            shown = collector.publish();
    }
    collector.setState(metrics::RunState::Finished);
    shown = collector.publish();
    return (liveBytes() - before) / static_cast<std::int64_t>(count);
}

// One worker with the collector behind it, fed as a run feeds them: endpoints of different speeds, latencies over two
// decades, a connection opened now and then, a failure among a thousand.
class Feed {
public:
    explicit Feed(std::uint64_t seed) : m_random(seed) { m_collector.beginPhase(metrics::measuredPhase, 0s); }

    void turnAKnob()
    {
        ++m_epoch;
        m_collector.beginEpoch(EventMark{.number = 0, .at = m_now, .epoch = m_epoch, .text = "pool.max_connections"});
    }

    void interval(int requests)
    {
        for (int i = 0; i < requests; ++i)
            m_recorder.record(sample());
        m_recorder.flush(20ms, 100ms);
        for (auto& interval : m_collector.merge(m_exchange.takeFull()))
            m_exchange.giveEmpty(std::move(interval));
        m_now += 100ms;
        m_collector.tick(m_now);
        m_requests += static_cast<std::uint64_t>(requests);
    }

    metrics::SnapshotPtr publish() { return m_collector.publish(); }
    std::uint64_t requests() const { return m_requests; }

private:
    metrics::Sample sample()
    {
        const auto endpoint = static_cast<metrics::EndpointId>(m_random.between(0, endpoints - 1));
        auto made = sampleOf(drawn(m_random, (2 + 3 * endpoint) * 1ms, 0.8), endpoint);
        made.intended -= drawn(m_random, 5us, 1.0);
        made.epoch = m_epoch;
        made.usedConnection = true;
        made.connects = m_random.unit() < 0.02 ? 1 : 0;
        made.poolWait = drawn(m_random, 100us, 1.0);
        if (m_random.unit() < 0.001)
            made.outcome = metrics::Outcome::StatusError;
        return made;
    }

    base::Random m_random;
    IntervalExchange m_exchange;
    Recorder m_recorder{m_exchange, 0, endpoints};
    Collector m_collector{info(), endpoints};
    base::Nanos m_now{};
    EpochId m_epoch = 0;
    std::uint64_t m_requests = 0;
};

static double requestsIn(const metrics::Snapshot& snapshot)
{
    double sum = 0;
    for (const auto& row : snapshot.rows)
        sum += row->endpoint < 0 ? row->values[metrics::metricIndex("requests")] : 0;
    return sum;
}

class CollectorMemoryTest : public QObject {
    Q_OBJECT

    static constexpr std::int64_t mebibyte = 1 << 20;

    static void isBelow(std::int64_t bytes, std::int64_t limit)
    {
        QVERIFY2(bytes < limit, qPrintable(QString("%1 KiB").arg(static_cast<double>(bytes) / 1024, 0, 'f', 0)));
    }

private slots:
    // 36,000 intervals of 100 ms, with a reader that looks now and then and keeps the newest snapshot.
    void anHourStaysBelowItsCeiling()
    {
        const auto before = liveBytes();
        Feed feed{1};
        metrics::SnapshotPtr shown;
        std::int64_t most = 0;
        for (int i = 0; i < 36'000; ++i) {
            feed.interval(20);
            if (i % 100 == 99) {
                shown = feed.publish();
                most = std::max(most, liveBytes() - before);
            }
        }
        QCOMPARE(requestsIn(*shown), static_cast<double>(feed.requests()));
        QVERIFY(shown->seconds.size() >= 3600);
        isBelow(most, Collector::ceiling(endpoints));
    }

    void eachOfManyEndpointsIsSmall()
    {
        for (const std::size_t count : {1000U, 3000U})
            isBelow(bytesPerEndpoint(count), 32 << 10);
    }

    void aThousandTurnsOfAKnobStaySmall()
    {
        const auto before = liveBytes();
        Feed feed{2};
        metrics::SnapshotPtr shown;
        for (int epoch = 1; epoch <= 1000; ++epoch) {
            for (int i = 0; i < 5; ++i)
                feed.interval(120);
            shown = feed.publish();
            feed.turnAKnob();
        }
        QCOMPARE(requestsIn(*shown), static_cast<double>(feed.requests()));
        isBelow(liveBytes() - before, Collector::ceiling(endpoints) + 1000 * endpoints * Collector::packedEpoch);
    }
};

static const TestRegistration<CollectorMemoryTest> registeredCollectorMemoryTest;
#include "collector_memory_test.moc"

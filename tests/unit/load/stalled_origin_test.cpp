// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/pacer.h"
#include "core/metrics/collector.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <cmath>

using namespace std::chrono_literals;
using namespace weir;
using base::Nanos;
using base::TimePoint;

namespace {

const TimePoint start = TimePoint{} + 1000s;
constexpr Nanos whole = 20s;
constexpr Nanos stallBegin = 7s;
constexpr Nanos stall = 1s;
constexpr Nanos serviceTime = 200us;

// When an origin that stands still for a while replies to what is sent at that moment.
TimePoint replyTo(TimePoint sent)
{
    const auto begun = sent >= start + stallBegin ? std::max(sent, start + stallBegin + stall) : sent;
    return begun + serviceTime;
}

// A run at 1000/s on a clock of the test's own, from the schedule to the report's row. With one connection a request
// cannot be sent before the reply to the one before.
class VirtualRun {
public:
    explicit VirtualRun(bool oneConnection)
    {
        load::Pacer pacer(0, 1, settings::LoadSettings());
        pacer.plan(start, settings::LoadCurve::constant(1000));
        pacer.end(start + whole);
        metrics::IntervalExchange exchange;
        metrics::Recorder recorder(exchange, 0, 1);
        auto now = start;
        while (pacer.next() != TimePoint::max()) {
            now = std::max(now, pacer.next());
            const auto due = pacer.poll(now);
            if (!due)
                continue;
            metrics::Sample sample;
            sample.intended = due->intended;
            sample.sent = now;
            sample.firstByte = sample.done = replyTo(now);
            recorder.record(sample);
            if (oneConnection)
                now = sample.done;
        }
        recorder.flush(1s, whole);
        metrics::Collector collector({}, 1);
        collector.beginPhase(metrics::measuredPhase, 0s);
        collector.merge(exchange.takeFull());
        collector.tick(whole);
        m_snapshot = collector.publish();
    }

    double operator[](std::string_view metric) const
    {
        return m_snapshot->total(metrics::measuredPhase, 0)->values[metrics::metricIndex(metric)];
    }

private:
    metrics::SnapshotPtr m_snapshot;
};

// Of a stall in a run at a constant rate the response times above its share of the run are spread evenly over it:
// p(q) = P - (1 - q) D.
double closedFormMs(double q)
{
    return 1e3
        * (std::chrono::duration<double>(stall).count() - (1 - q) * std::chrono::duration<double>(whole).count());
}

bool isWithin(double share, double value, double expected)
{
    return std::abs(value - expected) <= share * expected;
}

} // namespace

// Coordinated omission: what an origin does that stands still, and what a report must say of it.
class StalledOriginTest : public QObject {
    Q_OBJECT

private slots:
    void percentilesFollowTheClosedForm()
    {
        const VirtualRun run(false);
        QCOMPARE(run["requests"], 20'000.0);
        QVERIFY2(isWithin(0.005, run["latency_p99_ms"], closedFormMs(0.99)),
                 qPrintable(QString::number(run["latency_p99_ms"])));
        QVERIFY2(isWithin(0.005, run["latency_p999_ms"], closedFormMs(0.999)),
                 qPrintable(QString::number(run["latency_p999_ms"])));
        QCOMPARE(run["latency_max_ms"], 1000.2);
        QVERIFY(isWithin(0.005, run["latency_p50_ms"], 0.2));
    }

    // Behind one connection hardly any request meets the stall, so service times say nothing of it; those that waited
    // to be sent do in their response times. Its backlog goes at twice the rate, which makes the figures higher.
    void waitingToBeSentCounts()
    {
        const VirtualRun run(true);
        QCOMPARE(run["requests"], 20'000.0);
        QVERIFY(run["service_p99_ms"] < 0.21);
        QVERIFY(run["latency_p99_ms"] >= closedFormMs(0.99) * 0.995);
        QVERIFY(run["latency_p999_ms"] >= closedFormMs(0.999) * 0.995);
        QCOMPARE(run["latency_max_ms"], 1000.2);
    }
};

static const TestRegistration<StalledOriginTest> registeredStalledOriginTest;
#include "stalled_origin_test.moc"

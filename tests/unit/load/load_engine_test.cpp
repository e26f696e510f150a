// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/load_engine.h"

#include "tests/support/scripted_server.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <cmath>

using namespace weir;
using namespace weir::tests;
using load::LoadEngine;
using metrics::metricIndex;

namespace {

settings::Scenario shortRun(const std::string& url)
{
    settings::Scenario scenario;
    scenario.target.urls = {url};
    scenario.requests["one"].url = "/one";
    scenario.load.warmupS = 0;
    scenario.load.durationS = 0.5;
    scenario.load.drainS = 0.2;
    scenario.load.rate = 400;
    scenario.cache.enabled = false;
    return scenario;
}

// A run and the latest snapshot of it.
class Engine {
public:
    explicit Engine(const settings::Scenario& scenario)
    {
        LoadEngine::Setup setup;
        setup.scenario = scenario;
        setup.targets.push_back(upstream::makeTarget(scenario.target.urls.front(), net::TlsOptions()).value());
        setup.onSnapshot = [this](metrics::SnapshotPtr snapshot) {
            const std::lock_guard lock{m_mutex};
            m_latest = std::move(snapshot);
        };
        m_engine = LoadEngine::start(std::move(setup)).value();
    }

    LoadEngine& operator*() { return *m_engine; }
    LoadEngine* operator->() { return m_engine.get(); }
    void end() { m_engine.reset(); }
    metrics::SnapshotPtr latest() const
    {
        const std::lock_guard lock{m_mutex};
        return m_latest;
    }
    // Over all phases and epochs.
    std::uint64_t sum(std::string_view metric) const
    {
        double total = 0;
        for (const auto& row : latest()->rows) {
            const double value = row->values[metricIndex(metric)];
            if (row->endpoint < 0 && !std::isnan(value))
                total += value;
        }
        return static_cast<std::uint64_t>(total);
    }

private:
    mutable std::mutex m_mutex;
    metrics::SnapshotPtr m_latest;
    std::unique_ptr<LoadEngine> m_engine;
};

} // namespace

// Whole runs: threads, phases, and counts that add up.
class LoadEngineTest : public QObject {
    Q_OBJECT

private slots:
    void sendsThePlan_data()
    {
        QTest::addColumn<int>("workers");
        QTest::newRow("one worker") << 1;
        QTest::newRow("three workers") << 3;
    }
    void sendsThePlan()
    {
        QFETCH(int, workers);
        ScriptedServer server{[](const SeenRequest&) { return reply(200, {}, "x"); }};
        auto scenario = shortRun(server.url());
        scenario.engine.workers = workers;
        Engine engine(scenario);
        engine->waitUntilFinished();
        QCOMPARE(engine.latest()->state, metrics::RunState::Finished);
        QCOMPARE(engine.sum("planned"), std::uint64_t{200}); // exactly
        QCOMPARE(engine.sum("requests") + engine.sum("unfinished"), std::uint64_t{200});
        QCOMPARE(engine.sum("requests"), std::uint64_t(server.requestCount()));
        QCOMPARE(engine.sum("upstream_wire_bytes"), engine.sum("requests"));
    }

    // Each way of waiting for the next start. At the end of the plan nothing is due for a while, so that what a busy
    // machine has delayed is sent as well.
    void everyIdleStrategySendsThePlan_data()
    {
        QTest::addColumn<settings::IdleStrategy>("idle");
        QTest::newRow("sleep") << settings::IdleStrategy::Sleep;
        QTest::newRow("hybrid") << settings::IdleStrategy::Hybrid;
        QTest::newRow("spin") << settings::IdleStrategy::Spin;
    }
    void everyIdleStrategySendsThePlan()
    {
        QFETCH(settings::IdleStrategy, idle);
        ScriptedServer server{[](const SeenRequest&) { return reply(200, {}, "x"); }};
        auto scenario = shortRun(server.url());
        scenario.engine.workers = 2;
        scenario.load.idle = idle;
        scenario.load.stages = {"499ms:400", "0s:0", "900ms:0"};
        scenario.load.drainS = 10;
        Engine engine(scenario);
        engine->waitUntilFinished();
        QCOMPARE(engine.sum("planned"), std::uint64_t{200});
        QCOMPARE(engine.sum("requests"), std::uint64_t{200});
        QCOMPARE(engine.sum("ok"), std::uint64_t{200});
        QCOMPARE(server.requestCount(), 200);
    }

    // Stages, and a change of rate in the second: what is due is sent, or left out since the limit held it back.
    void leavesOutWhatIsLate_data()
    {
        QTest::addColumn<int>("workers");
        QTest::newRow("one worker") << 1;
        QTest::newRow("three workers") << 3;
    }
    void leavesOutWhatIsLate()
    {
        QFETCH(int, workers);
        ScriptedServer server{[](const SeenRequest&) { return held(reply(200, {}, "x")); }};
        auto scenario = shortRun(server.url());
        scenario.engine.workers = workers;
        scenario.load.late = settings::LatePolicy::Skip;
        scenario.load.stages = {"one=300ms:400", "0s:200", "two=1200ms:200"};
        scenario.load.maxInFlight = 6;
        scenario.load.drainS = 10;
        Engine engine(scenario);
        const auto isBehind = [&](std::chrono::milliseconds moment) {
            return engine.latest() && engine.latest()->elapsed > moment;
        };
        QVERIFY(server.waitUntil([&] { return server.held() == 6 && isBehind(std::chrono::milliseconds{200}); }));
        QCOMPARE(server.requestCount(), 6);
        server.stopHolding();
        QVERIFY(server.waitUntil([&] { return isBehind(std::chrono::milliseconds{400}); }));
        auto wanted = scenario;
        wanted.load.rate = 300;
        engine->apply(wanted);
        engine->waitUntilFinished();
        const auto snapshot = engine.latest();
        QCOMPARE(snapshot->events.size(), std::size_t{1});
        QCOMPARE(engine.sum("planned"), engine.sum("requests") + engine.sum("skipped") + engine.sum("unfinished"));
        QCOMPARE(engine.sum("requests"), std::uint64_t(server.requestCount()));
        QVERIFY(engine.sum("held_back_skipped") > 0 && engine.sum("held_back_skipped") <= engine.sum("skipped"));
        const double changed = std::chrono::duration<double>(snapshot->events.front().at).count();
        const double expected = 0.3 * 400 + (changed - 0.3) * 200 + (1.5 - changed) * 300;
        QVERIFY2(std::abs(static_cast<double>(engine.sum("planned")) - expected) <= 4,
                 qPrintable(QString("%1 planned, %2 expected").arg(engine.sum("planned")).arg(expected)));
    }

    // The target answers nothing: what is in the air at the end of the drain is unfinished, and nothing gets lost.
    void countsWhatNeverCameBack()
    {
        ScriptedServer server{[](const SeenRequest& seen) {
            return seen.number == 0 && seen.connection < 5 ? reply(200) : held(reply(200));
        }};
        auto scenario = shortRun(server.url());
        scenario.engine.workers = 2;
        scenario.load.maxInFlight = 20;
        scenario.pool.maxConnections = 10;
        Engine engine(scenario);
        engine->waitUntilFinished();
        QCOMPARE(engine.sum("planned"), std::uint64_t{200});
        QVERIFY(engine.sum("unfinished") > 0);
        QCOMPARE(engine.sum("requests") + engine.sum("skipped") + engine.sum("unfinished"), std::uint64_t{200});
        QVERIFY(server.mostOpen() <= 10);
        QVERIFY(server.waitUntil([&] { return server.open() == 0; }));
    }

    void aClosedModelSendsOneAfterAnotherPerUser()
    {
        ScriptedServer server{[](const SeenRequest&) { return reply(200, {}, "x"); }};
        auto scenario = shortRun(server.url());
        scenario.load.model = settings::LoadModel::Closed;
        scenario.load.users = 5;
        scenario.engine.workers = 2;
        Engine engine(scenario);
        engine->waitUntilFinished();
        QVERIFY(engine.sum("requests") > 5);
        QCOMPARE(engine.sum("planned"), engine.sum("requests") + engine.sum("unfinished"));
        QVERIFY(server.mostOpen() <= 5);
    }

    void opensAnEpochForALiveChangeOnly()
    {
        ScriptedServer server{[](const SeenRequest&) { return reply(200, {}, "x"); }};
        auto scenario = shortRun(server.url());
        scenario.load.durationS = 20;
        Engine engine(scenario);
        QVERIFY(server.waitUntil([&] { return server.requestCount() > 5; }));
        auto wanted = scenario;
        wanted.load.durationS = 30; // next run
        engine->apply(wanted);
        QCOMPARE(engine->epochs().size(), std::size_t{1});
        wanted.load.rate = 800;
        const auto inForce = engine->apply(wanted);
        QCOMPARE(inForce->load.rate, 800.0);
        QCOMPARE(inForce->load.durationS, 20.0);
        QCOMPARE(engine->epochs().size(), std::size_t{2});
        engine->stop();
        wanted.load.rate = 900;
        engine->apply(wanted);
        QCOMPARE(engine->epochs().size(), std::size_t{2}); // it is ending
        engine->waitUntilFinished();
        QVERIFY(engine.latest()->interrupted);
        QCOMPARE(engine.latest()->ended.cause, metrics::RunEnd::Cause::User);
        QCOMPARE(engine.latest()->events.size(), std::size_t{1});
        QCOMPARE(engine.sum("planned"), engine.sum("requests") + engine.sum("unfinished"));
    }

    // The arrivals before and after a change of rate are those of the two plans, whatever the number of workers.
    void keepsThePlanAcrossAChangeOfRate()
    {
        ScriptedServer server{[](const SeenRequest&) { return reply(200, {}, "x"); }};
        auto scenario = shortRun(server.url());
        scenario.engine.workers = 3;
        scenario.load.durationS = 1;
        scenario.load.rate = 100;
        Engine engine(scenario);
        QVERIFY(server.waitUntil([&] { return server.requestCount() >= 30; }));
        auto wanted = scenario;
        wanted.load.rate = 300;
        engine->apply(wanted);
        engine->waitUntilFinished();
        const auto snapshot = engine.latest();
        QCOMPARE(snapshot->events.size(), std::size_t{1});
        const double changed = std::chrono::duration<double>(snapshot->events.front().at).count();
        const double expected = changed * 100 + (1 - changed) * 300;
        QVERIFY2(std::abs(static_cast<double>(engine.sum("planned")) - expected) <= 4,
                 qPrintable(QString("%1 planned, %2 expected").arg(engine.sum("planned")).arg(expected)));
    }

    void endsAtOnceWhenDestroyed()
    {
        ScriptedServer server{[](const SeenRequest&) { return held(reply(200)); }};
        auto scenario = shortRun(server.url());
        scenario.load.durationS = 600;
        scenario.load.drainS = 600;
        Engine engine(scenario);
        QVERIFY(server.waitUntil([&] { return server.held() > 3; }));
        const auto begin = base::now();
        engine.end();
        QVERIFY(base::now() - begin < std::chrono::seconds{5});
        QVERIFY(server.waitUntil([&] { return server.open() == 0; }));
    }
};

static const TestRegistration<LoadEngineTest> registeredLoadEngineTest;
#include "load_engine_test.moc"

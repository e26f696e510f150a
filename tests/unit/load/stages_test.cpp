// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scripted_server.h"
#include "tests/support/test_registry.h"
#include "tests/unit/load/finished_run.h"

#include <QTest>

#include <cmath>

using namespace weir;
using namespace weir::tests;

namespace {

settings::Scenario staged(const std::string& url, std::vector<std::string> stages)
{
    settings::Scenario scenario;
    scenario.target.urls = {url};
    scenario.requests["one"].url = "/one";
    scenario.load.warmupS = 0.1;
    scenario.load.rate = 100;
    scenario.load.drainS = 2;
    scenario.load.stages = std::move(stages);
    scenario.cache.enabled = false;
    return scenario;
}

double valueIn(const metrics::Snapshot& snapshot, metrics::PhaseId phase, std::string_view metric)
{
    const auto* row = snapshot.total(phase, 0);
    return row ? row->values[metrics::metricIndex(metric)] : std::nan("");
}

} // namespace

// Runs along a plan, on real threads.
class StagesTest : public QObject {
    Q_OBJECT

private slots:
    void eachStageSendsWhatIsBelowItsPartOfTheCurve_data()
    {
        QTest::addColumn<int>("workers");
        QTest::newRow("one worker") << 1;
        QTest::newRow("three workers") << 3;
    }
    void eachStageSendsWhatIsBelowItsPartOfTheCurve()
    {
        QFETCH(const int, workers);
        ScriptedServer server{[](const SeenRequest&) { return reply(200, {}, "x"); }};
        auto scenario = staged(server.url(), {"up=300ms:500", "steady=300ms:500", "0s:200", "down=200ms:0"});
        scenario.engine.workers = workers;
        const FinishedRun run(scenario);
        QVERIFY2(run.error.empty(), run.error.c_str());
        const auto& snapshot = run.snapshot();
        QCOMPARE(snapshot.run->phases, (std::vector<std::string>{"warmup", "up", "steady", "down"}));
        constexpr std::array<double, 4> due{10, 90, 150, 20};
        for (metrics::PhaseId phase = 0; phase < due.size(); ++phase)
            QCOMPARE(valueIn(snapshot, phase, "planned"), due[phase]);
        QCOMPARE(run.sum("planned"), std::uint64_t{270});
        QCOMPARE(run.sum("requests") + run.sum("unfinished"), std::uint64_t{270});
        QCOMPARE(run.sum("requests"), std::uint64_t(server.requestCount()));
    }

    void eachStageIsJudged()
    {
        ScriptedServer server{[](const SeenRequest&) { return reply(200, {}, "x"); }};
        auto scenario = staged(server.url(), {"first=200ms:100", "second=200ms:100"});
        scenario.scenario.thresholds = {"p(99)<10000"};
        const FinishedRun run(scenario);
        const auto& snapshot = run.snapshot();
        QCOMPARE(snapshot.judged.size(), std::size_t{3});
        QCOMPARE(snapshot.verdictOn(metrics::warmUpPhase), metrics::Verdict::Level::None);
        for (const metrics::PhaseId phase : {metrics::PhaseId{1}, metrics::PhaseId{2}})
            QVERIFY(snapshot.verdictOn(phase) >= metrics::Verdict::Level::Suspect); // 20 requests are few for a p99
        QVERIFY(snapshot.verdict.reasons.front().starts_with("first: ")
                || snapshot.verdict.reasons.front().starts_with("second: "));
    }

    // Users wait for the beginning as arrivals do: without a warm-up nothing counts in one.
    void withoutWarmUpNothingIsOfIt()
    {
        ScriptedServer server{[](const SeenRequest&) { return reply(200, {}, "x"); }};
        auto scenario = staged(server.url(), {});
        scenario.load.model = settings::LoadModel::Closed;
        scenario.load.users = 4;
        scenario.load.thinkTimeMs = 1;
        scenario.load.warmupS = 0;
        scenario.load.durationS = 0.2;
        const FinishedRun run(scenario);
        QVERIFY(!run.snapshot().total(metrics::warmUpPhase, 0));
        QVERIFY(valueIn(run.snapshot(), metrics::measuredPhase, "requests") > 4);
    }

    // Who has to go does not finish a flow first whose pauses last for minutes.
    void usersThatGoLeaveTheRestOfTheirFlow()
    {
        ScriptedServer server{[](const SeenRequest&) { return reply(200, {}, "x"); }};
        auto scenario = staged(server.url(), {"six=300ms:6", "0s:0", "none=400ms:0"});
        scenario.load.model = settings::LoadModel::Closed;
        scenario.load.users = 6;
        scenario.requests["one"].weight = 0;
        scenario.flows["visit"].steps = {"one", "one", "one"};
        scenario.flows["visit"].thinkTimeMs = 600'000;
        const FinishedRun run(scenario);
        QCOMPARE(run.sum("requests"), std::uint64_t{6});
        QCOMPARE(run.sum("left_out"), std::uint64_t{12});
    }

    // Straight to the target each user has a connection of its own.
    void usersComeAndGoAlongTheCurve()
    {
        ScriptedServer server{[](const SeenRequest&) { return reply(200, {}, "x"); }};
        auto scenario = staged(server.url(), {"two=300ms:2", "0s:6", "six=500ms:6", "0s:1", "one=500ms:1"});
        scenario.load.model = settings::LoadModel::Closed;
        scenario.load.users = 2;
        scenario.load.thinkTimeMs = 1;
        scenario.load.path = settings::LoadPath::Direct;
        scenario.engine.workers = 2;
        const FinishedRun run(scenario);
        QVERIFY2(run.error.empty(), run.error.c_str());
        QCOMPARE(server.mostOpen(), 6);
        // With one user less is sent than with six, though stages are as long.
        QVERIFY(valueIn(run.snapshot(), 3, "requests") < valueIn(run.snapshot(), 2, "requests"));
        QCOMPARE(run.sum("planned"), run.sum("requests") + run.sum("unfinished"));
    }
};

static const TestRegistration<StagesTest> registeredStagesTest;
#include "stages_test.moc"

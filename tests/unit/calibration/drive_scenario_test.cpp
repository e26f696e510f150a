// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/calibration/drive_scenario.h"

#include "core/calibration/scenario_digest.h"
#include "core/settings/validate.h"
#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir;
using namespace weir::calibration;

namespace {

// Two in ten arrivals are a flow of three steps, which carries what the first one's reply gave.
settings::Scenario shopping()
{
    settings::Scenario scenario;
    auto& browse = scenario.requests["browse"];
    browse.weight = 8;
    browse.checks = {"status == 200", "body contains price"};
    auto& search = scenario.requests["search"];
    search.weight = 0;
    search.extract = {"product = json /items/0/id"};
    auto& buy = scenario.requests["buy"];
    buy.weight = 0;
    buy.method = "POST";
    buy.url = "/orders/{{product}}";
    buy.body = "{{product}} {{number}}";
    buy.vary = {"number=1..9"};
    auto& flow = scenario.flows["checkout"];
    flow.steps = {"search", "buy", "buy"};
    flow.weight = 2;
    flow.thinkTimeMs = 1000;
    scenario.load.thinkTimeMs = 500;
    scenario.load.late = settings::LatePolicy::Skip;
    return scenario;
}

settings::Scenario changedDrive(void (*change)(settings::Scenario&))
{
    auto scenario = shopping();
    change(scenario);
    return scenario;
}

} // namespace

class DriveScenarioTest : public QObject {
    Q_OBJECT

private slots:
    void nothingPausesAndNothingIsJudged()
    {
        const auto driven = driveScenario(shopping());
        QCOMPARE(driven.load.thinkTimeMs, 0.0);
        QCOMPARE(driven.flows.find("checkout")->thinkTimeMs, 0.0);
        for (const auto& request : driven.requests) {
            QVERIFY(request.settings.checks.empty());
            QVERIFY(request.settings.extract.empty());
        }
        QVERIFY(driven.load.late == settings::LatePolicy::Send);
    }

    void whatFlowsCarryIsDrawn()
    {
        const auto driven = driveScenario(shopping());
        QCOMPARE(driven.requests.find("buy")->vary,
                 (std::vector<std::string>{"number=1..9", "product=1000000..9999999"}));
        QVERIFY(driven.requests.find("browse")->vary.empty());
        const auto problems = settings::validate(driven);
        QVERIFY2(problems.empty(), problems.empty() ? "" : settings::text(problems).c_str());
    }

    void feedersBeginAgain()
    {
        auto scenario = shopping();
        scenario.feeders["once"].order = settings::FeederOrder::Once;
        scenario.feeders["any"].order = settings::FeederOrder::Random;
        const auto driven = driveScenario(scenario);
        QVERIFY(driven.feeders.find("once")->order == settings::FeederOrder::Sequential);
        QVERIFY(driven.feeders.find("any")->order == settings::FeederOrder::Random);
    }

    void aFlowIsOneArrivalOfSeveralRequests()
    {
        QCOMPARE(requestsPerArrival(shopping()), 1.4); // (8 × 1 + 2 × 3) / 10
        QCOMPARE(requestsPerArrival(settings::Scenario{}), 1.0);
    }

    void theLimitIsThatOfWhatIsSent()
    {
        const auto usual = driveDigest(shopping());
        using S = settings::Scenario;
        QCOMPARE(driveDigest(changedDrive([](S& s) { s.requests["browse"].checks.clear(); })), usual);
        QCOMPARE(driveDigest(changedDrive([](S& s) { s.flows["checkout"].thinkTimeMs = 0; })), usual);
        QCOMPARE(driveDigest(changedDrive([](S& s) { s.target.urls = {"http://127.0.0.1:8080"}; })), usual);
        const auto secure = driveDigest(changedDrive([](S& s) { s.target.urls = {"https://127.0.0.1:8080"}; }));
        QVERIFY(secure != usual);
        QCOMPARE(driveDigest(changedDrive([](S& s) { s.target.urls = {"HTTPS://api.example.com/v1"}; })), secure);
        QVERIFY(driveDigest(changedDrive([](S& s) { s.flows["checkout"].steps.pop_back(); })) != usual);
    }
};

static const TestRegistration<DriveScenarioTest> registeredDriveScenarioTest;
#include "drive_scenario_test.moc"

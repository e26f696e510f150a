// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/calibration/scenario_digest.h"

#include "core/settings/demo.h"
#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir;
using namespace weir::calibration;

namespace {

settings::Scenario changed(void (*change)(settings::Scenario&))
{
    auto scenario = settings::demoScenario();
    change(scenario);
    return scenario;
}

} // namespace

class ScenarioDigestTest : public QObject {
    Q_OBJECT

private slots:
    // FIPS 180-4's example: SHA-256 of "abc" begins with ba7816bf 8f01cfea.
    void isSha256() { QCOMPARE(digestOf("abc"), std::string{"ba7816bf8f01cfea"}); }

    void whatTheNoiseDependsOn()
    {
        const auto demo = noiseDigest(settings::demoScenario());
        using S = settings::Scenario;
        QCOMPARE(noiseDigest(changed([](S& s) { s.load.durationS = 600; })), demo);
        QCOMPARE(noiseDigest(changed([](S& s) { s.load.warmupS = 9; })), demo);
        QCOMPARE(noiseDigest(changed([](S& s) { s.scenario.name = "another"; })), demo);
        QCOMPARE(noiseDigest(changed([](S& s) { s.scenario.thresholds = {"p(99)<5"}; })), demo);
        QVERIFY(noiseDigest(changed([](S& s) { s.load.rate = 201; })) != demo);
        QVERIFY(noiseDigest(changed([](S& s) { s.pool.maxConnections = 2; })) != demo);
        QVERIFY(noiseDigest(changed([](S& s) { s.target.urls = {"http://127.0.0.1:8080"}; })) != demo);
        QVERIFY(noiseDigest(changed([](S& s) { s.origin.latencyMs = 9; })) != demo);
        QVERIFY(noiseDigest(changed([](S& s) { s.scenario.environment = "test"; })) != demo);
    }

    void whatTheSendingDependsOn()
    {
        const auto demo = driveDigest(settings::demoScenario());
        using S = settings::Scenario;
        QCOMPARE(driveDigest(changed([](S& s) { s.load.rate = 50000; })), demo);
        QCOMPARE(driveDigest(changed([](S& s) { s.load.model = settings::LoadModel::Closed; })), demo);
        QCOMPARE(driveDigest(changed([](S& s) { s.target.urls = {"http://127.0.0.1:8080"}; })), demo);
        QCOMPARE(driveDigest(changed([](S& s) { s.origin.latencyMs = 9; })), demo);
        QVERIFY(driveDigest(changed([](S& s) { s.load.path = settings::LoadPath::Direct; })) != demo);
        QVERIFY(driveDigest(changed([](S& s) { s.load.keepAlive = false; })) != demo);
        QVERIFY(driveDigest(changed([](S& s) { s.requests["more"].url = "/"; })) != demo);
        QVERIFY(driveDigest(settings::demoScenario()) != noiseDigest(settings::demoScenario()));
    }
};

static const TestRegistration<ScenarioDigestTest> registeredScenarioDigestTest;
#include "scenario_digest_test.moc"

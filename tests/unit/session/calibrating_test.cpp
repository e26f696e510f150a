// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/calibration/calibration_store.h"
#include "core/session/calibration_controller.h"
#include "tests/support/test_registry.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace weir;
using session::CalibrationController;

namespace {

settings::Scenario brief()
{
    settings::Scenario scenario;
    scenario.scenario.name = "Brief";
    scenario.load.warmupS = 0;
    scenario.load.rate = 200;
    return scenario;
}

session::CalibrationPlan noiseOnly()
{
    session::CalibrationPlan plan;
    plan.drive = false;
    plan.blocks = 6;
    plan.blockSeconds = 0.2;
    return plan;
}

constexpr int patienceMs = 60'000;

} // namespace

class CalibratingTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::filesystem::path folder(const char* name) const { return m_folder.filePath(name).toStdString(); }

private slots:
    void measuresEveryBlock()
    {
        std::vector<double> shares;
        const auto result = session::calibrate(
            brief(), noiseOnly(), [] { return false; },
            [&](const session::CalibrationProgress& p) { shares.push_back(p.share); });
        QVERIFY2(result.has_value(), result ? "" : result.error().context.c_str());
        QCOMPARE(result->blocks.size(), std::size_t{6});
        for (const auto& block : result->blocks) {
            QVERIFY(block[0] > 0);         // p50
            QVERIFY(std::isnan(block[3])); // 40 requests have no p99
            QVERIFY(block[5] > 0);         // throughput
        }
        QVERIFY(result->noise->ratio[0] > 0);
        QCOMPARE(result->noise->pairs[0], 3);
        QVERIFY(!result->drive.has_value());
        QVERIFY(result->instrument.clockNs > 0);
        QVERIFY(std::ranges::is_sorted(shares));
        QVERIFY(!result->cancelled);
    }

    void blocksAreAsLongAsTheP99Needs()
    {
        auto scenario = brief();
        scenario.load.rate = 250;
        QCOMPARE(session::blockSecondsOf({}, scenario), 4.8); // 1000 samples and a fifth, over 250 a second
        scenario.load.rate = 5000;
        QCOMPARE(session::blockSecondsOf({}, scenario), 2.0);
        scenario.load.rate = 1;
        QCOMPARE(session::blockSecondsOf({}, scenario), 10.0);
        QCOMPARE(session::blockSecondsOf(noiseOnly(), scenario), 0.2);
    }

    // Two steps with a second's pause, checks and extraction that no null origin satisfies, a feeder of one row, TLS
    // and two workers. As it stands, 64 users would come to 128 requests a second; and a rate meant for requests but
    // taken for arrivals would send twice as many.
    void flowsAreDrivenAtFullSpeed()
    {
        QTemporaryDir data;
        QFile rows{data.filePath("rows.csv")};
        QVERIFY(rows.open(QIODevice::WriteOnly) && rows.write("id\n1\n") > 0);
        rows.close();
        auto scenario = brief();
        scenario.target.urls = {"https://127.0.0.1:1"};
        scenario.engine.workers = 2;
        scenario.feeders["rows"] = {rows.fileName().toStdString(), settings::FeederOrder::Once};
        auto& first = scenario.requests["first"];
        first.url = "/{{rows.id}}";
        first.weight = 0;
        first.checks = {"status == 201"};
        first.extract = {"token = json /token"};
        scenario.requests["second"].url = "/{{token}}";
        scenario.requests["second"].weight = 0;
        scenario.flows["both"].steps = {"first", "second"};
        scenario.flows["both"].thinkTimeMs = 1000;
        session::CalibrationPlan plan;
        plan.noise = false;
        int rates = 0;
        const auto result = session::calibrate(
            scenario, plan, [&] { return rates > 1; },
            [&](const session::CalibrationProgress& p) { rates += p.text.ends_with("requests a second") ? 1 : 0; });
        QVERIFY2(result.has_value(), result ? "" : result.error().context.c_str());
        QCOMPARE(result->trials.size(), std::size_t{2});
        QVERIFY2(result->trials[0].achievedRps > 300, qPrintable(QString::number(result->trials[0].achievedRps)));
        QVERIFY2(result->trials[1].achievedRps < 1.1 * result->trials[1].rate,
                 qPrintable(QString::number(result->trials[1].achievedRps)));
    }

    void aTargetThatCannotBeReachedIsAnError()
    {
        auto scenario = brief();
        scenario.target.urls = {"http://127.0.0.1:1"};
        const auto result = session::calibrate(scenario, noiseOnly(), [] { return false; }, {});
        QVERIFY(!result.has_value());
        QCOMPARE(result.error().code, base::Errc::ConnectRefused);
    }

    void whatIsCancelledIsNotKept()
    {
        CalibrationController controller{folder("cancelled")};
        QSignalSpy finished{&controller, &CalibrationController::finished};
        auto plan = noiseOnly();
        plan.blocks = 10000;
        connect(&controller, &CalibrationController::progress, &controller, [&] { controller.cancel(); });
        controller.start(brief(), plan);
        QVERIFY(controller.isRunning());
        QVERIFY(finished.wait(patienceMs));
        QVERIFY(!controller.isRunning());
        QVERIFY(controller.result().cancelled);
        QVERIFY(controller.known()->noises.empty());
        QVERIFY(!std::filesystem::exists(folder("cancelled")));
    }

    void whatIsFoundIsKeptForTheNext()
    {
        CalibrationController controller{folder("kept")};
        QSignalSpy finished{&controller, &CalibrationController::finished};
        QSignalSpy known{&controller, &CalibrationController::knownChanged};
        controller.start(brief(), noiseOnly());
        QVERIFY(finished.wait(patienceMs));
        QCOMPARE(known.count(), 1);
        QVERIFY(controller.trouble().empty());
        const CalibrationController later{folder("kept")};
        auto longer = brief();
        longer.load.durationS = 60;
        const auto* noise = calibration::noiseOf(later.known().get(), longer);
        QVERIFY(noise != nullptr);
        QVERIFY(std::abs(noise->floor.ratio[0] / controller.result().noise->ratio[0] - 1) < 1e-9);
    }

    void aFailureIsTold()
    {
        CalibrationController controller{folder("failed")};
        QSignalSpy failed{&controller, &CalibrationController::failed};
        auto scenario = brief();
        scenario.target.urls = {"http://127.0.0.1:1"};
        controller.start(scenario, noiseOnly());
        QVERIFY(failed.wait(patienceMs));
        QVERIFY(!controller.isRunning());
    }

    void endsWhenItsOwnerGoes()
    {
        auto controller = std::make_unique<CalibrationController>(folder("gone"));
        auto plan = noiseOnly();
        plan.blocks = 10000;
        controller->start(brief(), plan);
        controller.reset();
        QVERIFY(!std::filesystem::exists(folder("gone")));
    }
};

static const TestRegistration<CalibratingTest> registeredCalibratingTest;
#include "calibrating_test.moc"

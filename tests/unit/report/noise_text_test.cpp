// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/noise_text.h"

#include "core/calibration/scenario_digest.h"
#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir;

class NoiseTextTest : public QObject {
    Q_OBJECT

private slots:
    // A flow of three steps is one arrival: 100 arrivals a second are 300 requests.
    void aRateOfFlowsIsComparedInRequests()
    {
        settings::Scenario scenario;
        scenario.requests["page"].weight = 0;
        scenario.flows["visit"].steps = {"page", "page", "page"};
        calibration::Calibration known;
        calibration::remember(known,
                              calibration::KnownDrive{calibration::driveDigest(scenario), "", "2026", {500, 250}});
        scenario.load.rate = 80;
        QCOMPARE(report::driveWarning(&known, scenario), std::string{});
        scenario.load.rate = 100;
        const auto text = QString::fromStdString(report::driveWarning(&known, scenario));
        QVERIFY2(text.startsWith("300 requests a second are more"), qPrintable(text));
    }
};

static const TestRegistration<NoiseTextTest> registeredNoiseTextTest;
#include "noise_text_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// Calibration from the window: one button, progress, Stop; and what the charts and the status bar make of what is
// known.
#include "core/calibration/calibration_store.h"
#include "core/calibration/scenario_digest.h"
#include "core/session/calibration_controller.h"
#include "core/session/run_controller.h"
#include "core/settings/demo.h"
#include "tests/support/test_registry.h"
#include "ui/charts/time_plot.h"
#include "ui/main_window.h"
#include "ui/models/scenario_model.h"
#include "ui/panels/banner.h"

#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace weir;
using namespace weir::ui;
using session::CalibrationController;

namespace {

settings::Scenario brief()
{
    auto scenario = settings::demoScenario();
    scenario.load.warmupS = 0;
    scenario.load.durationS = 0.5;
    return scenario;
}

constexpr int patienceMs = 20000;

} // namespace

class WindowCalibrationTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_state;
    std::unique_ptr<MainWindow> m_window;
    QByteArray m_stateBefore;

    template <typename T>
    T* find(const char* name) const
    {
        return m_window->findChild<T*>(QLatin1String(name));
    }
    void open()
    {
        m_window = std::make_unique<MainWindow>();
        m_window->resize(1280, 800);
        m_window->show();
        m_window->scenario()->open(brief(), {});
    }

private slots:
    void init()
    {
        m_state = std::make_unique<QTemporaryDir>();
        m_stateBefore = qgetenv("XDG_STATE_HOME");
        qputenv("XDG_STATE_HOME", m_state->path().toUtf8());
    }
    void cleanup()
    {
        m_window.reset();
        qputenv("XDG_STATE_HOME", m_stateBefore);
    }

    void stopEndsItAndKeepsNothing()
    {
        open();
        auto* button = find<QToolButton>("health.noise");
        QCOMPARE(button->text(), QStringLiteral("not calibrated"));
        QSignalSpy finished(m_window->calibration(), &CalibrationController::finished);
        button->click();
        QVERIFY(m_window->calibration()->isRunning());
        QVERIFY(find<QPushButton>("stop")->isVisible());
        QVERIFY(!find<QPushButton>("run")->isVisible());
        QVERIFY(!find<QAction>("action.calibrate")->isEnabled());
        QVERIFY(!find<QAction>("action.run")->isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>("clock")->text().contains(QStringLiteral("to go")), patienceMs);
        m_window->start(); // not beside a calibration
        QCOMPARE(m_window->controller()->state(), session::RunController::State::Idle);
        find<QPushButton>("stop")->click();
        QVERIFY(!finished.isEmpty() || finished.wait(patienceMs));
        QVERIFY(find<QPushButton>("run")->isVisible());
        QVERIFY(find<QLabel>("clock")->text().isEmpty());
        QCOMPARE(button->text(), QStringLiteral("not calibrated"));
        QVERIFY(find<QAction>("action.calibrate")->isEnabled());
    }

    void anotherHostIsAskedAboutFirst()
    {
        open();
        auto scenario = brief();
        scenario.target.urls = {"http://api.example.com"};
        m_window->scenario()->open(scenario, {});
        find<QAction>("action.calibrate")->trigger();
        QVERIFY(!m_window->calibration()->isRunning());
        const auto* banner = m_window->banners()->find(QStringLiteral("calibration"));
        QVERIFY(banner != nullptr && banner->plainText().contains(QStringLiteral("api.example.com")));
    }

    // The charts of a run draw the noise of its settings, the status bar tells that of the scenario as it stands.
    void whatIsKnownIsShown()
    {
        calibration::Calibration known;
        known.machine = calibration::thisMachine();
        calibration::NoiseFloor floor{{0.02, 0.03, 0.04, 0.084, 0.02, 0.001}, {10, 10, 10, 10, 10, 10}, 5};
        calibration::remember(
            known,
            calibration::KnownNoise{calibration::noiseDigest(brief()), "Demo", "2026-01-31T08:15:30.250Z", floor});
        QVERIFY(calibration::save(calibration::usualFolder(), known).has_value());
        open();
        auto* button = find<QToolButton>("health.noise");
        QCOMPARE(button->text(), QStringLiteral("noise of p99 ±8.4 %"));
        QVERIFY(button->toolTip().contains(QStringLiteral("are noise on this machine")));

        QSignalSpy finished(m_window->controller(), &session::RunController::finished);
        find<QPushButton>("run")->click();
        QVERIFY(finished.wait(patienceMs));
        QVERIFY(find<TimePlot>("chart.latency")->whatsThis().contains(QStringLiteral("noise floor")));
        QVERIFY(!find<TimePlot>("chart.cache")->whatsThis().contains(QStringLiteral("noise floor")));
        QVERIFY(m_window->controller()->report().calibration != nullptr);

        auto other = brief();
        other.pool.maxConnections = 3;
        m_window->scenario()->open(other, {});
        QCOMPARE(button->text(), QStringLiteral("not calibrated"));
    }
};

static const TestRegistration<WindowCalibrationTest> registeredWindowCalibrationTest;
#include "window_calibration_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/calibration_controller.h"

#include <QObject>

namespace weir::session {
class RunController;
} // namespace weir::session

namespace weir::ui {

class BannerArea;
class ScenarioModel;

// Calibrates this machine for the window's scenario, and tells in banners what came of it or stands in the way. Never
// beside a run: each would measure the other.
class CalibrationDesk : public QObject {
    Q_OBJECT

public:
    CalibrationDesk(const ScenarioModel* scenario, session::CalibrationController* calibration,
                    const session::RunController* runs, BannerArea* banners, QObject* parent = nullptr);

    void start(); // asks first where the target is not this machine
    void cancel() { m_calibration->cancel(); }

private:
    void begin();
    void showFailure(const base::Error& error);
    void showResult();

    const ScenarioModel* m_scenario;
    session::CalibrationController* m_calibration;
    const session::RunController* m_runs;
    BannerArea* m_banners;
};

// Of the scenario: "noise p99 ±8.4 %", "not calibrated".
struct NoiseLabel {
    QString text;
    QString tip;
};
NoiseLabel noiseLabel(const calibration::Calibration& known, const settings::Scenario& scenario);

} // namespace weir::ui

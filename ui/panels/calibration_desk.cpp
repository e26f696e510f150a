// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/calibration_desk.h"

#include "core/report/noise_text.h"
#include "core/session/calibrating.h"
#include "core/session/run_controller.h"
#include "core/settings/validate.h"
#include "ui/models/figure_text.h"
#include "ui/models/run_desk.h"
#include "ui/models/scenario_model.h"
#include "ui/panels/banner.h"

#include <cmath>

namespace weir::ui {

static QString calibrationKey()
{
    return QStringLiteral("calibration");
}

CalibrationDesk::CalibrationDesk(const ScenarioModel* scenario, session::CalibrationController* calibration,
                                 const session::RunController* runs, BannerArea* banners, QObject* parent)
    : QObject(parent)
    , m_scenario(scenario)
    , m_calibration(calibration)
    , m_runs(runs)
    , m_banners(banners)
{
    connect(calibration, &session::CalibrationController::failed, this, &CalibrationDesk::showFailure);
    connect(calibration, &session::CalibrationController::finished, this, &CalibrationDesk::showResult);
}

static QString lengthText(const settings::Scenario& scenario)
{
    const double minutes = std::ceil(session::secondsOf({}, scenario) / 60);
    return minutes < 2 ? CalibrationDesk::tr("a minute") : CalibrationDesk::tr("%1 minutes").arg(minutes);
}

void CalibrationDesk::start()
{
    if (m_calibration->isRunning() || m_runs->state() != session::RunController::State::Idle)
        return;
    const auto& scenario = m_scenario->scenario();
    if (const auto problems = settings::validate(scenario); !problems.empty()) {
        QStringList lines;
        for (const auto& problem : problems)
            lines.append(text(settings::text(problem)));
        m_banners->show(
            {calibrationKey(), BannerText::Severity::Error, tr("The scenario cannot be run as it is."), lines, {}});
        return;
    }
    const QStringList hosts = distantHosts(scenario);
    if (hosts.isEmpty())
        return begin();
    m_banners->show({calibrationKey(),
                     BannerText::Severity::Warning,
                     tr("Send load to %1 for about %2?").arg(hosts.join(QStringLiteral(", ")), lengthText(scenario)),
                     {tr("The noise floor is measured with the scenario as it is. Only test systems you may load.")},
                     {{tr("Calibrate"), [this] { begin(); }, true}, {tr("Cancel"), {}}}});
}

void CalibrationDesk::begin()
{
    m_banners->dismiss(calibrationKey());
    m_calibration->start(m_scenario->scenario());
}

void CalibrationDesk::showFailure(const base::Error& error)
{
    m_banners->show({calibrationKey(),
                     BannerText::Severity::Error,
                     tr("The calibration could not be finished."),
                     {text(base::text(error))},
                     {{tr("Try again"), [this] { start(); }}}});
}

void CalibrationDesk::showResult()
{
    const auto& result = m_calibration->result();
    if (result.cancelled)
        return;
    QStringList lines;
    if (result.noise)
        lines.append(text(report::noiseSentence({{}, result.scenario, result.at, *result.noise})));
    if (result.drive && result.drive->validRps > 0)
        lines.append(
            tr("This machine can send %1 requests a second of this scenario, to a target that answers at once.")
                .arg(result.drive->validRps, 0, 'f', 0));
    lines.append(tr("Timers wake %1 ms late (p99); reading the clock costs %2 ns.")
                     .arg(result.instrument.timerP99Us / 1000, 0, 'f', 2)
                     .arg(result.instrument.clockNs, 0, 'f', 0));
    auto severity = BannerText::Severity::Info;
    if (const auto& trouble = m_calibration->trouble(); !trouble.empty()) {
        severity = BannerText::Severity::Warning;
        lines.append(text(trouble));
    }
    m_banners->show({calibrationKey(), severity, tr("Calibrated for “%1”.").arg(text(result.scenario)), lines, {}});
}

NoiseLabel noiseLabel(const calibration::Calibration& known, const settings::Scenario& scenario)
{
    const QString action = CalibrationDesk::tr("Click to calibrate: this takes about %1.").arg(lengthText(scenario));
    const auto* noise = calibration::noiseOf(&known, scenario);
    if (!noise)
        return {CalibrationDesk::tr("not calibrated"),
                CalibrationDesk::tr("How much equal runs of this scenario differ on this machine is not known. %1")
                    .arg(action)};
    std::size_t shown = 0;
    for (std::size_t i = 0; i < calibration::noisyFigureCount; ++i)
        if (std::isfinite(noise->floor.ratio[i]) && calibration::noisyFigures[i].metric.starts_with("latency_p"))
            shown = i; // the farthest percentile that there is
    const auto& figure = calibration::noisyFigures[shown];
    return {CalibrationDesk::tr("noise of %1 %2")
                .arg(text(std::string{figure.label}), text(report::noiseText(noise->floor.ratio[shown]))),
            text(report::noiseSentence(*noise)) + u' ' + action};
}

} // namespace weir::ui

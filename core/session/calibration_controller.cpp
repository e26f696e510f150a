// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/calibration_controller.h"

#include "core/calibration/calibration_store.h"

#include <QMetaObject>

namespace weir::session {

CalibrationController::CalibrationController(std::filesystem::path folder, QObject* parent)
    : QObject(parent)
    , m_folder(std::move(folder))
{
    qRegisterMetaType<weir::base::Error>();
    const auto machine = calibration::thisMachine();
    auto known = calibration::load(m_folder, machine);
    if (!known)
        m_trouble = base::text(known.error());
    auto usable = known ? *std::move(known) : calibration::Calibration{};
    usable.machine = machine;
    m_known = std::make_shared<const calibration::Calibration>(std::move(usable));
}

CalibrationController::~CalibrationController()
{
    m_cancelled = true;
    if (m_thread.joinable())
        m_thread.join();
}

void CalibrationController::start(const settings::Scenario& scenario, const CalibrationPlan& plan)
{
    if (isRunning())
        return;
    m_cancelled = false;
    m_thread = std::thread{[this, scenario, plan] {
        const auto onProgress = [this](const CalibrationProgress& p) {
            QMetaObject::invokeMethod(
                this, [this, p] { emit progress(QString::fromStdString(p.text), p.share, p.leftS); },
                Qt::QueuedConnection);
        };
        auto outcome = std::make_shared<Outcome>(calibrate(
            scenario, plan, [this] { return m_cancelled.load(); }, onProgress));
        QMetaObject::invokeMethod(
            this, [this, outcome, scenario] { onDone(outcome, scenario); }, Qt::QueuedConnection);
    }};
    emit stateChanged();
}

void CalibrationController::cancel()
{
    m_cancelled = true;
}

void CalibrationController::onDone(const std::shared_ptr<Outcome>& outcome, const settings::Scenario& scenario)
{
    m_thread.join();
    if (*outcome) {
        m_result = **outcome;
        if (!m_result.cancelled)
            keep(scenario);
    }
    emit stateChanged();
    if (*outcome)
        emit finished();
    else
        emit failed(outcome->error());
}

// What another Weir has stored meanwhile stays.
void CalibrationController::keep(const settings::Scenario& scenario)
{
    m_trouble.clear();
    auto stored = calibration::load(m_folder, m_result.machine);
    auto all = stored ? *std::move(stored) : *m_known;
    m_result.addTo(all, scenario);
    if (const auto saved = calibration::save(m_folder, all); !saved)
        m_trouble = base::text(saved.error());
    m_known = std::make_shared<const calibration::Calibration>(std::move(all));
    emit knownChanged();
}

} // namespace weir::session

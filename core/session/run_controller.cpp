// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/run_controller.h"

#include <QMetaObject>

#include <utility>

namespace weir::session {

// Starting blocks while it connects, so it happens on a thread of its own and answers through the event loop.
RunController::RunController(QObject* parent) : QObject(parent)
{
    qRegisterMetaType<weir::metrics::SnapshotPtr>();
    qRegisterMetaType<weir::base::Error>();
}

RunController::~RunController()
{
    ++m_serial;
    if (m_starter.joinable())
        m_starter.join();
    m_pending.reset(); // their threads report to this object until they are gone
    m_run.reset();
}

void RunController::setState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    emit stateChanged();
}

void RunController::start(const settings::Scenario& scenario, const RunOptions& options)
{
    if (m_state != State::Idle)
        return;
    if (m_starter.joinable())
        m_starter.join();
    m_run.reset();
    m_stopRequested = false;
    m_applied.reset();
    m_early.reset();
    m_report = report::RunReport{};
    m_report.epochs.push_back(std::make_shared<const settings::Scenario>(scenario));
    m_report.calibration = options.calibration;
    const int serial = ++m_serial;
    setState(State::Starting);
    m_pending = std::make_shared<Started>(base::fail(base::Errc::Cancelled));
    m_starter = std::thread{[this, pending = m_pending, scenario, options, serial] {
        *pending = Run::start(scenario, options, [this, serial](const metrics::SnapshotPtr& snapshot) {
            QMetaObject::invokeMethod(
                this, [this, snapshot, serial] { onSnapshot(snapshot, serial); }, Qt::QueuedConnection);
        });
        QMetaObject::invokeMethod(
            this, [this, serial] { onStarted(serial); }, Qt::QueuedConnection);
    }};
}

void RunController::onStarted(int serial)
{
    if (serial != m_serial)
        return;
    auto run = std::move(*std::exchange(m_pending, nullptr));
    if (!run) {
        setState(State::Idle);
        emit failed(run.error());
        return;
    }
    m_run = *std::move(run);
    setState(m_stopRequested ? State::Stopping : State::Running);
    emit started();
    if (m_stopRequested)
        m_run->stop();
    else if (const auto applied = std::exchange(m_applied, std::nullopt))
        m_run->apply(*applied);
    if (const auto snapshot = std::exchange(m_early, nullptr))
        onSnapshot(snapshot, serial);
}

void RunController::apply(const settings::Scenario& scenario)
{
    if (m_run && m_state == State::Running)
        m_run->apply(scenario);
    else if (m_state == State::Starting)
        m_applied = scenario;
}

void RunController::stop()
{
    if (m_state == State::Idle || m_state == State::Stopping)
        return;
    m_stopRequested = true;
    if (m_run && m_state == State::Running) {
        setState(State::Stopping);
        m_run->stop();
    }
}

void RunController::onSnapshot(const metrics::SnapshotPtr& snapshot, int serial)
{
    if (serial != m_serial)
        return;
    if (!m_run) { // not before started(), lest a short run end before it has begun
        m_early = snapshot;
        return;
    }
    m_report.epochs = m_run->report().epochs;
    m_report.snapshot = snapshot;
    emit snapshotReady(snapshot);
    if (snapshot->state != metrics::RunState::Finished)
        return;
    setState(State::Idle);
    emit finished();
}

} // namespace weir::session

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/experiment_controller.h"

#include "core/session/experiment_history.h"

#include <QCoreApplication>
#include <QMetaObject>
#include <QPointer>

namespace weir::session {

ExperimentController::ExperimentController(QObject* parent) : QObject(parent)
{
    qRegisterMetaType<weir::base::Error>();
}

ExperimentController::~ExperimentController()
{
    m_cancelled = true;
    if (m_thread.joinable())
        m_thread.join();
}

void ExperimentController::start(const experiment::Plan& plan, const RunOptions& options)
{
    launch(plan, options, nullptr);
}

void ExperimentController::start(const experiment::Plan& plan, const ResumedExperiment& resumed,
                                 const RunOptions& options)
{
    launch(plan, options, std::make_shared<const ResumedExperiment>(resumed));
}

void ExperimentController::launch(const experiment::Plan& plan, const RunOptions& options,
                                  std::shared_ptr<const ResumedExperiment> resumed)
{
    if (isRunning())
        return;
    m_cancelled = false;
    m_report = nullptr;
    m_thread = std::thread{[this, plan, options, resumed] {
        const auto post = [this](auto work) { QMetaObject::invokeMethod(this, std::move(work), Qt::QueuedConnection); };
        ExperimentHooks hooks;
        hooks.resumed = resumed.get();
        hooks.cancelled = [this] { return m_cancelled.load(); };
        hooks.onProgress = [this, post](const ExperimentProgress& progress) {
            post([this, progress] {
                if (progress.report)
                    m_report = progress.report;
                emit progressed(progress);
            });
        };
        hooks.onSnapshot = [this, post](const metrics::SnapshotPtr& snapshot) {
            post([this, snapshot] { emit snapshotReady(snapshot); });
        };
        auto outcome = std::make_shared<Outcome>(m_history ? runKept(plan, options, hooks)
                                                           : runExperiment(plan, options, hooks));
        post([this, outcome] { onDone(outcome); });
    }};
    emit stateChanged();
}

// On the experiment's thread. What the store has to say comes later, maybe after this has gone.
ExperimentController::Outcome ExperimentController::runKept(const experiment::Plan& plan, const RunOptions& options,
                                                            ExperimentHooks hooks)
{
    const QPointer<ExperimentController> self = this;
    ExperimentHistory history(*m_history, [self](const base::Error& error) {
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, error] {
                if (self)
                    emit self->historyTroubled(error);
            },
            Qt::QueuedConnection);
    });
    history.attach(hooks);
    auto outcome = runExperiment(plan, options, hooks);
    if (outcome)
        history.finish(*outcome);
    return outcome;
}

void ExperimentController::cancel()
{
    m_cancelled = true;
}

void ExperimentController::onDone(const std::shared_ptr<Outcome>& outcome)
{
    m_thread.join();
    if (*outcome)
        m_report = std::make_shared<const experiment::TuningReport>(std::move(**outcome));
    emit stateChanged();
    if (*outcome)
        emit finished();
    else
        emit failed(outcome->error());
}

} // namespace weir::session

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/run_history.h"

#include "core/session/run_controller.h"
#include "ui/models/figure_text.h"
#include "ui/panels/banner.h"
#include "ui/plain_text.h"

namespace weir::ui {

using session::RunController;

RunHistory::RunHistory(const RunController* controller, BannerArea* banners, QObject* parent,
                       std::filesystem::path folder)
    : QObject(parent)
    , m_controller(controller)
    , m_banners(banners)
    , m_store(std::move(folder))
{
    connect(controller, &RunController::started, this, &RunHistory::begin);
    connect(controller, &RunController::snapshotReady, this, &RunHistory::offer);
    connect(controller, &RunController::finished, this, &RunHistory::changed);
}

void RunHistory::begin()
{
    m_recorder = std::make_unique<store::RunRecorder>(m_store, [this](const base::Error& error) {
        QMetaObject::invokeMethod(
            this, [this, error] { tell(error); }, Qt::QueuedConnection);
    });
    emit changed();
}

void RunHistory::offer()
{
    if (m_recorder)
        m_recorder->offer(m_controller->report());
}

void RunHistory::keep()
{
    offer();
    if (m_recorder)
        m_recorder->flush();
}

void RunHistory::tell(const base::Error& error)
{
    BannerText banner{QStringLiteral("history"),
                      BannerText::Severity::Warning,
                      tr("This run may be missing from the history."),
                      {text(base::text(error)), tr("Export it (Ctrl+E) before you close the window.")},
                      {}};
    if (error.code == base::Errc::Corrupt)
        banner.actions.append({tr("Set the file aside"), [this] { setAside(); }, true});
    m_banners->show(banner);
}

void RunHistory::setAside()
{
    if (const auto moved = m_store.setAside(); !moved)
        return tell(moved.error());
    if (m_controller->state() == RunController::State::Idle)
        keep(); // the last run begins the new one
    emit changed();
}

} // namespace weir::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/experiment_messages.h"

#include "ui/models/experiment_desk.h"
#include "ui/models/figure_text.h"
#include "ui/models/tuning_log.h"
#include "ui/models/window_words.h"
#include "ui/panels/banner.h"

namespace weir::ui {

static QString experimentKey()
{
    return QStringLiteral("experiment");
}

ExperimentMessages::ExperimentMessages(ExperimentDesk* desk, BannerArea* banners, QObject* parent)
    : QObject(parent)
    , m_desk(desk)
    , m_banners(banners)
{
    connect(desk, &ExperimentDesk::confirmationNeeded, this, &ExperimentMessages::askForHosts);
    connect(desk, &ExperimentDesk::refused, this, &ExperimentMessages::showProblems);
    connect(desk->controller(), &session::ExperimentController::failed, this, &ExperimentMessages::showFailure);
    connect(desk, &ExperimentDesk::stateChanged, this, [this] {
        if (m_desk->isRunning())
            m_banners->dismiss(experimentKey());
    });
    connect(desk, &ExperimentDesk::notLoaded, this, [this](const base::Error& error) {
        m_banners->show({experimentKey(),
                         BannerText::Severity::Warning,
                         tr("The experiment is not in the history any more, or cannot be read."),
                         {text(base::text(error))},
                         {}});
    });
    connect(desk, &ExperimentDesk::refusedResume, this, [this](const base::Error& error) {
        m_banners->show({experimentKey(),
                         BannerText::Severity::Warning,
                         tr("The experiment cannot go on."),
                         {text(base::text(error))},
                         {}});
    });
    connect(desk->controller(), &session::ExperimentController::historyTroubled, this,
            [this](const base::Error& error) {
                m_banners->show({QStringLiteral("history"),
                                 BannerText::Severity::Warning,
                                 tr("This experiment may be missing from the history."),
                                 {text(base::text(error)), tr("Export it before you close the window.")},
                                 {}});
            });
    connect(desk->log(), &TuningLog::troubled, this, [this] {
        m_banners->show({QStringLiteral("tuning.log"),
                         BannerText::Severity::Warning,
                         tr("The tuning log is not kept on disk."),
                         {m_desk->log()->trouble()},
                         {}});
    });
}

void ExperimentMessages::askForHosts(const QStringList& hosts)
{
    m_banners->show({experimentKey(),
                     BannerText::Severity::Warning,
                     tr("Send load to %1 for the experiment?").arg(hosts.join(QStringLiteral(", "))),
                     {tr("Only test systems you may load.")},
                     {{tr("Start"), [this] { m_desk->confirmHosts(); }, true}, {tr("Cancel"), {}}}});
}

void ExperimentMessages::showProblems(const std::vector<settings::Problem>& problems)
{
    QStringList lines;
    for (const auto& problem : problems)
        lines.append(problemText(problem));
    m_banners->show(
        {experimentKey(), BannerText::Severity::Error, tr("The experiment cannot be run as it is."), lines, {}});
}

void ExperimentMessages::showFailure(const base::Error& error)
{
    if (error.code == base::Errc::Cancelled) // by the reader, who knows
        return;
    m_banners->show({experimentKey(),
                     BannerText::Severity::Error,
                     tr("The experiment could not be run."),
                     {windowWords(text(base::text(error)))},
                     {}});
}

} // namespace weir::ui

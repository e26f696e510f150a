// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/run_messages.h"

#include "ui/models/figure_text.h"
#include "ui/models/run_desk.h"
#include "ui/panels/banner.h"

namespace weir::ui {

using session::RunController;

// One banner at a time is about the start: a later attempt replaces it.
static QString startKey()
{
    return QStringLiteral("start");
}

RunMessages::RunMessages(RunDesk* desk, RunController* controller, BannerArea* banners, QObject* parent)
    : QObject(parent)
    , m_desk(desk)
    , m_banners(banners)
{
    connect(desk, &RunDesk::confirmationNeeded, this, &RunMessages::askForHosts);
    connect(desk, &RunDesk::refused, this, &RunMessages::showProblems);
    connect(controller, &RunController::failed, this, &RunMessages::showFailure);
    connect(controller, &RunController::finished, this,
            [this, controller] { showEnd(controller->report().snapshot->ended); });
    connect(controller, &RunController::stateChanged, this, [this, controller] {
        if (controller->state() == RunController::State::Starting)
            m_banners->dismiss(startKey());
    });
}

void RunMessages::askForHosts(const QStringList& hosts)
{
    m_banners->show({startKey(),
                     BannerText::Severity::Warning,
                     tr("Send load to %1?").arg(hosts.join(QStringLiteral(", "))),
                     {tr("Only test systems you may load.")},
                     {{tr("Start"), [this] { m_desk->confirmHosts(); }, true}, {tr("Cancel"), {}}}});
}

void RunMessages::showProblems(const std::vector<settings::Problem>& problems)
{
    QStringList lines;
    for (const auto& problem : problems)
        lines.append(text(settings::text(problem)));
    m_banners->show({startKey(), BannerText::Severity::Error, tr("The scenario cannot be run as it is."), lines, {}});
}

static QString failureTitle(base::Errc code)
{
    switch (code) {
    case base::Errc::HostNotFound: return RunMessages::tr("The target's host was not found.");
    case base::Errc::ConnectRefused: return RunMessages::tr("The target refused the connection.");
    case base::Errc::LocalLimit: return RunMessages::tr("A limit of this machine stands in the way.");
    case base::Errc::Tls: return RunMessages::tr("The TLS handshake with the target failed.");
    case base::Errc::Untrusted: return RunMessages::tr("The target's certificate is not trusted.");
    case base::Errc::Timeout: return RunMessages::tr("The target did not answer in time.");
    default: return RunMessages::tr("The run did not start.");
    }
}

// An end that nobody saw coming; a count or data that ran out were asked for.
void RunMessages::showEnd(const metrics::RunEnd& end)
{
    using Cause = metrics::RunEnd::Cause;
    if (end.cause != Cause::Threshold && end.cause != Cause::Errors)
        return;
    m_banners->show({startKey(), BannerText::Severity::Warning, tr("The run ended early."), {sentence(end.text)}, {}});
}

void RunMessages::showFailure(const base::Error& error)
{
    if (error.code == base::Errc::Cancelled) // by the reader, who knows
        return;
    BannerText banner{startKey(), BannerText::Severity::Error, failureTitle(error.code), {text(base::text(error))}, {}};
    if (error.code == base::Errc::Untrusted)
        banner.actions.append({tr("Trust for this run"), [this] { m_desk->startTrusting(); }});
    else
        banner.actions.append({tr("Try again"), [this] { m_desk->start(); }});
    m_banners->show(banner);
}

} // namespace weir::ui

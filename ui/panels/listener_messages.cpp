// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/listener_messages.h"

#include "ui/models/figure_text.h"
#include "ui/models/listener_desk.h"
#include "ui/panels/banner.h"

namespace weir::ui {

using session::ProxyController;

static QString listenerKey()
{
    return QStringLiteral("listener");
}

ListenerMessages::ListenerMessages(ListenerDesk* desk, BannerArea* banners, QObject* parent)
    : QObject(parent)
    , m_desk(desk)
    , m_banners(banners)
{
    connect(desk, &ListenerDesk::confirmationNeeded, this, &ListenerMessages::askForAddress);
    connect(desk, &ListenerDesk::refused, this, &ListenerMessages::showProblems);
    connect(&desk->controller(), &ProxyController::failed, this, &ListenerMessages::showFailure);
    connect(&desk->controller(), &ProxyController::stateChanged, this, [this] {
        if (m_desk->isOn())
            m_banners->dismiss(listenerKey());
    });
}

void ListenerMessages::askForAddress(const QString& address)
{
    m_banners->show({listenerKey(),
                     BannerText::Severity::Warning,
                     tr("Let other machines connect to %1?").arg(address),
                     {tr("Whoever reaches this address can send requests to the target through this proxy. With "
                         "127.0.0.1 only this machine can.")},
                     {{tr("Listen"), [this] { m_desk->confirmAddress(); }, true}, {tr("Cancel"), {}}}});
}

void ListenerMessages::showProblems(const std::vector<settings::Problem>& problems)
{
    QStringList lines;
    for (const auto& problem : problems)
        lines.append(text(settings::text(problem)));
    m_banners->show(
        {listenerKey(), BannerText::Severity::Error, tr("The listener cannot start with this scenario."), lines, {}});
}

static QString failureTitle(base::Errc code, bool ofTarget)
{
    if (!ofTarget)
        return code == base::Errc::Tls ? ListenerMessages::tr("The listener's certificate cannot be used.")
                                       : ListenerMessages::tr("The listener cannot use this address.");
    switch (code) {
    case base::Errc::LocalLimit: return ListenerMessages::tr("A limit of this machine stands in the way.");
    case base::Errc::HostNotFound: return ListenerMessages::tr("The target's host was not found.");
    case base::Errc::ConnectRefused: return ListenerMessages::tr("The target refused the connection.");
    case base::Errc::Tls: return ListenerMessages::tr("The TLS handshake with the target failed.");
    case base::Errc::Untrusted: return ListenerMessages::tr("The target's certificate is not trusted.");
    case base::Errc::Timeout: return ListenerMessages::tr("The target did not answer in time.");
    default: return ListenerMessages::tr("The listener did not start.");
    }
}

void ListenerMessages::showFailure(const base::Error& error, bool ofTarget)
{
    BannerText banner{
        listenerKey(), BannerText::Severity::Error, failureTitle(error.code, ofTarget), {text(base::text(error))}, {}};
    if (ofTarget && error.code == base::Errc::Untrusted)
        banner.actions.append({tr("Trust for this listener"), [this] { m_desk->startTrusting(); }});
    else if (!ofTarget && error.code == base::Errc::Io) // the port is in use, or not for this account
        banner.actions.append({tr("Use a free port"), [this] { m_desk->startOnFreePort(); }});
    else
        banner.actions.append({tr("Try again"), [this] { m_desk->start(); }});
    m_banners->show(banner);
}

} // namespace weir::ui

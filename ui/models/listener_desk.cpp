// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/listener_desk.h"

#include "core/settings/validate.h"
#include "ui/models/curl_line.h"
#include "ui/models/figure_text.h"
#include "ui/models/run_desk.h"
#include "ui/models/scenario_model.h"

namespace weir::ui {

using session::ProxyController;

static QString hostOf(const QString& address)
{
    QString host = address.contains(u':') ? address.left(address.lastIndexOf(u':')) : QString();
    return host.remove(u'[').remove(u']');
}

bool isOpenToOthers(const QString& address)
{
    const QString host = hostOf(address);
    return !host.isEmpty() && !isThisMachine(host);
}

ListenerDesk::ListenerDesk(ScenarioModel* scenario, ProxyController* controller, QObject* parent)
    : QObject(parent)
    , m_scenario(scenario)
    , m_controller(controller)
{
    connect(scenario, &ScenarioModel::changed, this, &ListenerDesk::apply);
    connect(scenario, &ScenarioModel::opened, this, [this] { m_detached = true; });
}

void ListenerDesk::start()
{
    begin({});
}

void ListenerDesk::confirmAddress()
{
    m_confirmed = text(m_scenario->scenario().listener.address);
    begin({});
}

void ListenerDesk::startTrusting()
{
    session::RunOptions options;
    options.insecure = true;
    begin(options);
}

void ListenerDesk::startOnFreePort()
{
    const QString address = text(m_scenario->scenario().listener.address);
    const QString host = address.contains(u':') ? address.left(address.lastIndexOf(u':')) : QStringLiteral("127.0.0.1");
    m_scenario->setValue(QStringLiteral("listener.address"), (host + QStringLiteral(":0")).toStdString());
    begin({});
}

void ListenerDesk::begin(const session::RunOptions& options)
{
    if (m_controller->state() != State::Off)
        return;
    if (const auto problems = settings::validate(m_scenario->scenario()); !problems.empty()) {
        emit refused(problems);
        return;
    }
    const QString address = text(m_scenario->scenario().listener.address);
    if (isOpenToOthers(address) && address != m_confirmed) {
        emit confirmationNeeded(address);
        return;
    }
    m_started = m_scenario->scenario();
    m_detached = false;
    m_controller->start(m_started, options);
}

void ListenerDesk::apply()
{
    if (!m_detached)
        m_controller->apply(m_scenario->scenario());
}

void ListenerDesk::stop()
{
    m_controller->stop();
}

QString ListenerDesk::curl() const
{
    if (m_controller->state() != State::Listening)
        return {};
    auto shown = m_detached ? m_started : m_scenario->scenario();
    shown.listener = m_started.listener; // as it was started
    return curlLine(shown, m_controller->url());
}

} // namespace weir::ui

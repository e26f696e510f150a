// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/run_desk.h"

#include "core/analysis/threshold.h"
#include "core/settings/validate.h"
#include "ui/models/figure_text.h"
#include "ui/models/scenario_model.h"

#include <QRegularExpression>
#include <QUrl>

#include <algorithm>
#include <iterator>

namespace weir::ui {

using session::RunController;

bool isThisMachine(const QString& host)
{
    // Not by its beginning alone: 127.0.0.1.example.com is somebody else's.
    static const QRegularExpression loopback(QStringLiteral("^(localhost|127(\\.\\d{1,3}){3}|::1)$"));
    return loopback.match(host).hasMatch();
}

QStringList distantHosts(const settings::Scenario& scenario)
{
    QStringList hosts;
    for (const auto& address : scenario.target.urls) {
        const QUrl url(text(address));
        const QString shown = url.adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveUserInfo).toString();
        if (!isThisMachine(url.host()) && !hosts.contains(shown))
            hosts.append(shown);
    }
    return hosts;
}

RunDesk::RunDesk(ScenarioModel* scenario, RunController* controller, QObject* parent)
    : QObject(parent)
    , m_scenario(scenario)
    , m_controller(controller)
{
    connect(scenario, &ScenarioModel::changed, this, &RunDesk::apply);
    connect(scenario, &ScenarioModel::opened, this, [this] { m_detached = true; });
}

QStringList RunDesk::unconfirmedHosts() const
{
    return unconfirmedHosts(m_scenario->scenario());
}

QStringList RunDesk::unconfirmedHosts(const settings::Scenario& scenario) const
{
    QStringList hosts = distantHosts(scenario);
    hosts.removeIf([this](const QString& host) { return m_confirmed.contains(host); });
    return hosts;
}

void RunDesk::start()
{
    begin({});
}

void RunDesk::trustHosts(const settings::Scenario& scenario)
{
    for (const QString& host : unconfirmedHosts(scenario))
        m_confirmed.insert(host);
}

void RunDesk::confirmHosts()
{
    trustHosts(m_scenario->scenario());
    begin({});
}

void RunDesk::startTrusting()
{
    session::RunOptions options;
    options.insecure = true;
    begin(options);
}

void RunDesk::begin(const session::RunOptions& options)
{
    if (isActive())
        return;
    auto problems = settings::validate(m_scenario->scenario());
    std::ranges::move(analysis::thresholdProblems(m_scenario->scenario()), std::back_inserter(problems));
    if (!problems.empty()) {
        emit refused(problems);
        return;
    }
    if (const QStringList hosts = unconfirmedHosts(); !hosts.isEmpty()) {
        emit confirmationNeeded(hosts);
        return;
    }
    auto given = options;
    given.calibration = m_calibration;
    if (m_prepare && !m_prepare(m_scenario->scenario(), given))
        return;
    m_started = m_scenario->scenario();
    m_detached = false;
    emit starting();
    m_controller->start(m_started, given);
}

void RunDesk::apply()
{
    if (!m_detached && m_controller->state() == RunController::State::Running)
        m_controller->apply(m_scenario->scenario());
}

void RunDesk::stop()
{
    m_controller->stop();
}

} // namespace weir::ui

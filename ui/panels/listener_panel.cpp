// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/listener_panel.h"

#include "ui/charts/value_text.h"
#include "ui/forms/switch.h"
#include "ui/models/figure_text.h"
#include "ui/models/listener_desk.h"
#include "ui/panels/panel_header.h"
#include "ui/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace weir::ui {

using State = session::ProxyController::State;

static QLabel* makeLabel(const QString& name, Role role, QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setObjectName(QStringLiteral("listener.") + name);
    label->setTextFormat(Qt::PlainText);
    label->setMinimumWidth(60);
    setRole(label, role);
    return label;
}

ListenerPanel::ListenerPanel(ListenerDesk* desk, QWidget* parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_header(new PanelHeader(tr("Listener"), this))
    , m_switch(new Switch(this))
{
    setObjectName(QStringLiteral("listener"));
    setRole(this, Role::StatusBar); // a hairline above
    m_header->setToolTip(
        tr("The proxy on a port of its own: a browser, curl or another load tester talks to it, and the "
           "knobs apply to their requests as to those of a run."));
    m_switch->setObjectName(QStringLiteral("listener.switch"));
    m_switch->setAccessibleName(tr("Listener"));
    m_switch->setToolTip(tr("Listen for clients outside this program (Ctrl+L)"));
    m_header->addAtRight(m_switch);
    setRole(m_header, Role::Panel); // its hairline would stand between the title and what it is about

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 1, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(makeBody());
    m_copied.setSingleShot(true);
    m_copied.setInterval(1500);
    connect(&m_copied, &QTimer::timeout, this, [this] { showCopied(false); });
    connect(m_switch, &Switch::clicked, this, &ListenerPanel::turn);
    connect(&desk->controller(), &session::ProxyController::stateChanged, this, &ListenerPanel::refresh);
    connect(&desk->controller(), &session::ProxyController::trafficChanged, this, &ListenerPanel::showTraffic);
    showCopied(false);
    refresh();
}

QWidget* ListenerPanel::makeBody()
{
    m_body = new QWidget(this);
    m_address = makeLabel(QStringLiteral("address"), Role::Mono, m_body);
    m_address->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_target = makeLabel(QStringLiteral("target"), Role::Caption, m_body);
    m_traffic = makeLabel(QStringLiteral("traffic"), Role::Dim, m_body);
    auto* column = new QVBoxLayout(m_body);
    column->setContentsMargins(12, 0, 12, 10);
    column->setSpacing(3);
    column->addWidget(m_address);
    column->addWidget(m_target);
    column->addWidget(m_traffic);
    column->addSpacing(3);
    column->addWidget(makeCurlRow());
    return m_body;
}

QWidget* ListenerPanel::makeCurlRow()
{
    auto* bar = new QWidget(m_body);
    m_curl = new QLineEdit(bar);
    m_curl->setObjectName(QStringLiteral("listener.curl"));
    m_curl->setAccessibleName(tr("Command that sends the first request of the mix"));
    m_curl->setReadOnly(true);
    setRole(m_curl, Role::Mono);
    m_copy = new QToolButton(bar);
    m_copy->setObjectName(QStringLiteral("listener.copy"));
    m_copy->setAccessibleName(tr("Copy the command"));
    setRole(m_copy, Role::Flat);
    connect(m_copy, &QToolButton::clicked, this, &ListenerPanel::copyCurl);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(m_curl, 1);
    row->addWidget(m_copy);
    return bar;
}

void ListenerPanel::turn(bool on)
{
    on ? m_desk->start() : m_desk->stop();
    refresh(); // a question may stand in between
}

static QString remarkFor(State state, const settings::ListenerSettings& listener)
{
    switch (state) {
    case State::Starting: return ListenerPanel::tr("connecting …");
    case State::Stopping: return ListenerPanel::tr("stopping, up to %1 s …").arg(listener.drainS);
    case State::Listening: return {};
    default: return ListenerPanel::tr("for curl or a browser");
    }
}

void ListenerPanel::refresh()
{
    const auto& controller = m_desk->controller();
    const bool listening = controller.state() == State::Listening;
    m_switch->setChecked(m_desk->isOn());
    m_switch->setEnabled(controller.state() != State::Stopping);
    m_header->setRemark(remarkFor(controller.state(), m_desk->started().listener));
    m_body->setVisible(listening);
    if (!listening)
        return;
    m_address->setText(controller.url());
    m_target->setText(m_desk->builtIn() ? tr("in front of the built-in origin")
                                        : tr("in front of %1").arg(controller.target()));
    m_target->setToolTip(controller.target());
    const QString curl = m_desk->curl();
    if (m_curl->text() != curl) {
        m_curl->setText(curl);
        m_curl->setCursorPosition(0);
        m_curl->setToolTip(curl);
    }
    showTraffic();
}

static QString countText(std::uint64_t count)
{
    return plainNumber(static_cast<double>(count));
}

// What went wrong, a line for each kind; empty where nothing did.
static QString troubleText(const proxy::GatewayCounters& counters)
{
    QString lines;
    for (std::size_t i = 0; i < counters.outcomes.size(); ++i) {
        const auto outcome = static_cast<metrics::Outcome>(i);
        if (outcome == metrics::Outcome::Ok || counters.outcomes[i] == 0)
            continue;
        const auto kind = outcome == metrics::Outcome::Cancelled
            ? ListenerPanel::tr("the client had gone")
            : text(metrics::outcomeName(outcome)).replace(u'_', u' ');
        lines += QStringLiteral("\n%1 × %2").arg(countText(counters.outcomes[i]), kind);
    }
    for (const auto& [status, times] : counters.refused)
        lines += ListenerPanel::tr("\n%1 × refused with %2").arg(countText(times)).arg(status);
    if (counters.acceptPauses > 0)
        lines += ListenerPanel::tr("\n%1 × accepting paused, at a limit of this process (%2)")
                     .arg(countText(counters.acceptPauses), text(counters.acceptLimit));
    if (counters.failedHandshakes > 0)
        lines += ListenerPanel::tr("\n%1 × failed TLS handshake").arg(countText(counters.failedHandshakes));
    return lines;
}

void ListenerPanel::showTraffic()
{
    const auto& traffic = m_desk->controller().traffic();
    auto line = tr("%1 open · %2 requests · %3/s")
                    .arg(countText(traffic.open), countText(traffic.requests), plainNumber(traffic.requestsPerSecond));
    if (traffic.failed() > 0)
        line += tr(" · %1 failed").arg(countText(traffic.failed()));
    m_traffic->setText(line);
    m_traffic->setToolTip(tr("Connections open now, requests since the start, requests per second.\n"
                             "%1 connections were accepted, %2 turned away because too many were open.")
                              .arg(countText(traffic.connections), countText(traffic.turnedAway))
                          + troubleText(traffic));
}

void ListenerPanel::copyCurl()
{
    QApplication::clipboard()->setText(m_curl->text());
    showCopied(true);
    m_copied.start();
}

void ListenerPanel::showCopied(bool copied)
{
    m_copy->setIcon(copied ? icon(QStringLiteral("check"), IconTint::Good)
                           : icon(QStringLiteral("copy"), IconTint::Dim));
    m_copy->setToolTip(copied ? tr("Copied") : tr("Copy: sends the first request of the mix to the listener"));
}

} // namespace weir::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/proxy_controller.h"

#include "core/session/proxy_session.h"

#include <QMetaObject>

#include <utility>

namespace weir::session {

static constexpr std::chrono::milliseconds pollSpan{500};

ProxyController::ProxyController(QObject* parent) : QObject(parent)
{
    m_poll.setInterval(pollSpan);
    connect(&m_poll, &QTimer::timeout, this, &ProxyController::poll);
}

ProxyController::~ProxyController()
{
    if (m_worker.joinable())
        m_worker.join();
}

void ProxyController::setState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    emit stateChanged();
}

// The answer comes through the event loop, so never to an object that is gone: its destructor has joined the thread,
// and Qt drops what is still queued.
void ProxyController::work(std::function<void()> job, void (ProxyController::*done)())
{
    if (m_worker.joinable())
        m_worker.join();
    m_worker = std::thread{[this, job = std::move(job), done] {
        job();
        QMetaObject::invokeMethod(
            this, [this, done] { (this->*done)(); }, Qt::QueuedConnection);
    }};
}

void ProxyController::start(const settings::Scenario& scenario, const RunOptions& options)
{
    if (m_state != State::Off)
        return;
    m_stopRequested = false;
    m_applied.reset();
    m_traffic = {};
    m_url.clear();
    m_target.clear();
    setState(State::Starting);
    m_pending = std::make_shared<Start>(Start{base::fail(base::Errc::Cancelled), false});
    work([pending = m_pending, scenario,
          options] { pending->session = ProxySession::start(scenario, options, &pending->reached); },
         &ProxyController::onStarted);
}

void ProxyController::onStarted()
{
    auto started = std::exchange(m_pending, nullptr);
    if (!started->session) {
        setState(State::Off);
        if (!m_stopRequested)
            emit failed(started->session.error(), !started->reached);
        return;
    }
    m_session = *std::move(started->session);
    m_url = QString::fromStdString(m_session->gateway().url());
    m_target = QString::fromStdString(m_session->targetText());
    if (const auto applied = std::exchange(m_applied, std::nullopt))
        m_session->apply(*applied);
    setState(State::Listening);
    m_sincePoll.start();
    m_poll.start();
    emit trafficChanged();
    if (m_stopRequested)
        stop();
}

void ProxyController::apply(const settings::Scenario& scenario)
{
    if (m_state == State::Listening)
        m_session->apply(scenario);
    else if (m_state == State::Starting)
        m_applied = scenario;
}

void ProxyController::stop()
{
    if (m_state == State::Starting)
        m_stopRequested = true;
    if (m_state != State::Listening)
        return;
    poll();
    m_poll.stop();
    setState(State::Stopping);
    work(
        [session = std::shared_ptr<ProxySession>(std::move(m_session))]() mutable {
            session->stop();
            session.reset();
        },
        &ProxyController::onStopped);
}

void ProxyController::onStopped()
{
    setState(State::Off);
}

void ProxyController::poll()
{
    const double seconds = static_cast<double>(m_sincePoll.restart()) / 1000;
    Traffic now{m_session->gateway().counters(), 0};
    const double rate = seconds > 0 ? static_cast<double>(now.requests - m_traffic.requests) / seconds : 0;
    constexpr double weightOfNew = 0.5; // two polls make a second
    now.requestsPerSecond = m_traffic.requestsPerSecond + weightOfNew * (rate - m_traffic.requestsPerSecond);
    if (now.requestsPerSecond < 0.05)
        now.requestsPerSecond = 0;
    if (now == m_traffic)
        return;
    m_traffic = now;
    emit trafficChanged();
}

} // namespace weir::session

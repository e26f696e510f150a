// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/user.h"

#include <boost/asio/post.hpp>

namespace weir::load {

namespace {

// Replies from the cache never suspend, so a user would keep the loop to itself; it lets the others run after so many.
constexpr int requestsPerTurn = 8;

} // namespace

User::User(net::IoContext& io, Requester& requester, metrics::Recorder& recorder, const Timeline& timeline,
           Journeys& journeys, StopConditions& stop)
    : m_io(io)
    , m_requester(requester)
    , m_recorder(recorder)
    , m_timeline(timeline)
    , m_journeys(journeys)
    , m_stop(stop)
    , m_visitor(journeys.makeVisitor())
    , m_timer(io.get_executor())
{
}

void User::retire()
{
    m_retired = true;
    m_timer.cancel();
}

void User::leave()
{
    retire();
    Journeys::leave(*m_visitor);
}

net::Task<> User::run()
{
    for (int unsuspended = 0; !m_retired;) {
        const auto now = base::now();
        if (now >= m_timeline.end)
            break;
        const auto drawn = m_requester.draw(m_visitor->group);
        if (!drawn || !m_stop.mayPlan())
            break;
        const auto phase = m_timeline.phaseAt(now);
        m_recorder.countPlanned(phase, m_requester.epoch(), drawn->endpoint, drawn->group);
        if (drawn->flow) {
            ++unsuspended;
            co_await m_journeys.walk(*drawn->flow, *m_visitor, phase, now);
        } else {
            // Not by a coroutine of the requester's: of thousands of users, each frame is memory that has grown cold
            // when the reply comes.
            auto& flight = m_requester.begin(drawn->endpoint, phase, now, cookieKeeper(), drawn->group);
            auto response = co_await flight.pipeline->run(flight.exchange);
            unsuspended = flight.exchange.usedConnection ? 0 : unsuspended + 1;
            if (!m_requester.end(flight, response))
                co_await m_requester.finish(flight, std::move(response));
        }
        if (m_thinkTime.count() > 0) {
            co_await think();
        } else if (unsuspended >= requestsPerTurn) {
            unsuspended = 0;
            co_await net::asio::post(m_io, net::useTask);
        }
    }
    m_ended = true;
}

net::Task<> User::think()
{
    m_timer.expires_after(m_thinkTime);
    if (!m_retired)
        co_await m_timer.async_wait(net::useTask);
}

} // namespace weir::load

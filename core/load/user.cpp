// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/user.h"

#include <boost/asio/post.hpp>

namespace weir::load {

namespace {

// Replies from the cache never suspend, so a user would keep the loop to itself; it lets the others run this often.
constexpr int requestsPerTurn = 8;

} // namespace

User::User(net::IoContext& io, Requester& requester, metrics::Recorder& recorder, const Timeline& timeline)
    : m_io(io)
    , m_requester(requester)
    , m_recorder(recorder)
    , m_timeline(timeline)
    , m_timer(io.get_executor())
{
}

void User::retire()
{
    m_retired = true;
    m_timer.cancel();
}

net::Task<> User::run()
{
    for (int turn = 1; !m_retired; ++turn) {
        const auto now = base::now();
        if (now >= m_timeline.end)
            break;
        const auto phase = m_timeline.phaseAt(now);
        const auto endpoint = m_requester.drawEndpoint();
        m_recorder.countPlanned(phase, m_requester.epoch(), endpoint);
        co_await m_requester.request(endpoint, phase, now);
        if (m_thinkTime.count() > 0)
            co_await think();
        else if (turn % requestsPerTurn == 0)
            co_await net::asio::post(m_io, net::useTask);
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

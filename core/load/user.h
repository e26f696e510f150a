// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/load/journeys.h"

#include <boost/asio/steady_timer.hpp>

namespace weir::load {

// A user of the closed model: sends a request or walks through a flow, thinks, and again, with cookies of its own. One
// worker's; retire() and let its task end before destroying it.
class User {
public:
    User(net::IoContext& io, Requester& requester, metrics::Recorder& recorder, const Timeline& timeline,
         Journeys& journeys, StopConditions& stop);

    void setThinkTime(base::Nanos time) { m_thinkTime = time; }
    // Whose look it has, for good. Before run().
    void setGroup(metrics::GroupId group) { m_visitor->group = group; }
    void setKeepsCookies(bool keeps) { m_visitor->keepsCookies = keeps; }
    // The task ends with the request or flow in hand, or at once while thinking between two.
    void retire();
    // As retire, but a flow ends with its step in hand, or at once while pausing.
    void leave();
    bool isRetired() const { return m_retired; }
    bool hasEnded() const { return m_ended; }

    net::Task<> run();

private:
    Visitor* cookieKeeper() const { return m_visitor->keepsCookies ? m_visitor.get() : nullptr; }
    net::Task<> think();

    net::IoContext& m_io;
    Requester& m_requester;
    metrics::Recorder& m_recorder;
    const Timeline& m_timeline;
    Journeys& m_journeys;
    StopConditions& m_stop;
    std::unique_ptr<Visitor> m_visitor;
    base::Nanos m_thinkTime{};
    bool m_retired = false;
    bool m_ended = false;
    net::asio::basic_waitable_timer<base::Clock, net::asio::wait_traits<base::Clock>, net::Executor> m_timer;
};

} // namespace weir::load

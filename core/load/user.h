// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/load/requester.h"
#include "core/load/timeline.h"

#include <boost/asio/steady_timer.hpp>

namespace weir::load {

// A user of the closed model: sends a request, waits for the reply, thinks, and again. One worker's; retire() and let
// its task end before destroying it.
class User {
public:
    User(net::IoContext& io, Requester& requester, metrics::Recorder& recorder, const Timeline& timeline);

    void setThinkTime(base::Nanos time) { m_thinkTime = time; }
    // The task ends with the request in hand, or at once while thinking.
    void retire();
    bool isRetired() const { return m_retired; }
    bool hasEnded() const { return m_ended; }

    net::Task<> run();

private:
    net::Task<> think();

    net::IoContext& m_io;
    Requester& m_requester;
    metrics::Recorder& m_recorder;
    const Timeline& m_timeline;
    net::asio::basic_waitable_timer<base::Clock, net::asio::wait_traits<base::Clock>, net::Executor> m_timer;
    base::Nanos m_thinkTime{};
    bool m_retired = false;
    bool m_ended = false;
};

} // namespace weir::load

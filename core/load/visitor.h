// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/sample.h"
#include "core/net/task.h"
#include "core/workload/cookie_jar.h"
#include "core/workload/scope.h"

#include <boost/asio/steady_timer.hpp>

namespace weir::load {

// One user as its requests see it: what it carries from reply to reply. One worker's; outlives its requests.
struct Visitor {
    using Timer = net::asio::basic_waitable_timer<base::Clock, net::asio::wait_traits<base::Clock>, net::Executor>;

    Visitor(net::IoContext& io, const workload::Scope& scope) : values(scope), timer(io.get_executor()) {}

    workload::UserValues values;
    workload::CookieJar cookies;
    bool keepsCookies = false;
    metrics::GroupId group = 0;
    bool isInFlow = false;                           // its requests use the rows it holds, and not a new one each
    base::TimePoint flowBegan;                       // when that flow's first request was due
    bool isAtLastStep = false;                       // of it
    bool isLeaving = false;                          // goes no further than the step in hand
    std::size_t place = 0;                           // among those that walk
    metrics::Outcome outcome = metrics::Outcome::Ok; // of its last request
    Timer timer;                                     // of its pauses
};

} // namespace weir::load

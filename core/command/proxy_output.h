// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/proxy/gateway/gateway.h"

#include <string>

// What `weir-cli proxy` tells of its clients' requests. Any thread.
namespace weir::command {

// One line while it goes on: "3 open  1200 requests  12 failed (12 connection_reset)  2 refused (2 × 400)".
std::string proxyProgress(const proxy::GatewayCounters& counters);

// At the end: a line of requests and connections, then one for each kind of end, refusal and failed connection.
std::string proxySummary(const proxy::GatewayCounters& counters);

// The same for programs, failures under the names that reports of runs give them.
std::string proxyJson(const proxy::GatewayCounters& counters);

} // namespace weir::command

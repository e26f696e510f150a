// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/http/message.h"
#include "core/metrics/sample.h"
#include "core/net/interruption.h"

namespace weir::proxy {

// The one mapping of failures to outcomes, and of outcomes to what the client is told (RFC 9110 section 15.6:
// 502 a bad reply or no connection, 503 no capacity here, 504 no reply in time).
metrics::Outcome connectOutcome(base::Errc code); // opening a connection failed
// Sending or receiving failed; `during` says where a time limit passed.
metrics::Outcome exchangeOutcome(base::Errc code, net::Wait during = net::Wait::Other);
// A time limit of the whole exchange passed.
metrics::Outcome timeoutOutcome(net::Wait during);
std::string_view waitName(net::Wait wait); // "waiting for a connection"
int statusOf(metrics::Outcome outcome);

// The proxy's own reply for a failure, its words in the body.
http::Response failureResponse(metrics::Outcome outcome, const std::string& words);

} // namespace weir::proxy

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/http/message.h"
#include "core/metrics/sample.h"

namespace weir::proxy {

// The one mapping of failures to outcomes, and of outcomes to what the client is told (RFC 9110 section 15.6:
// 502 a bad reply or no connection, 503 no capacity here, 504 no reply in time).
metrics::Outcome connectOutcome(base::Errc code);  // opening a connection failed
metrics::Outcome exchangeOutcome(base::Errc code); // sending or receiving failed
int statusOf(metrics::Outcome outcome);

// The proxy's own reply for a failure, its words in the body.
http::Response failureResponse(metrics::Outcome outcome, const std::string& words);

} // namespace weir::proxy

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/proxy/exchange.h"

namespace weir::proxy {

// The body of the reply on the exchange's lease, in two steps. Up to `wholeBody` bytes it is received as a whole and
// the lease is given back. After an error the lease is still there.
inline constexpr std::size_t wholeBody = 1024 * 1024;

// Takes what has arrived already behind what was `received` before; yields the body when that is all of it, which for a
// small reply it nearly always is.
std::optional<base::Result<http::Body>> arrivedBody(Exchange& exchange, std::string& received);

// Waits for the rest. A body that proves too large, or whose target pauses within it, becomes a stream that takes the
// lease along, and drops from its trailers what the reply's `head` says is this connection's alone. `isWhole` false: it
// is a stream from the start.
net::Task<base::Result<http::Body>> receiveBody(Exchange& exchange, const http::HeaderMap& head, bool isWhole,
                                                std::string received);

} // namespace weir::proxy

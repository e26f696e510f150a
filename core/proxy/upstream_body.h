// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/proxy/exchange.h"

namespace weir::proxy {

// The body of the reply on the exchange's lease. Up to `wholeBody` bytes it is received before this returns and the
// lease is given back; a larger one, or one whose target pauses within it, becomes a stream that takes the lease along.
// After an error the lease is still there. `isWhole` false: it is a stream from the start.
inline constexpr std::size_t wholeBody = 1024 * 1024;
net::Task<base::Result<http::Body>> receiveBody(Exchange& exchange, bool isWhole);

} // namespace weir::proxy

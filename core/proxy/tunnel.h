// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/proxy/exchange.h"

namespace weir::proxy {

// Takes the exchange's lease along: after 101 the connection to the target belongs to the new protocol, and is closed
// when that has ended, or when nothing has passed either way for `idleLimit` (zero: never). Until then it keeps its
// permit, since a permit is an open socket. The exchange outlives the tunnel.
std::unique_ptr<http::Tunnel> makeTunnel(Exchange& exchange, base::Nanos idleLimit);

} // namespace weir::proxy

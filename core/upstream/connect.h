// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/net/deadline_wheel.h"
#include "core/net/interruption.h"
#include "core/upstream/target.h"

#include <span>

namespace weir::upstream {

// How long the steps of opening a connection took.
struct ConnectTimes {
    base::Nanos lookup{}; // of the target's name
    base::Nanos connect{};
    base::Nanos handshake{}; // of TLS
};

// Connects `stream` to the first of `addresses` that answers, TLS handshake included, within `timeout`. Errors:
// ConnectRefused, ConnectFailed, LocalLimit, Timeout, Tls, Untrusted, TlsTimeout, Cancelled (the stream was interrupted
// by someone else), each with cause and remedy. `interruption` is told when the handshake begins.
net::Task<base::Result<ConnectTimes>> connect(net::Stream& stream, const Target& target,
                                              std::span<const net::Tcp::endpoint> addresses, base::Nanos timeout,
                                              net::DeadlineWheel& wheel, net::Interruption* interruption = nullptr);

} // namespace weir::upstream

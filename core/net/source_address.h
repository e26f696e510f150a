// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/tls_session.h"

namespace weir::net {

// Opens `socket` for a connection to `target` that comes from `source`, an address of this machine. On the socket's
// thread. The only place that knows how the system takes a port no earlier than it has to.
error_code bindTo(Socket& socket, const asio::ip::address& source, const Tcp::endpoint& target);

// Whether this machine has the address: something could be bound to it. Any thread.
error_code checkSource(const asio::ip::address& source);

} // namespace weir::net

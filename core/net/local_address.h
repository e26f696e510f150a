// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/stream.h"

#include <vector>

namespace weir::net {

// Whether connections to this address end on this machine: it is a loopback address or one of its interfaces'. Any
// thread.
bool isOnThisMachine(const asio::ip::address& address);

// As it is sent: 4 or 16 bytes.
std::vector<std::uint8_t> bytesOf(const asio::ip::address& address);

} // namespace weir::net

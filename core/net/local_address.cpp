// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/local_address.h"

#include <boost/asio/ip/udp.hpp>

namespace weir::net {

// A socket can be bound to the addresses of this machine alone, and binding one sends nothing.
bool isOnThisMachine(const asio::ip::address& address)
{
    if (address.is_loopback())
        return true;
    asio::io_context context;
    asio::ip::udp::socket socket{context};
    error_code failed;
    const asio::ip::udp::endpoint endpoint{address, 0};
    socket.open(endpoint.protocol(), failed);
    if (!failed)
        socket.bind(endpoint, failed);
    return !failed;
}

std::vector<std::uint8_t> bytesOf(const asio::ip::address& address)
{
    if (address.is_v4()) {
        const auto bytes = address.to_v4().to_bytes();
        return {bytes.begin(), bytes.end()};
    }
    const auto bytes = address.to_v6().to_bytes();
    return {bytes.begin(), bytes.end()};
}

} // namespace weir::net

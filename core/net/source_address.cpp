// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/source_address.h"

#include <boost/asio/detail/socket_option.hpp>

#ifdef __linux__
#include <netinet/in.h>
#endif

namespace weir::net {

// With the port chosen at bind, 28,000 connections would use up an address, those that linger after their end included;
// chosen at connect, each target has so many.
static void choosePortLate(Socket& socket)
{
#ifdef IP_BIND_ADDRESS_NO_PORT
    error_code ignored;
    socket.set_option(asio::detail::socket_option::boolean<IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT>{true}, ignored);
#else
    static_cast<void>(socket);
#endif
}

error_code bindTo(Socket& socket, const asio::ip::address& source, const Tcp::endpoint& target)
{
    error_code error;
    if (source.is_v4() != target.address().is_v4())
        return asio::error::address_family_not_supported;
    socket.open(target.protocol(), error);
    if (error)
        return error;
    choosePortLate(socket);
    socket.bind(Tcp::endpoint{source, 0}, error);
    return error;
}

error_code checkSource(const asio::ip::address& source)
{
    IoContext context{1};
    Socket socket{context.get_executor()};
    return bindTo(socket, source, Tcp::endpoint{source, 0});
}

} // namespace weir::net

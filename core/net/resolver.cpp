// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/resolver.h"

#include "core/base/strings.h"

#include <fmt/format.h>

namespace weir::net {

bool needsLookup(const std::string& host)
{
    error_code notLiteral;
    asio::ip::make_address(host, notLiteral);
    return notLiteral && !base::equalsIgnoringCase(host, "localhost");
}

base::Result<std::vector<Tcp::endpoint>> resolve(const std::string& host, std::uint16_t port)
{
    error_code notLiteral;
    const auto literal = asio::ip::make_address(host, notLiteral);
    if (!notLiteral)
        return std::vector{Tcp::endpoint{literal, port}};
    if (base::equalsIgnoringCase(host, "localhost"))
        return std::vector{Tcp::endpoint{asio::ip::address_v6::loopback(), port},
                           Tcp::endpoint{asio::ip::address_v4::loopback(), port}};

    IoContext context;
    Tcp::resolver resolver{context};
    error_code error;
    const auto results = resolver.resolve(host, std::to_string(port), Tcp::resolver::numeric_service, error);
    if (error)
        return base::fail(base::Errc::HostNotFound,
                          fmt::format("The host {} cannot be found ({}). Check the name for a typing error, and that "
                                      "this machine's name service knows it.",
                                      host, error.message()));
    std::vector<Tcp::endpoint> addresses;
    for (const auto& result : results)
        addresses.push_back(result.endpoint());
    return addresses;
}

} // namespace weir::net

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/resolver.h"

#include "core/base/strings.h"
#include "core/net/local_limit.h"

#include <fmt/format.h>

namespace weir::net {

bool needsLookup(const std::string& host)
{
    error_code notLiteral;
    asio::ip::make_address(host, notLiteral);
    return notLiteral && !base::equalsIgnoringCase(host, "localhost");
}

LookUp lookUp(const std::string& host, std::uint16_t port)
{
    LookUp found;
    error_code notLiteral;
    const auto literal = asio::ip::make_address(host, notLiteral);
    if (!notLiteral) {
        found.addresses = {Tcp::endpoint{literal, port}};
        return found;
    }
    if (base::equalsIgnoringCase(host, "localhost")) {
        found.addresses = {Tcp::endpoint{asio::ip::address_v6::loopback(), port},
                           Tcp::endpoint{asio::ip::address_v4::loopback(), port}};
        return found;
    }
    IoContext context;
    Tcp::resolver resolver{context};
    const auto results = resolver.resolve(host, std::to_string(port), Tcp::resolver::numeric_service, found.error);
    for (const auto& result : results)
        found.addresses.push_back(result.endpoint());
    // Where it finds no descriptor for its own sockets and files, the resolver says just that it did not work.
    if (found.error)
        if (const auto opening = tryOpening(); localLimit(opening))
            found.error = opening;
    return found;
}

base::Error notFound(const std::string& host, const error_code& error)
{
    if (const auto limit = localLimit(error))
        return limitError(*limit, fmt::format("the host {} cannot be looked up", host));
    return {base::Errc::HostNotFound,
            fmt::format("The host {} cannot be found ({}). Check the name for a typing error, and that "
                        "this machine's name service knows it.",
                        host, error.message())};
}

base::Result<std::vector<Tcp::endpoint>> resolve(const std::string& host, std::uint16_t port)
{
    auto found = lookUp(host, port);
    if (found.error)
        return std::unexpected(notFound(host, found.error));
    return std::move(found.addresses);
}

} // namespace weir::net

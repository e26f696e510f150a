// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/net/stream.h"

#include <boost/asio/error.hpp>

#include <functional>
#include <string>
#include <vector>

namespace weir::net {

// Whether it is a name that has to be looked up.
bool needsLookup(const std::string& host);

// What looking up a name came to.
struct LookUp {
    std::vector<Tcp::endpoint> addresses; // in the order to try them
    error_code error;

    // The name service knows that there is no such name, or no address of it; else it could not tell.
    bool isDenied() const { return error == asio::error::host_not_found || error == asio::error::no_data; }
};
using LookUpFunction = std::function<LookUp(const std::string& host, std::uint16_t port)>;

// Asks the system's resolver, which blocks for as long as it likes. `localhost` is ::1 and 127.0.0.1 (RFC 6761 section
// 6.3), whatever the system's files say. Any thread.
LookUp lookUp(const std::string& host, std::uint16_t port);

// The same in words: HostNotFound or LocalLimit, with the remedy.
base::Error notFound(const std::string& host, const error_code& error);
base::Result<std::vector<Tcp::endpoint>> resolve(const std::string& host, std::uint16_t port);

} // namespace weir::net

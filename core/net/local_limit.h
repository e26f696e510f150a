// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/net/tls_session.h"

#include <optional>
#include <string_view>

// Limits of this process or machine that keep a socket from being opened, bound, connected or accepted. They say
// nothing about the peer. Pure, but for what looks at the machine. Any thread.
namespace weir::net {

struct LocalLimit {
    std::string_view name;   // as the system's manuals have it: "EMFILE"
    std::string_view what;   // "this process has as many open files as it may"
    std::string_view remedy; // a sentence
};

// What an error of the system's says about this side; none where it is about the peer or the network between.
std::optional<LocalLimit> localLimit(const error_code& error);
// The same of connecting to `peer`: an address of a kind that this machine does not have is no lack of ports.
std::optional<LocalLimit> localLimit(const error_code& error, const Tcp::endpoint& peer);

// "EMFILE: this process has as many open files as it may, so there is no connection to http://x. Raise ulimit -n ..."
base::Error limitError(const LocalLimit& limit, std::string_view consequence);
// The name at the front of such a text, empty where it has none.
std::string_view limitNameIn(std::string_view text);

// What opening a socket now would meet: the system's look-up of names does not say why it failed.
error_code tryOpening();

} // namespace weir::net

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/http/url.h"
#include "core/net/stream.h"
#include "core/net/tls.h"

#include <memory>
#include <string>
#include <vector>

namespace weir::upstream {

// One server that requests are sent to, resolved once. Immutable; shared by the workers.
struct Target {
    http::Url url;
    std::string authority;                     // the Host header's value
    std::string basePath;                      // what request paths are appended to; "" for the root
    std::vector<net::Tcp::endpoint> addresses; // in the order to try them
    bool isNamed = false;                      // found by name, not literally
    base::Nanos lookup{};                      // what that took
    std::shared_ptr<net::TlsClient> tls;       // null for http
    net::asio::ip::address source;             // of this machine, that connections come from; unspecified: any
};

// Resolves the name and prepares TLS. Blocks: call it at the start of a run, off the workers and the window.
base::Result<Target> makeTarget(const std::string& url, const net::TlsOptions& options);

// Opens one connection to the target and closes it again: whether a run has any chance. The error says what to do.
// Blocks for at most `timeout`.
base::Status probe(const Target& target, base::Nanos timeout);

} // namespace weir::upstream

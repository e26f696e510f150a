// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/uri/url.h"
#include "core/net/stream.h"
#include "core/net/tls.h"
#include "core/upstream/target_name.h"

#include <memory>
#include <string>
#include <vector>

namespace weir::upstream {

// One server that requests are sent to. Immutable but for what its name says; shared by the workers.
struct Target {
    uri::Url url;
    std::string authority;                     // the Host header's value
    std::string basePath;                      // what request paths are appended to; "" for the root
    std::vector<net::Tcp::endpoint> addresses; // at the start, in the order to try them
    std::shared_ptr<TargetName> name;          // where it has to be looked up: its addresses now
    base::Nanos lookup{};                      // what finding them took
    std::shared_ptr<net::TlsClient> tls;       // null for http
    net::asio::ip::address source;             // of this machine, that connections come from; unspecified: any
};

// Resolves the name and prepares TLS. Blocks: call it at the start of a run, off the workers and the window. A name
// without an address is an error, unless it `mayBeUnknown`: then it is looked up again when it is needed.
base::Result<Target> makeTarget(const std::string& url, const net::TlsOptions& options,
                                const net::LookUpFunction& lookUp = net::lookUp, bool mayBeUnknown = false);

// Opens one connection to the target and closes it again: whether a run has any chance. The error says what to do.
// Blocks for at most `timeout`.
base::Status probe(const Target& target, base::Nanos timeout);

} // namespace weir::upstream

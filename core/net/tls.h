// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <string>

namespace weir::net {

// What a client trusts.
struct TlsTrust {
    std::string caFile;    // PEM; empty: the system's authorities
    std::string caText;    // PEM; where it is not empty, trusted instead
    bool insecure = false; // accept any certificate
};

// A context for connections to https targets, TLS 1.2 or later. Shared by the workers: only read after this.
base::Result<std::shared_ptr<boost::asio::ssl::context>> clientTlsContext(const TlsTrust& trust);

// Why the last handshake on this thread failed, in words with the remedy: untrusted, expired, wrong name ...
base::Error tlsError(const boost::system::error_code& error, const std::string& host);

} // namespace weir::net

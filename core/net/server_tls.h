// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/net/tls.h"

#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <string>

namespace weir::net {

// What a listener shows its clients.
struct ServerIdentity {
    std::shared_ptr<boost::asio::ssl::context> context; // TLS 1.2 or later; shared by the workers, only read
    std::string certificate;                            // PEM
};

// From files. The error names the file and says what is wrong with it.
base::Result<ServerIdentity> loadIdentity(const std::string& certificateFile, const std::string& keyFile);

// A fresh P-256 key and a certificate that it signs itself, valid for 30 days, for localhost, both loopback addresses
// and `host`. The key never leaves this process.
base::Result<ServerIdentity> makeIdentity(const std::string& host);

// What clients must bring: a version of TLS, and where a file of authorities (PEM) is given, a certificate signed by
// one of them. The error names the file.
base::Status demand(const ServerIdentity& identity, TlsVersion minVersion, const std::string& clientCaFile);

} // namespace weir::net

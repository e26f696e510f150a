// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/net/task.h"
#include "core/net/tls.h"

#include <openssl/ssl.h>

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// Why a client's TLS came to nothing, in words with the remedy that fits.
namespace weir::net {

// A certificate that did not verify. Its texts are the peer's: cut, and printable ASCII alone.
struct CertificateFault {
    int code = 0;  // X509_V_ERR_...
    int depth = 0; // 0: the server's own; above it one that vouches for it
    std::string subject;
    std::string issuer;
    std::string begins, ends; // of its validity: "2026-01-31 12:00:00 UTC"
    int days = 0;             // whole ones between now and the end of the validity that is broken
    std::vector<std::string> names;
    std::size_t moreNames = 0;   // that were left out
    std::size_t sent = 0;        // certificates that the server sent
    bool tellsItsIssuer = false; // where the issuer's certificate can be fetched (RFC 5280, section 4.2.2.1)
};

// What a connection has seen of its server. Nearly always nothing of it is needed.
struct TlsEvidence {
    std::unique_ptr<const CertificateFault> fault;
    bool certificateWanted = false;   // the server asked for the client's
    std::array<char, 8> firstBytes{}; // that it sent
    std::size_t firstSize = 0;
};

// In the verification of a chain that has just failed.
std::unique_ptr<const CertificateFault> faultOf(X509_STORE_CTX* verification);

// Errc::Untrusted where the server's certificate did not verify, else Errc::Tls. `error` is the handshake's, or that of
// reading or writing behind it.
base::Error tlsError(const error_code& error, const TlsEvidence& evidence, const TlsOptions& options,
                     const std::string& host);

} // namespace weir::net

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/tls.h"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

namespace weir::net {

namespace ssl = boost::asio::ssl;

base::Result<std::shared_ptr<ssl::context>> clientTlsContext(const TlsTrust& trust)
{
    auto context = std::make_shared<ssl::context>(ssl::context::tls_client);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    boost::system::error_code error;
    if (!trust.caText.empty())
        context->add_certificate_authority(boost::asio::buffer(trust.caText), error);
    else if (trust.caFile.empty())
        context->set_default_verify_paths(error);
    else
        context->load_verify_file(trust.caFile, error);
    if (error && !trust.insecure)
        return base::fail(base::Errc::Tls,
                          fmt::format("The authorities file {} cannot be used: {}. It must be a PEM "
                                      "file with at least one certificate.",
                                      trust.caFile.empty() ? "of the system" : trust.caFile, error.message()));
    context->set_verify_mode(trust.insecure ? ssl::verify_none : ssl::verify_peer, error);
    return context;
}

base::Error tlsError(const boost::system::error_code& error, const std::string& host)
{
    const auto reason = ERR_GET_REASON(static_cast<unsigned long>(error.value()));
    const bool unverified = error.category() == boost::asio::error::get_ssl_category()
        && reason == SSL_R_CERTIFICATE_VERIFY_FAILED;
    if (unverified)
        return {base::Errc::Tls,
                fmt::format("The certificate of {} is not trusted. Give the authority that signed it with --cacert "
                            "FILE (tls.ca_file), or accept any certificate for this run with --insecure.",
                            host)};
    return {base::Errc::Tls,
            fmt::format("The TLS handshake with {} failed: {}. Check that the port speaks TLS 1.2 or "
                        "later.",
                        host, error.message())};
}

} // namespace weir::net

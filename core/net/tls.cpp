// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/tls.h"

#include "core/net/tls_session.h"

#include <fmt/format.h>
#include <openssl/ssl.h>

namespace weir::net {

namespace ssl = boost::asio::ssl;

// More than a pool opens at once is of no use; a server hands out two with each handshake.
static constexpr std::size_t mostSessions = 64;

TlsClient::TlsClient(TlsOptions options)
    : m_options(std::move(options))
    , m_context(boost::asio::ssl::context::tls_client)
{
    SSL_CTX_set_min_proto_version(m_context.native_handle(),
                                  m_options.minVersion == TlsVersion::V13 ? TLS1_3_VERSION : TLS1_2_VERSION);
    TlsSession::keepEvidence(m_context.native_handle(), !m_options.insecure);
}

base::Result<std::shared_ptr<TlsClient>> TlsClient::make(const TlsOptions& options)
{
    std::shared_ptr<TlsClient> client(new TlsClient(options));
    if (auto trusts = client->setTrust(); !trusts)
        return std::unexpected(trusts.error());
    if (!options.certificateFile.empty())
        if (auto set = client->setCertificate(); !set)
            return std::unexpected(set.error());
    if (options.resume)
        client->keepSessions();
    return client;
}

base::Status TlsClient::setTrust()
{
    boost::system::error_code error;
    if (!m_options.caText.empty())
        m_context.add_certificate_authority(boost::asio::buffer(m_options.caText), error);
    else if (m_options.caFile.empty())
        m_context.set_default_verify_paths(error);
    else
        m_context.load_verify_file(m_options.caFile, error);
    if (error && !m_options.insecure)
        return base::fail(base::Errc::InvalidArgument,
                          fmt::format("The authorities file {} cannot be used: {}. It must be a PEM "
                                      "file with at least one certificate.",
                                      m_options.caFile.empty() ? "of the system" : m_options.caFile, error.message()));
    return {};
}

base::Status TlsClient::setCertificate()
{
    boost::system::error_code error;
    m_context.use_certificate_chain_file(m_options.certificateFile, error);
    if (error)
        return base::fail(base::Errc::InvalidArgument,
                          fmt::format("The client certificate {} (tls.certificate_file) cannot be used: {}. It must be "
                                      "a PEM file that begins with the certificate.",
                                      m_options.certificateFile, error.message()));
    const auto& keyFile = m_options.keyFile.empty() ? m_options.certificateFile : m_options.keyFile;
    m_context.use_private_key_file(keyFile, ssl::context::pem, error);
    if (error)
        return base::fail(base::Errc::InvalidArgument,
                          fmt::format("The client key {} (tls.key_file) cannot be used: {}. It must be a PEM file with "
                                      "the private key of the certificate in {}.",
                                      keyFile, error.message(), m_options.certificateFile));
    return {};
}

// Where OpenSSL's callback finds its TlsClient; the application's data of a context is Asio's.
static int ownerIndex()
{
    static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return index;
}

void TlsClient::keepSessions()
{
    auto* context = m_context.native_handle();
    SSL_CTX_set_ex_data(context, ownerIndex(), this);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    // 1: the session is ours from now on.
    SSL_CTX_sess_set_new_cb(context, [](SSL* connection, SSL_SESSION* session) {
        auto* self = static_cast<TlsClient*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(connection), ownerIndex()));
        self->keep(Session(session));
        return 1;
    });
}

void TlsClient::keep(Session session)
{
    const std::lock_guard lock{m_mutex};
    if (m_sessions.size() == mostSessions)
        m_sessions.erase(m_sessions.begin());
    m_sessions.push_back(std::move(session));
}

// RFC 8446, C.4: a session of TLS 1.3 is taken up once, lest others recognise the client by it. One of TLS 1.2 stays.
void TlsClient::offerSession(SSL* connection)
{
    const std::lock_guard lock{m_mutex};
    if (m_sessions.empty())
        return;
    SSL_set_session(connection, m_sessions.back().get());
    if (SSL_SESSION_get_protocol_version(m_sessions.back().get()) >= TLS1_3_VERSION)
        m_sessions.pop_back();
}

std::size_t TlsClient::sessions() const
{
    const std::lock_guard lock{m_mutex};
    return m_sessions.size();
}

} // namespace weir::net

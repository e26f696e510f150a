// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace weir::net {

enum class TlsVersion { V12, V13 };

// What a client trusts, and what it shows.
struct TlsOptions {
    std::string caFile;    // PEM; empty: the system's authorities
    std::string caText;    // PEM; where it is not empty, trusted instead
    bool insecure = false; // accept any certificate
    TlsVersion minVersion = TlsVersion::V12;
    std::string certificateFile; // PEM; for servers that ask for one
    std::string keyFile;         // PEM; empty: in certificateFile
    bool resume = true;          // sessions
};

// The client's side of TLS with one server: its settings, and the sessions that new connections take up again (RFC
// 8446, section 2.2), which spares the asymmetric half of a handshake. Shared by the workers; any thread.
class TlsClient {
public:
    static base::Result<std::shared_ptr<TlsClient>> make(const TlsOptions& options);
    TlsClient(const TlsClient&) = delete;
    TlsClient& operator=(const TlsClient&) = delete;

    boost::asio::ssl::context& context() { return m_context; }
    const TlsOptions& options() const { return m_options; }

    // Before its handshake: gives the connection an earlier session to take up, where there is one.
    void offerSession(SSL* connection);
    std::size_t sessions() const;

private:
    struct Free {
        void operator()(SSL_SESSION* session) const { SSL_SESSION_free(session); }
    };
    using Session = std::unique_ptr<SSL_SESSION, Free>;

    explicit TlsClient(TlsOptions options);
    void keepSessions();
    base::Status setTrust();
    base::Status setCertificate();
    void keep(Session session);

    const TlsOptions m_options;
    boost::asio::ssl::context m_context;
    mutable std::mutex m_mutex; // guards the sessions
    std::vector<Session> m_sessions;
};

} // namespace weir::net

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/task.h"
#include "core/net/tls_failure.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <openssl/ssl.h>

#include <memory>
#include <span>
#include <string>

namespace weir::net {

using Tcp = asio::ip::tcp;
using Socket = asio::basic_stream_socket<Tcp, Executor>;

// OpenSSL over a non-blocking socket that somebody else owns and outlives this. Nothing here waits: a step that cannot
// go on says which way the socket has to be ready first. Unlike Asio's own stream it copies no record between two
// buffers, and an idle connection holds none. Used on the socket's thread only.
class TlsSession {
public:
    TlsSession(Socket& socket, SSL_CTX* context);
    TlsSession(const TlsSession&) = delete;
    TlsSession& operator=(const TlsSession&) = delete;
    ~TlsSession();

    // Before a client's handshake: `name` is sent as SNI unless it is an address (RFC 6066, section 3), and the
    // certificate must be for it where certificates are verified.
    void expect(const std::string& name);
    std::string expectedName() const;
    void beClient();
    void beServer() { SSL_set_accept_state(m_ssl.get()); }

    enum class Progress { Done, WantsRead, WantsWrite, Failed };
    struct Step {
        Progress progress = Progress::Done;
        error_code error; // Failed; asio::error::eof where the peer has ended
        std::size_t bytes = 0;
    };
    Step shakeHands();
    // An end that the peer did not announce by close_notify is asio::ssl::error::stream_truncated (RFC 8446, section
    // 6.1): bytes may be missing that somebody on the way has taken off.
    Step read(asio::mutable_buffer buffer);
    // What read() would do. Takes in what is not data, such as a session's ticket.
    enum class Pending { Nothing, Data, End };
    Pending pending();
    // One record's worth of `buffers` from byte `done` on. Where it has to wait, the next call must offer the same
    // bytes.
    Step write(std::span<const asio::const_buffer> buffers, std::size_t done);
    // Sends close_notify: everything that was to be said has been. Where the socket does not take it at once, or the
    // session is broken, it is left out.
    void sayGoodbye() noexcept;

    SSL* native() { return m_ssl.get(); }
    // Something has arrived that read() has not been asked for, the peer's goodbye included.
    bool hasUnread() const
    {
        return SSL_has_pending(m_ssl.get()) == 1 || (SSL_get_shutdown(m_ssl.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
    }
    // For who tells why it failed.
    const TlsEvidence& evidence() const { return m_evidence; }
    // Of all sessions of a client's context: they keep it, and verify certificates or not.
    static void keepEvidence(SSL_CTX* context, bool verify);
    bool isResumed() const { return SSL_session_reused(m_ssl.get()) == 1; }

private:
    struct Free {
        void operator()(SSL* ssl) const { SSL_free(ssl); }
    };
    friend struct SocketBio;
    Step judged(int result);
    void keepFirst(const char* data, std::size_t size);
    Step put(const void* data, std::size_t size);

    Socket& m_socket;
    error_code m_socketError; // the last one
    TlsEvidence m_evidence;
    bool m_broken = false;  // OpenSSL must not be asked to write any more
    bool m_writing = false; // a record has gone in part
    std::unique_ptr<SSL, Free> m_ssl;
};

} // namespace weir::net

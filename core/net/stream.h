// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/deadline_wheel.h"
#include "core/net/task.h"
#include "core/net/tls.h"
#include "core/net/tls_session.h"

#include <memory>
#include <span>
#include <tuple>

namespace weir::net {

// A connected byte stream, plain or TLS, used on its context's thread only. One read and one write at a time.
class Stream final : public Interruptible {
public:
    explicit Stream(IoContext& context) : m_socket(context.get_executor()) {}
    explicit Stream(Socket socket);
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    ~Stream() { close(); }

    // Connects to the first of `addresses` that answers, in their order; if none does, the error of the last one, or of
    // one that met a limit of this machine (localLimit), which tells nothing of the peer. `source` is
    // the address of this machine to do it from; unspecified: the system's choice. Those of another kind are left out.
    Task<error_code> connect(std::span<const Tcp::endpoint> addresses, const asio::ip::address& source = {});

    // The client's handshake; `serverName` is sent as SNI and, where certificates are verified, checked.
    Task<error_code> handshake(TlsClient& client, const std::string& serverName);
    // The server's.
    Task<error_code> acceptHandshake(asio::ssl::context& context);

    struct ReadResult {
        error_code error; // asio::error::eof at the end of the stream; of TLS, only where the peer has announced it
        std::size_t bytes = 0;
    };
    Task<ReadResult> read(asio::mutable_buffer buffer);
    // The same for those who read once per exchange: they hand what it yields to `judged`. Where isDirect() says that
    // nothing lies between, receiveDirectly() takes no coroutine of its own; it is awaited where it is called.
    using Received = std::tuple<error_code, std::size_t>;
    Task<Received> receive(asio::mutable_buffer buffer);
    bool isDirect() const { return !m_tls && !m_interrupted; }
    auto receiveDirectly(asio::mutable_buffer buffer) { return m_socket.async_read_some(buffer, useTask); }
    ReadResult judged(const Received& received) const;
    // What there is, without waiting: nothing and no error where there is nothing yet.
    std::size_t readSome(asio::mutable_buffer buffer, error_code& error);
    // TLS has taken something off the socket that read() has not given out: maybe data, maybe no whole record of it.
    bool hasUnread() const { return m_tls && m_tls->hasUnread(); }

    // Writes what can be written without waiting, which is nearly always all: the socket's buffer has room. Spares the
    // coroutine of `write`, which does the rest from `done` on.
    std::size_t writeSome(std::span<const asio::const_buffer> buffers, error_code& error);

    // Writes all of `buffers` but their first `done` bytes.
    Task<error_code> write(std::span<const asio::const_buffer> buffers, std::size_t done = 0);

    // Waits until there is something to read, the peer's end included, at most for `patience`. The stream stays usable;
    // nothing else may be under way on it. Of TLS it is the record that arrives, which may hold no data yet.
    Task<bool> readable(DeadlineWheel& wheel, base::Nanos patience);

    // True when the peer has closed or sent data unasked, which makes an idle connection useless. Costs a system call.
    bool isStale();
    // True when the peer has closed and everything it sent was read. Of TLS, not while a read waits: this may take from
    // the socket what would wake it.
    bool isEnded();

    // Says that nothing more will be sent, of TLS by its goodbye. What the peer sends can still be read.
    void endSending() noexcept;
    // The same both ways where it is TLS, which has no half-close that peers agree on.
    void endTunnel() noexcept;

    // Ends the operation in progress with operation_aborted, and every later one: a stream is not used after that.
    void interrupt() noexcept override;
    bool interrupted() const { return m_interrupted; }

    // In order: of TLS with its goodbye, unless the stream was interrupted, so that the peer can tell.
    void close() noexcept;
    // Interrupts, and lets it close by a reset: the peer can tell that something is missing.
    void abort() noexcept;
    bool isOpen() const { return m_socket.is_open(); }
    bool isTls() const { return m_tls != nullptr; }
    bool isResumed() const { return m_tls && m_tls->isResumed(); } // an earlier TLS session

    // Of a client's TLS. The server has asked for a certificate; and there is none.
    bool certificateWanted() const { return m_tls && m_tls->evidence().certificateWanted; }
    bool lacksCertificate() const;
    // Whether `error` is TLS's own, in the handshake or behind it: servers of version 1.3 refuse a client only then.
    static bool isTlsFailure(const error_code& error);
    // Why it failed, in words with the remedy.
    base::Error tlsFailure(const error_code& error) const;

    Socket& socket() { return m_socket; }

private:
    void prepare();
    Task<error_code> shakeHands();
    Task<Received> receiveTls(asio::mutable_buffer buffer);
    Task<error_code> writeTls(std::span<const asio::const_buffer> buffers, std::size_t done);
    Task<error_code> writePlain(std::span<const asio::const_buffer> buffers, std::size_t done);
    Task<error_code> ready(TlsSession::Progress wanted);

    Socket m_socket;
    std::unique_ptr<TlsSession> m_tls;
    const TlsOptions* m_tlsOptions = nullptr; // of a client; its TlsClient outlives the connection
    bool m_interrupted = false;
};

} // namespace weir::net

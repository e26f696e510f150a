// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/task.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <memory>
#include <span>

namespace weir::net {

using Tcp = asio::ip::tcp;
using Socket = asio::basic_stream_socket<Tcp, Executor>;

// A connected byte stream, plain or TLS, used on its context's thread only. One read and one write at a time.
class Stream final : public Interruptible {
public:
    explicit Stream(IoContext& context) : m_socket(context.get_executor()) {}
    explicit Stream(Socket socket);
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    ~Stream() { close(); }

    // Connects to the first of `addresses` that answers, in their order; the last one's error if none does.
    Task<error_code> connect(std::span<const Tcp::endpoint> addresses);

    // The client's handshake; `serverName` is sent as SNI and, where the context verifies, checked.
    Task<error_code> handshake(asio::ssl::context& context, const std::string& serverName);

    struct ReadResult {
        error_code error; // asio::error::eof at the end of the stream
        std::size_t bytes = 0;
    };
    Task<ReadResult> read(asio::mutable_buffer buffer);

    // Writes all of `buffers`. Tries without suspending first: the socket's buffer nearly always has room.
    Task<error_code> write(std::span<const asio::const_buffer> buffers);

    // True when the peer has closed or sent something unasked, which makes an idle connection useless.
    bool isStale();

    // Ends the operation in progress with operation_aborted, and every later one: a stream is not used after that.
    void interrupt() noexcept override;
    bool interrupted() const { return m_interrupted; }

    void close() noexcept;
    bool isOpen() const { return m_socket.is_open() || m_tls; }
    bool isTls() const { return m_tls != nullptr; }
    Socket& socket() { return m_tls ? m_tls->next_layer() : m_socket; }

private:
    using TlsStream = asio::ssl::stream<Socket>;

    Task<error_code> writePlain(std::span<const asio::const_buffer> buffers);
    void prepare();

    Socket m_socket; // moved into m_tls by the handshake
    std::unique_ptr<TlsStream> m_tls;
    bool m_interrupted = false;
};

} // namespace weir::net

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/stream.h"

#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/write.hpp>
#include <openssl/ssl.h>

#include <algorithm>
#include <utility>

namespace weir::net {

Stream::Stream(Socket socket) : m_socket(std::move(socket))
{
    prepare();
}

// Non-blocking for the writes that are tried without suspending; no delay, since a request is one write.
void Stream::prepare()
{
    error_code ignored;
    m_socket.non_blocking(true, ignored);
    m_socket.set_option(Tcp::no_delay{true}, ignored);
}

Task<error_code> Stream::connect(std::span<const Tcp::endpoint> addresses)
{
    error_code last = asio::error::host_not_found;
    if (m_interrupted)
        co_return asio::error::operation_aborted;
    for (const auto& address : addresses) {
        error_code ignored;
        m_socket.close(ignored);
        const auto [error] = co_await m_socket.async_connect(address, useTask);
        if (m_interrupted)
            co_return asio::error::operation_aborted;
        last = error;
        if (!error) {
            prepare();
            break;
        }
    }
    co_return last;
}

Task<error_code> Stream::handshake(TlsClient& client, const std::string& serverName)
{
    m_tls = std::make_unique<TlsStream>(std::move(m_socket), client.context());
    client.offerSession(m_tls->native_handle());
    error_code notAnAddress;
    asio::ip::make_address(serverName, notAnAddress);
    // RFC 6066 section 3: a literal address is not a server name.
    if (notAnAddress)
        SSL_set_tlsext_host_name(m_tls->native_handle(), serverName.c_str());
    m_tls->set_verify_callback(asio::ssl::host_name_verification{serverName}, notAnAddress);
    const auto [error] = co_await m_tls->async_handshake(TlsStream::client, useTask);
    co_return m_interrupted ? error_code{asio::error::operation_aborted} : error;
}

Task<error_code> Stream::acceptHandshake(asio::ssl::context& context)
{
    m_tls = std::make_unique<TlsStream>(std::move(m_socket), context);
    const auto [error] = co_await m_tls->async_handshake(TlsStream::server, useTask);
    co_return m_interrupted ? error_code{asio::error::operation_aborted} : error;
}

Task<Stream::ReadResult> Stream::read(asio::mutable_buffer buffer)
{
    const auto received = co_await receive(buffer);
    co_return judged(received);
}

static Task<Stream::Received> interruptedBefore()
{
    co_return Stream::Received(asio::error::operation_aborted, 0);
}

Task<Stream::Received> Stream::receive(asio::mutable_buffer buffer)
{
    if (m_interrupted)
        return interruptedBefore();
    return m_tls ? m_tls->async_read_some(buffer, useTask) : m_socket.async_read_some(buffer, useTask);
}

Stream::ReadResult Stream::judged(const Received& received) const
{
    ReadResult result;
    std::tie(result.error, result.bytes) = received;
    // Peers often close without TLS's own goodbye; HTTP's framing tells whether something is missing.
    if (result.error == asio::ssl::error::stream_truncated)
        result.error = asio::error::eof;
    if (m_interrupted)
        result.error = asio::error::operation_aborted;
    return result;
}

std::size_t Stream::writeSome(std::span<const asio::const_buffer> buffers, error_code& error)
{
    error = {};
    if (m_interrupted) {
        error = asio::error::operation_aborted;
        return 0;
    }
    if (m_tls)
        return 0;
    // Of one piece it is send(), which costs the kernel less than sendmsg().
    const auto written = buffers.size() == 1 ? m_socket.write_some(buffers.front(), error)
                                             : m_socket.write_some(buffers, error);
    if (error == asio::error::would_block)
        error = {};
    return written;
}

Task<error_code> Stream::write(std::span<const asio::const_buffer> buffers, std::size_t done)
{
    error_code error;
    if (done == 0)
        done = writeSome(buffers, error);
    if (error || (done > 0 && done == asio::buffer_size(buffers)))
        co_return error;
    if (m_tls && done == 0) {
        const auto [failed, bytes] = co_await asio::async_write(*m_tls, buffers, useTask);
        co_return m_interrupted ? error_code(asio::error::operation_aborted) : failed;
    }
    for (const auto& buffer : buffers) {
        const auto skipped = std::min(done, buffer.size());
        done -= skipped;
        if (skipped == buffer.size())
            continue;
        const auto [failed, bytes] = co_await asio::async_write(m_socket, buffer + skipped, useTask);
        if (m_interrupted)
            co_return asio::error::operation_aborted;
        if (failed)
            co_return failed;
    }
    co_return error_code{};
}

Task<bool> Stream::readable(DeadlineWheel& wheel, base::Nanos patience)
{
    error_code error;
    if (m_interrupted || (m_tls && SSL_pending(m_tls->native_handle()) > 0) || socket().available(error) > 0)
        co_return true;
    struct Limit {
        Stream& stream;
        bool passed = false;
    } limit{*this};
    Deadline deadline(
        [](void* owner) noexcept {
            auto& expired = *static_cast<Limit*>(owner);
            expired.passed = true;
            error_code ignored;
            expired.stream.socket().cancel(ignored);
        },
        &limit);
    wheel.arm(deadline, base::now() + patience);
    co_await socket().async_wait(Socket::wait_read, useTask);
    co_return !limit.passed;
}

bool Stream::isStale()
{
    char byte = 0;
    error_code error;
    socket().receive(asio::buffer(&byte, 1), Socket::message_peek, error);
    return error != asio::error::would_block;
}

bool Stream::isEnded()
{
    char byte = 0;
    error_code error;
    socket().receive(asio::buffer(&byte, 1), Socket::message_peek, error);
    return error && error != asio::error::would_block;
}

// TLS has no half-close that peers agree on, so there it ends both ways.
void Stream::endSending() noexcept
{
    error_code ignored;
    socket().shutdown(m_tls ? Socket::shutdown_both : Socket::shutdown_send, ignored);
}

void Stream::interrupt() noexcept
{
    m_interrupted = true;
    error_code ignored;
    socket().cancel(ignored);
}

void Stream::close() noexcept
{
    // Without it OpenSSL takes the connection for broken, and its session for one that must not be taken up again.
    if (m_tls)
        SSL_set_shutdown(m_tls->native_handle(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    error_code ignored;
    socket().close(ignored);
}

} // namespace weir::net

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/stream.h"

#include "core/net/local_limit.h"
#include "core/net/source_address.h"

#include <boost/asio/ssl/error.hpp>
#include <boost/asio/write.hpp>

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

Task<error_code> Stream::connect(std::span<const Tcp::endpoint> addresses, const asio::ip::address& source)
{
    error_code last = asio::error::host_not_found;
    error_code limit;
    if (m_interrupted)
        co_return asio::error::operation_aborted;
    for (const auto& address : addresses) {
        error_code ignored;
        m_socket.close(ignored);
        if (!source.is_unspecified()) {
            last = bindTo(m_socket, source, address);
            if (last) { // the address itself has gone where it is not available
                const bool isGone = last == boost::system::errc::address_not_available;
                limit = !isGone && localLimit(last) ? last : limit;
                continue;
            }
        }
        const auto [error] = co_await m_socket.async_connect(address, useTask);
        if (m_interrupted)
            co_return asio::error::operation_aborted;
        last = error;
        if (!error) {
            prepare();
            co_return error;
        }
        if (localLimit(error, address))
            limit = error;
    }
    co_return limit ? limit : last;
}

Task<error_code> Stream::handshake(TlsClient& client, const std::string& serverName)
{
    m_tls = std::make_unique<TlsSession>(m_socket, client.context().native_handle());
    m_tlsOptions = &client.options();
    client.offerSession(m_tls->native());
    m_tls->expect(serverName);
    m_tls->beClient();
    return shakeHands();
}

bool Stream::lacksCertificate() const
{
    return certificateWanted() && m_tlsOptions && m_tlsOptions->certificateFile.empty();
}

bool Stream::isTlsFailure(const error_code& error)
{
    return error.category() == asio::error::get_ssl_category();
}

base::Error Stream::tlsFailure(const error_code& error) const
{
    return tlsError(error, m_tls->evidence(), *m_tlsOptions, m_tls->expectedName());
}

Task<error_code> Stream::acceptHandshake(asio::ssl::context& context)
{
    m_tls = std::make_unique<TlsSession>(m_socket, context.native_handle());
    m_tls->beServer();
    return shakeHands();
}

Task<error_code> Stream::shakeHands()
{
    for (;;) {
        const auto step = m_tls->shakeHands();
        if (step.progress == TlsSession::Progress::Done || step.progress == TlsSession::Progress::Failed)
            co_return step.error;
        const auto waited = co_await ready(step.progress);
        if (waited)
            co_return waited;
    }
}

// For what TLS has to wait for.
Task<error_code> Stream::ready(TlsSession::Progress wanted)
{
    if (m_interrupted)
        co_return asio::error::operation_aborted;
    const auto way = wanted == TlsSession::Progress::WantsRead ? Socket::wait_read : Socket::wait_write;
    const auto [error] = co_await m_socket.async_wait(way, useTask);
    co_return m_interrupted ? error_code(asio::error::operation_aborted) : error;
}

Task<Stream::ReadResult> Stream::read(asio::mutable_buffer buffer)
{
    const auto received = co_await receive(buffer);
    co_return judged(received);
}

Task<Stream::Received> Stream::receive(asio::mutable_buffer buffer)
{
    if (m_interrupted)
        co_return Received(asio::error::operation_aborted, 0);
    if (m_tls)
        co_return co_await receiveTls(buffer);
    co_return co_await receiveDirectly(buffer);
}

Task<Stream::Received> Stream::receiveTls(asio::mutable_buffer buffer)
{
    for (;;) {
        const auto step = m_tls->read(buffer);
        if (step.progress == TlsSession::Progress::Done || step.progress == TlsSession::Progress::Failed)
            co_return Received(step.error, step.bytes);
        const auto waited = co_await ready(step.progress);
        if (waited)
            co_return Received(waited, 0);
    }
}

Stream::ReadResult Stream::judged(const Received& received) const
{
    ReadResult result;
    std::tie(result.error, result.bytes) = received;
    if (m_interrupted)
        result.error = asio::error::operation_aborted;
    return result;
}

std::size_t Stream::readSome(asio::mutable_buffer buffer, error_code& error)
{
    error = {};
    if (m_interrupted) {
        error = asio::error::operation_aborted;
        return 0;
    }
    if (m_tls) {
        const auto step = m_tls->read(buffer);
        error = step.error;
        return step.bytes;
    }
    const auto read = m_socket.read_some(buffer, error);
    if (error == asio::error::would_block)
        error = {};
    return read;
}

std::size_t Stream::writeSome(std::span<const asio::const_buffer> buffers, error_code& error)
{
    error = {};
    if (m_interrupted) {
        error = asio::error::operation_aborted;
        return 0;
    }
    if (m_tls) {
        const auto step = m_tls->write(buffers, 0);
        error = step.error;
        return step.bytes;
    }
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
    if (m_tls)
        co_return co_await writeTls(buffers, done);
    co_return co_await writePlain(buffers, done);
}

Task<error_code> Stream::writeTls(std::span<const asio::const_buffer> buffers, std::size_t done)
{
    const auto total = asio::buffer_size(buffers);
    while (done < total) {
        const auto step = m_tls->write(buffers, done);
        if (step.progress == TlsSession::Progress::Failed)
            co_return step.error;
        done += step.bytes;
        if (step.progress == TlsSession::Progress::Done)
            continue;
        const auto waited = co_await ready(step.progress);
        if (waited)
            co_return waited;
    }
    co_return error_code{};
}

Task<error_code> Stream::writePlain(std::span<const asio::const_buffer> buffers, std::size_t done)
{
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
    if (m_interrupted || (m_tls && m_tls->hasUnread()) || m_socket.available(error) > 0)
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
            expired.stream.m_socket.cancel(ignored);
        },
        &limit);
    wheel.arm(deadline, base::now() + patience);
    co_await m_socket.async_wait(Socket::wait_read, useTask);
    co_return !limit.passed;
}

bool Stream::isStale()
{
    if (m_tls)
        return m_tls->pending() != TlsSession::Pending::Nothing;
    char byte = 0;
    error_code error;
    m_socket.receive(asio::buffer(&byte, 1), Socket::message_peek, error);
    return error != asio::error::would_block;
}

bool Stream::isEnded()
{
    if (m_tls)
        return m_tls->pending() == TlsSession::Pending::End;
    char byte = 0;
    error_code error;
    m_socket.receive(asio::buffer(&byte, 1), Socket::message_peek, error);
    return error && error != asio::error::would_block;
}

void Stream::endSending() noexcept
{
    if (m_tls)
        m_tls->sayGoodbye();
    error_code ignored;
    m_socket.shutdown(Socket::shutdown_send, ignored);
}

void Stream::endTunnel() noexcept
{
    endSending();
    error_code ignored;
    if (m_tls)
        m_socket.shutdown(Socket::shutdown_both, ignored);
}

void Stream::interrupt() noexcept
{
    m_interrupted = true;
    error_code ignored;
    m_socket.cancel(ignored);
}

void Stream::close() noexcept
{
    if (m_tls && !m_interrupted && m_socket.is_open())
        m_tls->sayGoodbye();
    error_code ignored;
    m_socket.close(ignored);
}

void Stream::abort() noexcept
{
    interrupt();
    error_code ignored;
    m_socket.set_option(asio::socket_base::linger(true, 0), ignored);
}

} // namespace weir::net

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/upstream/connect.h"

#include "core/net/local_limit.h"
#include "core/net/source_address.h"

#include <boost/asio/error.hpp>
#include <fmt/chrono.h>

namespace weir::upstream {

namespace {

// Ends a connection attempt that takes too long.
struct ConnectLimit {
    explicit ConnectLimit(net::Stream& limited) : stream(limited) {}

    static void expired(void* owner) noexcept
    {
        auto* self = static_cast<ConnectLimit*>(owner);
        self->passed = true;
        self->stream.interrupt();
    }

    net::Stream& stream;
    bool passed = false;
    net::Deadline deadline{&ConnectLimit::expired, this};
};

// Whether it is this side that stands in the way: not where the addresses, or the one to come from, are none of this
// machine's kind.
std::optional<net::LocalLimit> limitOn(const net::error_code& error, const Target& target,
                                       std::span<const net::Tcp::endpoint> addresses)
{
    const bool lacksSource = error == boost::system::errc::address_not_available && !target.source.is_unspecified()
        && net::checkSource(target.source);
    for (const auto& address : addresses)
        if (const auto limit = lacksSource ? std::nullopt : net::localLimit(error, address))
            return limit;
    return std::nullopt;
}

base::Error connectError(const net::error_code& error, const Target& target,
                         std::span<const net::Tcp::endpoint> addresses)
{
    const auto where = target.url.scheme + "://" + target.authority;
    if (error == net::asio::error::connection_refused)
        return {base::Errc::ConnectRefused,
                fmt::format("{} refused the connection. Check that the server is running and listens on this port.",
                            where)};
    if (const auto limit = limitOn(error, target, addresses))
        return net::limitError(*limit, "no connection to " + where + " can be opened");
    return {base::Errc::ConnectFailed,
            fmt::format("No connection to {}: {}. Check the address, and that the server can "
                        "be reached from this machine.",
                        where, error.message())};
}

base::Error timeoutError(const Target& target, base::Nanos timeout)
{
    return {base::Errc::Timeout,
            fmt::format("{}://{} did not accept a connection within {} ms. Check the address and firewalls, or raise "
                        "pool.connect_timeout_ms.",
                        target.url.scheme, target.authority,
                        std::chrono::duration_cast<std::chrono::milliseconds>(timeout).count())};
}

base::Error handshakeTimeout(const Target& target, base::Nanos timeout)
{
    return {base::Errc::TlsTimeout,
            fmt::format("{}://{} accepted a connection but did not end the TLS handshake within {} ms. Check that it "
                        "speaks TLS on this port, or raise pool.connect_timeout_ms.",
                        target.url.scheme, target.authority,
                        std::chrono::duration_cast<std::chrono::milliseconds>(timeout).count())};
}

} // namespace

net::Task<base::Result<ConnectTimes>> connect(net::Stream& stream, const Target& target,
                                              std::span<const net::Tcp::endpoint> addresses, base::Nanos timeout,
                                              net::DeadlineWheel& wheel, net::Interruption* interruption)
{
    ConnectLimit limit(stream);
    const auto begin = base::now();
    wheel.arm(limit.deadline, begin + timeout);
    const auto failed = co_await stream.connect(addresses, target.source);
    if (limit.passed)
        co_return std::unexpected(timeoutError(target, timeout));
    if (failed == net::asio::error::operation_aborted)
        co_return base::fail(base::Errc::Cancelled);
    if (failed)
        co_return std::unexpected(connectError(failed, target, addresses));
    ConnectTimes times;
    const auto connected = base::now();
    times.connect = connected - begin;
    if (!target.tls)
        co_return times;

    if (interruption)
        interruption->nowFor(net::Wait::Handshake);
    const auto refused = co_await stream.handshake(*target.tls, target.url.host);
    if (limit.passed)
        co_return std::unexpected(handshakeTimeout(target, timeout));
    if (refused == net::asio::error::operation_aborted)
        co_return base::fail(base::Errc::Cancelled);
    if (refused)
        co_return std::unexpected(stream.tlsFailure(refused));
    times.handshake = base::now() - connected;
    co_return times;
}

} // namespace weir::upstream

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/tunnel.h"

#include "core/net/one_shot.h"

#include <boost/asio/co_spawn.hpp>

#include <array>
#include <exception>

namespace weir::proxy {

namespace {

// A read is a write, so a side that does not read holds the other back.
constexpr std::size_t pieceSize = 16 * 1024;

// Carries bytes one way until `from` has ended, and then says so to `to`. What breaks either ends both.
net::Task<> carry(net::Stream& from, net::Stream& to, std::string_view first)
{
    const auto buffer = std::make_unique_for_overwrite<char[]>(pieceSize);
    std::array<net::asio::const_buffer, 1> piece = {net::asio::buffer(first)};
    for (bool open = true; open;) {
        if (piece[0].size() > 0) {
            const auto failed = co_await to.write(piece);
            if (failed)
                break;
        }
        const auto read = co_await from.read(net::asio::buffer(buffer.get(), pieceSize));
        open = !read.error;
        piece[0] = net::asio::buffer(buffer.get(), read.bytes);
        if (read.error == net::asio::error::eof) {
            to.endTunnel();
            co_return;
        }
    }
    from.interrupt();
    to.interrupt();
}

class UpstreamTunnel final : public http::Tunnel {
public:
    explicit UpstreamTunnel(Exchange& exchange) : m_exchange(exchange), m_lease(std::move(exchange.lease)) {}

    net::Task<> run(net::Stream& client, std::string_view unread) override
    {
        auto& target = m_lease.client().stream();
        const net::Interruption::Scope scope(m_exchange.interruption, target);
        const auto executor = target.socket().get_executor();
        net::OneShot sent(executor);
        net::asio::co_spawn(executor, carry(client, target, unread), [&sent](std::exception_ptr bug) {
            if (bug)
                std::rethrow_exception(bug);
            sent.set();
        });
        co_await carry(target, client, m_lease.client().unread());
        co_await sent.wait();
    }

private:
    Exchange& m_exchange;
    upstream::Lease m_lease;
};

} // namespace

std::unique_ptr<http::Tunnel> makeTunnel(Exchange& exchange)
{
    return std::make_unique<UpstreamTunnel>(exchange);
}

} // namespace weir::proxy

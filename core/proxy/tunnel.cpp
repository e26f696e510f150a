// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/tunnel.h"

#include "core/net/one_shot.h"

#include <boost/asio/co_spawn.hpp>

#include <array>
#include <exception>

namespace weir::proxy {

namespace {

// A read is a write, so a side that does not read holds the other back.
constexpr std::size_t tunnelPiece = 16 * 1024;

// Ends both sides of a tunnel that nobody uses any more: peers that went without a word would keep it for ever.
class IdleLimit {
public:
    IdleLimit(net::DeadlineWheel& wheel, base::Nanos limit, net::Stream& client, net::Stream& target)
        : m_wheel(wheel)
        , m_limit(limit)
        , m_client(client)
        , m_target(target)
    {
    }

    void hasPassed() // something, either way
    {
        if (m_limit > base::Nanos::zero())
            m_wheel.arm(m_deadline, base::now() + m_limit);
    }

private:
    static void expired(void* owner) noexcept
    {
        auto& self = *static_cast<IdleLimit*>(owner);
        self.m_client.interrupt();
        self.m_target.interrupt();
    }

    net::DeadlineWheel& m_wheel;
    base::Nanos m_limit;
    net::Stream& m_client;
    net::Stream& m_target;
    net::Deadline m_deadline{&IdleLimit::expired, this};
};

// Carries bytes one way until `from` has ended, and then says so to `to`. What breaks either ends both.
net::Task<> carry(net::Stream& from, net::Stream& to, std::string_view first, IdleLimit& idle)
{
    const auto buffer = std::make_unique_for_overwrite<char[]>(tunnelPiece);
    std::array<net::asio::const_buffer, 1> piece = {net::asio::buffer(first)};
    for (bool open = true; open;) {
        idle.hasPassed();
        if (piece[0].size() > 0) {
            const auto failed = co_await to.write(piece);
            if (failed)
                break;
            idle.hasPassed();
        }
        const auto read = co_await from.read(net::asio::buffer(buffer.get(), tunnelPiece));
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
    UpstreamTunnel(Exchange& exchange, base::Nanos idleLimit)
        : m_exchange(exchange)
        , m_idleLimit(idleLimit)
        , m_lease(std::move(exchange.lease))
    {
    }

    net::Task<> run(net::Stream& client, std::string_view unread) override
    {
        auto& target = m_lease.client().stream();
        const net::Interruption::Scope scope(m_exchange.interruption, target);
        IdleLimit idle(m_exchange.worker.wheel, m_idleLimit, client, target);
        const auto executor = target.socket().get_executor();
        net::OneShot sent(executor);
        net::asio::co_spawn(executor, carry(client, target, unread, idle), [&sent](std::exception_ptr bug) {
            if (bug)
                std::rethrow_exception(bug);
            sent.set();
        });
        co_await carry(target, client, m_lease.client().unread(), idle);
        co_await sent.wait();
    }

private:
    Exchange& m_exchange;
    base::Nanos m_idleLimit;
    upstream::Lease m_lease;
};

} // namespace

std::unique_ptr<http::Tunnel> makeTunnel(Exchange& exchange, base::Nanos idleLimit)
{
    return std::make_unique<UpstreamTunnel>(exchange, idleLimit);
}

} // namespace weir::proxy

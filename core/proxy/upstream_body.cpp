// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/upstream_body.h"

#include "core/proxy/outcome.h"

#include <algorithm>

namespace weir::proxy {

namespace {

// What was received before the body proved large, then the rest from the connection as it comes.
class UpstreamBody final : public http::BodySource {
public:
    UpstreamBody(Exchange& exchange, std::string received)
        : m_exchange(exchange), m_lease(std::move(exchange.lease)), m_received(std::move(received))
    {
    }

    net::Task<base::Result<std::string_view>> pull() override
    {
        return pull(StageClock::Scope{m_exchange.clock, metrics::StageId::Upstream});
    }

private:
    net::Task<base::Result<std::string_view>> pull(StageClock::Scope)
    {
        if (!m_receivedGiven) {
            m_receivedGiven = true;
            co_return std::string_view(m_received);
        }
        m_received = std::string();
        const net::Interruption::Scope scope(m_exchange.interruption, m_lease.client().stream());
        auto piece = co_await m_lease.client().receiveBody();
        if (piece)
            m_exchange.upstreamWireBytes += piece->size();
        else
            m_exchange.fail(exchangeOutcome(piece.error().code), base::text(piece.error()));
        co_return piece;
    }

    Exchange& m_exchange;
    upstream::Lease m_lease;
    std::string m_received;
    bool m_receivedGiven = false;
};

} // namespace

net::Task<base::Result<http::Body>> receiveBody(Exchange& exchange)
{
    auto& client = exchange.lease.client();
    const net::Interruption::Scope scope(exchange.interruption, client.stream());
    std::string received;
    if (const auto announced = client.announcedLength())
        received.reserve(std::min<std::uint64_t>(*announced, wholeBody));
    while (received.size() <= wholeBody) {
        const auto piece = co_await client.receiveBody();
        if (!piece) {
            exchange.lease.release();
            co_return std::unexpected(piece.error());
        }
        if (piece->empty()) {
            exchange.lease.release();
            http::Body body;
            if (!received.empty())
                body = http::Body(http::makeBytes(std::move(received)));
            co_return body;
        }
        exchange.upstreamWireBytes += piece->size();
        received.append(*piece);
    }
    const auto length = client.announcedLength();
    co_return http::Body(std::make_unique<UpstreamBody>(exchange, std::move(received)), length);
}

} // namespace weir::proxy

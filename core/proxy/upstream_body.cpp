// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/upstream_body.h"

#include "core/http/connection_options.h"
#include "core/proxy/outcome.h"

#include <algorithm>
#include <utility>

namespace weir::proxy {

namespace {

// A target that pauses for this long within a body of unknown length is not about to end it: events, a long poll, a
// page in the making. What there is goes on its way then.
constexpr base::Nanos lull = std::chrono::milliseconds{5};

// What was received before the body proved large or slow, then the rest from the connection as it comes.
class UpstreamBody final : public http::BodySource {
public:
    UpstreamBody(Exchange& exchange, const http::HeaderMap& head, std::string received)
        : m_exchange(exchange)
        , m_lease(std::move(exchange.lease))
        , m_received(std::move(received))
        , m_options(head)
    {
    }

    net::Task<base::Result<std::string_view>> pull() override
    {
        return pull(StageClock::Scope{m_exchange.clock, metrics::StageId::Upstream});
    }

    bool isAtHand() override
    {
        if (!m_next && m_lease)
            m_next = m_lease.client().bufferedBody();
        return m_next.has_value();
    }

    const http::HeaderMap* trailers() const override { return m_trailers.empty() ? nullptr : &m_trailers; }

private:
    net::Task<base::Result<std::string_view>> pull(StageClock::Scope)
    {
        if (!m_receivedGiven && !m_received.empty()) {
            m_receivedGiven = true;
            co_return std::string_view(m_received);
        }
        m_received = std::string();
        base::Result<std::string_view> piece;
        if (m_next)
            piece = *std::exchange(m_next, std::nullopt);
        else
            piece = co_await receive(m_lease.client());
        if (!piece)
            m_exchange.fail(exchangeOutcome(piece.error().code, net::Wait::Body), base::text(piece.error()));
        else if (!piece->empty())
            m_exchange.upstreamWireBytes += piece->size();
        else
            end();
        co_return piece;
    }

    net::Task<base::Result<std::string_view>> receive(http::ClientConnection& client)
    {
        const net::Interruption::Scope scope(m_exchange.interruption, client.stream(), net::Wait::Body);
        co_return co_await client.receiveBody();
    }

    // The connection is free before the last of the body has reached the client.
    void end()
    {
        m_trailers = m_lease.client().trailers();
        m_options.dropFrom(m_trailers);
        m_lease.release();
    }

    Exchange& m_exchange;
    upstream::Lease m_lease;
    std::string m_received;
    http::ConnectionOptions m_options;
    http::HeaderMap m_trailers;
    std::optional<base::Result<std::string_view>> m_next; // where isAtHand has found it
    bool m_receivedGiven = false;
};

// Yields something when that was the last piece.
std::optional<base::Result<http::Body>> take(Exchange& exchange, const base::Result<std::string_view>& piece,
                                             std::string& received)
{
    if (!piece)
        return std::unexpected(piece.error());
    if (piece->empty()) {
        exchange.lease.release();
        return received.empty() ? http::Body() : http::Body(http::makeBytes(std::move(received)));
    }
    exchange.upstreamWireBytes += piece->size();
    received.append(*piece);
    return std::nullopt;
}

} // namespace

std::optional<base::Result<http::Body>> arrivedBody(Exchange& exchange, std::string& received)
{
    auto& client = exchange.lease.client();
    if (received.empty())
        received.reserve(std::min<std::uint64_t>(client.announcedLength().value_or(0), wholeBody));
    while (received.size() <= wholeBody) {
        const auto piece = client.bufferedBody();
        if (!piece)
            return std::nullopt;
        if (auto done = take(exchange, *piece, received))
            return done;
    }
    return std::nullopt;
}

net::Task<base::Result<http::Body>> receiveBody(Exchange& exchange, const http::HeaderMap& head, bool isWhole,
                                                std::string received)
{
    auto& client = exchange.lease.client();
    const net::Interruption::Scope scope(exchange.interruption, client.stream(), net::Wait::Body);
    const auto announced = client.announcedLength();
    while (isWhole && received.size() <= wholeBody) {
        if (!announced) {
            const bool goesOn = co_await client.arrives(exchange.worker.wheel, lull);
            if (!goesOn)
                break;
        }
        const auto piece = co_await client.receiveBody();
        if (auto done = take(exchange, piece, received))
            co_return *std::move(done);
    }
    co_return http::Body(std::make_unique<UpstreamBody>(exchange, head, std::move(received)), announced);
}

} // namespace weir::proxy

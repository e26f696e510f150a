// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/stages/upstream_stage.h"

#include "core/proxy/forward.h"
#include "core/proxy/outcome.h"
#include "core/proxy/stages/attempt.h"
#include "core/proxy/tunnel.h"
#include "core/proxy/upstream_body.h"

#include <utility>

namespace weir::proxy {

namespace {

bool isLost(const base::Error& error)
{
    return error.code == base::Errc::ConnectionClosed || error.code == base::Errc::ConnectionReset;
}

// A reused connection that ends before any byte of a reply was most likely closed by the target while it was idle.
// RFC 9110 9.2.2: sending again is safe only for idempotent methods, and only with a body we still have. A gateway does
// so, and counts it; a client that measures its target does not, since that would hide a failure.
bool maySendAgain(const Exchange& exchange, const base::Error& error, bool wasReused)
{
    return wasReused && !exchange.lease.client().receivedAnything() && isLost(error)
        && http::isIdempotent(exchange.request.method);
}

// RFC 9112 9.2: what has arrived since the last reply would be taken for the next one, which is another client's. Costs
// a system call, so load from this process, whose targets are its own affair, goes without.
bool hasLeftovers(Exchange& exchange)
{
    return exchange.client && exchange.lease.isReused() && exchange.lease.client().stream().isStale();
}

// The status for a client whose own body is why the exchange came to nothing.
int clientFault(const base::Error& error)
{
    switch (error.code) {
    case base::Errc::Timeout: return 408;
    case base::Errc::TooLarge: return 413;
    default: return 400;
    }
}

// Whether the body may be waited for. What its target sends event by event must not be.
bool isReceivedWhole(const Exchange& exchange, const http::Response& response)
{
    if (http::hasNoBody(response.status, exchange.request.isHead()))
        return true;
    const auto length = exchange.lease.client().announcedLength();
    if (length)
        return *length <= wholeBody;
    const auto type = response.headers.get("Content-Type").value_or("");
    return !type.starts_with("text/event-stream") && !response.headers.contains("Trailer");
}

} // namespace

UpstreamStage::UpstreamStage(Role role, const settings::Scenario& scenario)
    : m_role(role)
    , m_tunnelIdle(
          std::chrono::duration_cast<base::Nanos>(std::chrono::duration<double>(scenario.listener.tunnelIdleTimeoutS)))
{
    if (role == Role::Proxy) // a client's own time limit covers all of its exchange
        m_patience = std::chrono::duration_cast<base::Nanos>(
            std::chrono::duration<double, std::milli>(scenario.pool.responseTimeoutMs));
}

void UpstreamStage::prepare(Exchange& exchange) const
{
    if (!exchange.keepAlive)
        exchange.request.headers.set("Connection", "close");
}

// False: the response is that of the failure.
net::Task<bool> UpstreamStage::reconnect(Exchange& exchange, http::Response& response) const
{
    const auto connected = co_await exchange.lease.reconnect(exchange.interruption);
    if (!connected) {
        exchange.lease.release(); // there is no connection in it any more
        response = failed(exchange, connectOutcome(connected.error().code), connected.error());
        co_return false;
    }
    ++exchange.connects;
    chargeOpening(exchange, metrics::StageId::Upstream, *connected);
    co_return true;
}

http::Response UpstreamStage::failed(Exchange& exchange, metrics::Outcome outcome, const base::Error& error) const
{
    const auto source = exchange.lease ? exchange.lease.client().sourceError() : std::nullopt;
    exchange.lease.release();
    if (!source) {
        exchange.fail(outcome, base::text(error));
        return failureResponse(exchange.outcome, exchange.failure);
    }
    exchange.fail(metrics::Outcome::Cancelled, "the client's body broke off: " + base::text(*source));
    return http::plainResponse(clientFault(*source), "The request has " + source->context + ".\n");
}

net::Task<http::Response> UpstreamStage::handle(Exchange& exchange, Next)
{
    http::Response response;
    if (hasLeftovers(exchange)) {
        const bool connected = co_await reconnect(exchange, response);
        if (!connected)
            co_return response;
    }
    prepare(exchange);
    for (bool mayRepeat = m_role == Role::Proxy && exchange.lease.isReused() && !exchange.request.body.source();;) {
        {
            Attempt attempt(exchange, m_patience);
            if (!attempt.send())
                co_await attempt.sendRest();
            if (attempt.awaitsReply()) {
                net::Stream::Received arrived;
                if (exchange.lease.client().stream().isDirect())
                    arrived = co_await exchange.lease.client().receiveDirectly();
                else
                    arrived = co_await exchange.lease.client().receive();
                if (!attempt.takeHead(arrived, response))
                    co_await attempt.receiveHead(response);
            }
            if (attempt.succeeded())
                break;
            if (!maySendAgain(exchange, attempt.error(), std::exchange(mayRepeat, false)))
                co_return failed(exchange, attempt.outcome(), attempt.error());
        }
        const bool connected = co_await reconnect(exchange, response);
        if (!connected)
            co_return response;
        ++exchange.resent;
    }

    exchange.targetHeaderBytes = exchange.lease.client().headerBytes();
    exchange.usedConnection = true;
    if (response.status == 101) {
        keepUpgrade(response.headers);
        response.tunnel = makeTunnel(exchange, m_tunnelIdle);
        co_return response;
    }
    const bool isWhole = isReceivedWhole(exchange, response);
    std::string received;
    if (!isWhole || !takeArrived(exchange, response, received))
        co_await receiveRest(exchange, response, isWhole, received);
    co_return response;
}

bool UpstreamStage::takeArrived(Exchange& exchange, http::Response& response, std::string& received) const
{
    auto body = arrivedBody(exchange, received);
    if (!body)
        return false;
    complete(exchange, response, *std::move(body));
    return true;
}

net::Task<> UpstreamStage::receiveRest(Exchange& exchange, http::Response& response, bool isWhole,
                                       std::string& received) const
{
    auto body = co_await receiveBody(exchange, response.headers, isWhole, std::move(received));
    complete(exchange, response, std::move(body));
}

void UpstreamStage::complete(Exchange& exchange, http::Response& response, base::Result<http::Body> body) const
{
    if (!body) {
        response = failed(exchange, exchangeOutcome(body.error().code, net::Wait::Body), body.error());
        return;
    }
    response.body = *std::move(body);
    if (m_role == Role::Proxy)
        dropHopByHop(response.headers, response.body.source() != nullptr);
}

} // namespace weir::proxy

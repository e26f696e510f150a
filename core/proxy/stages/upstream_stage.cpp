// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/stages/upstream_stage.h"

#include "core/proxy/forward.h"
#include "core/proxy/outcome.h"
#include "core/proxy/tunnel.h"
#include "core/proxy/upstream_body.h"

#include <utility>

namespace weir::proxy {

namespace {

// A reused connection that ends before any byte of a reply was most likely closed by the target while it was idle.
// RFC 9110 9.2.2: sending again is safe only for idempotent methods, and only with a body we still have.
bool maySendAgain(const Exchange& exchange, const base::Error& error, bool wasReused)
{
    return wasReused && !exchange.lease.client().receivedAnything() && error.code == base::Errc::ConnectionClosed
        && http::isIdempotent(exchange.request.method);
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

void UpstreamStage::prepare(Exchange& exchange) const
{
    auto& headers = exchange.request.headers;
    if (m_role == Role::Proxy)
        prepareRequest(exchange.request, exchange.lease.target(), m_settings, m_viaName, exchange.client);
    else if (!headers.contains("Host"))
        headers.set("Host", exchange.lease.target().authority);
    if (!exchange.keepAlive)
        headers.set("Connection", "close");
}

net::Task<base::Status> UpstreamStage::roundTrip(Exchange& exchange, http::Response& response) const
{
    auto& client = exchange.lease.client();
    const net::Interruption::Scope scope(exchange.interruption, client.stream());
    exchange.lease.countRequest();
    auto sent = co_await client.send(exchange.request, exchange.lease.target().basePath);
    if (!sent && sent.error().code != base::Errc::ConnectionClosed)
        co_return sent;
    http::ReplyContext context;
    context.toHead = exchange.request.isHead();
    context.upgradeOffered = exchange.client && exchange.request.headers.contains("Upgrade");
    InterimForward interim(exchange.client);
    context.interim = exchange.client ? &interim : nullptr;
    auto received = co_await client.receiveHead(response, context);
    if (!received && !sent)
        co_return sent; // a server that refuses a body may reply and close before it has read it
    if (!received)
        co_return received;
    exchange.firstByte = base::now();
    exchange.targetHeaderBytes = client.headerBytes();
    co_return received;
}

// RFC 9112 9.2: what has arrived since the last reply would be taken for the next one, which is another client's. Costs
// a system call, so load from this process, whose targets are its own affair, goes without.
net::Task<base::Status> UpstreamStage::refreshConnection(Exchange& exchange) const
{
    auto& lease = exchange.lease;
    if (!exchange.client || !lease.isReused() || !lease.client().stream().isStale())
        co_return base::Status{};
    auto connected = co_await lease.reconnect(exchange.interruption);
    if (connected)
        ++exchange.connects;
    else
        lease.release(); // there is no connection in it any more
    co_return connected;
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
    const auto refreshed = co_await refreshConnection(exchange);
    if (!refreshed)
        co_return failed(exchange, connectOutcome(refreshed.error().code), refreshed.error());
    prepare(exchange);
    http::Response response;
    const bool mayRepeat = exchange.lease.isReused() && !exchange.request.body.source();
    auto outcomeFor = exchangeOutcome;
    auto done = co_await roundTrip(exchange, response);
    if (!done && maySendAgain(exchange, done.error(), mayRepeat)) {
        auto connected = co_await exchange.lease.reconnect(exchange.interruption);
        if (connected) {
            ++exchange.connects;
            done = co_await roundTrip(exchange, response);
        } else {
            exchange.lease.release(); // there is no connection in it any more
            done = std::move(connected);
            outcomeFor = connectOutcome;
        }
    }
    if (!done)
        co_return failed(exchange, outcomeFor(done.error().code), done.error());

    exchange.usedConnection = true;
    if (response.status == 101) {
        keepUpgrade(response.headers);
        response.tunnel = makeTunnel(exchange);
        co_return response;
    }
    auto body = co_await receiveBody(exchange, isReceivedWhole(exchange, response));
    if (!body)
        co_return failed(exchange, exchangeOutcome(body.error().code), body.error());
    response.body = *std::move(body);
    if (m_role == Role::Proxy)
        dropHopByHop(response.headers, response.body.source() != nullptr);
    co_return response;
}

} // namespace weir::proxy

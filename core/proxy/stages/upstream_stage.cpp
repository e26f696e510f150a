// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/stages/upstream_stage.h"

#include "core/proxy/forward.h"
#include "core/proxy/outcome.h"
#include "core/proxy/upstream_body.h"

namespace weir::proxy {

namespace {

// A reused connection that ends before any byte of a reply was most likely closed by the target while it was idle.
// RFC 9110 9.2.2: sending again is safe only for idempotent methods, and only with a body we still have.
bool maySendAgain(const Exchange& exchange, const base::Error& error, bool wasReused, bool receivedAnything)
{
    return wasReused && !receivedAnything && error.code == base::Errc::ConnectionClosed
        && http::isIdempotent(exchange.request.method) && !exchange.request.body.source();
}

} // namespace

net::Task<base::Status> UpstreamStage::roundTrip(Exchange& exchange, http::Response& response) const
{
    auto& client = exchange.lease.client();
    const net::Interruption::Scope scope(exchange.interruption, client.stream());
    exchange.lease.countRequest();
    auto sent = co_await client.send(exchange.request, exchange.lease.target().basePath);
    if (!sent)
        co_return sent;
    auto received = co_await client.receiveHead(response, exchange.request.isHead());
    if (received) {
        exchange.firstByte = base::now();
        exchange.targetHeaderBytes = client.headerBytes();
    }
    co_return received;
}

net::Task<http::Response> UpstreamStage::handle(Exchange& exchange, Next)
{
    if (m_role == Role::Proxy)
        prepareRequest(exchange.request, exchange.lease.target());
    else if (!exchange.request.headers.contains("Host"))
        exchange.request.headers.set("Host", exchange.lease.target().authority);
    if (!exchange.keepAlive)
        exchange.request.headers.set("Connection", "close");

    http::Response response;
    const bool wasReused = exchange.lease.isReused();
    auto outcomeFor = exchangeOutcome;
    auto done = co_await roundTrip(exchange, response);
    if (!done && maySendAgain(exchange, done.error(), wasReused, exchange.lease.client().receivedAnything())) {
        auto connected = co_await exchange.lease.reconnect(exchange.interruption);
        if (connected) {
            ++exchange.connects;
            done = co_await roundTrip(exchange, response);
        } else {
            done = std::move(connected);
            outcomeFor = connectOutcome;
        }
    }
    if (!done) {
        exchange.fail(outcomeFor(done.error().code), base::text(done.error()));
        exchange.lease.release();
        co_return failureResponse(exchange.outcome, exchange.failure);
    }

    exchange.usedConnection = true;
    auto body = co_await receiveBody(exchange);
    if (!body) {
        exchange.fail(exchangeOutcome(body.error().code), base::text(body.error()));
        co_return failureResponse(exchange.outcome, exchange.failure);
    }
    response.body = *std::move(body);
    if (m_role == Role::Proxy)
        dropHopByHop(response.headers);
    co_return response;
}

} // namespace weir::proxy

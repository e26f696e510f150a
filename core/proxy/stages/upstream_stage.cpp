// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/stages/upstream_stage.h"

#include "core/proxy/forward.h"
#include "core/proxy/outcome.h"
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

// A server that refuses a body may reply and close before it has read it.
bool mayReply(const base::Status& sent)
{
    return sent || isLost(sent.error());
}

http::ReplyContext contextOf(const Exchange& exchange, InterimForward& interim)
{
    http::ReplyContext context;
    context.toHead = exchange.request.isHead();
    context.upgradeOffered = exchange.client && exchange.request.headers.contains("Upgrade");
    context.interim = exchange.client ? &interim : nullptr;
    return context;
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
    , m_patience(std::chrono::duration_cast<base::Nanos>(
          std::chrono::duration<double, std::milli>(scenario.pool.responseTimeoutMs)))
    , m_tunnelIdle(
          std::chrono::duration_cast<base::Nanos>(std::chrono::duration<double>(scenario.listener.tunnelIdleTimeoutS)))
{
}

void UpstreamStage::prepare(Exchange& exchange) const
{
    auto& headers = exchange.request.headers;
    if (m_role == Role::Proxy) // a client's own stays, or is made as it is sent
        headers.set("Host", exchange.lease.target().authority);
    if (!exchange.keepAlive)
        headers.set("Connection", "close");
}

// Nothing: the rest of it has to be sent yet.
std::optional<base::Status> UpstreamStage::send(Exchange& exchange) const
{
    auto& client = exchange.lease.client();
    exchange.lease.countRequest();
    if (m_role == Role::Proxy) // a client's own time limit covers all of its exchange
        client.setPatience(exchange.worker.wheel, m_patience);
    const auto& target = exchange.lease.target();
    return client.sendAtOnce(exchange.request, target.basePath, target.authority);
}

net::Task<base::Status> UpstreamStage::reconnect(Exchange& exchange) const
{
    const auto connected = co_await exchange.lease.reconnect(exchange.interruption);
    if (!connected) {
        exchange.lease.release(); // there is no connection in it any more
        co_return std::unexpected(connected.error());
    }
    ++exchange.connects;
    chargeOpening(exchange, metrics::StageId::Upstream, *connected);
    co_return base::Status();
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
    if (hasLeftovers(exchange)) {
        const auto connected = co_await reconnect(exchange);
        if (!connected)
            co_return failed(exchange, connectOutcome(connected.error().code), connected.error());
    }
    prepare(exchange);
    http::Response response;
    auto during = net::Wait::Send;
    base::TimePoint headAt;
    bool mayRepeat = m_role == Role::Proxy && exchange.lease.isReused() && !exchange.request.body.source();
    for (base::Status done;;) {
        {
            auto& client = exchange.lease.client();
            const auto begun = exchange.clock.lastChange(); // of this stage, or of what opening a connection ended
            const net::Interruption::Scope scope(exchange.interruption, client.stream(), net::Wait::Send);
            auto sent = send(exchange);
            if (!sent)
                sent = co_await client.sendRest(exchange.request);
            done = *std::move(sent);
            during = net::Wait::Send;
            const auto sentAt = base::now();
            exchange.sending += sentAt - begun;
            if (mayReply(done)) {
                during = net::Wait::Head;
                exchange.interruption.nowFor(during);
                InterimForward interim(exchange.client);
                const auto context = contextOf(exchange, interim);
                client.beginHead(context);
                const auto arrived = co_await client.receive();
                const auto step = client.take(arrived);
                auto received = client.headAtOnce(step, response);
                if (!received)
                    received = co_await client.receiveHead(step, response, context);
                headAt = base::now();
                exchange.waiting += headAt - sentAt;
                if (done || *received)
                    done = *std::move(received);
            }
        }
        if (done)
            break;
        if (!maySendAgain(exchange, done.error(), std::exchange(mayRepeat, false)))
            co_return failed(exchange, exchangeOutcome(done.error().code, during), done.error());
        const auto connected = co_await reconnect(exchange);
        if (!connected)
            co_return failed(exchange, connectOutcome(connected.error().code), connected.error());
        ++exchange.resent;
    }

    exchange.firstByte = headAt;
    exchange.targetHeaderBytes = exchange.lease.client().headerBytes();
    exchange.usedConnection = true;
    if (response.status == 101) {
        keepUpgrade(response.headers);
        response.tunnel = makeTunnel(exchange, m_tunnelIdle);
        co_return response;
    }
    const bool isWhole = isReceivedWhole(exchange, response);
    std::string received;
    auto body = isWhole ? arrivedBody(exchange, received) : std::nullopt;
    if (!body)
        body = co_await receiveBody(exchange, response.headers, isWhole, std::move(received));
    if (!*body)
        co_return failed(exchange, exchangeOutcome(body->error().code, net::Wait::Body), body->error());
    response.body = **std::move(body);
    if (m_role == Role::Proxy)
        dropHopByHop(response.headers, response.body.source() != nullptr);
    co_return response;
}

} // namespace weir::proxy

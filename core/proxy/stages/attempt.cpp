// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/stages/attempt.h"

#include "core/proxy/outcome.h"

#include <utility>

namespace weir::proxy {

namespace {

http::ReplyContext contextOf(const Exchange& exchange, InterimForward& interim)
{
    http::ReplyContext context;
    context.toHead = exchange.request.isHead();
    context.upgradeOffered = exchange.client && exchange.request.headers.contains("Upgrade");
    context.interim = exchange.client ? &interim : nullptr;
    return context;
}

// A server that refuses a body may reply and close before it has read it.
bool mayReply(const base::Status& sent)
{
    return sent || sent.error().code == base::Errc::ConnectionClosed
        || sent.error().code == base::Errc::ConnectionReset;
}

} // namespace

// The time since the clock last changed is sending's: it is of this stage, or of what opening a connection ended.
Attempt::Attempt(Exchange& exchange, std::optional<base::Nanos> patience)
    : m_exchange(exchange)
    , m_scope(exchange.interruption, exchange.lease.client().stream(), net::Wait::Send)
    , m_since(exchange.clock.lastChange())
    , m_interim(exchange.client)
    , m_context(contextOf(exchange, m_interim))
{
    exchange.lease.countRequest();
    if (patience)
        exchange.lease.client().setPatience(exchange.worker.wheel, *patience);
}

bool Attempt::send()
{
    const auto& target = m_exchange.lease.target();
    auto status = m_exchange.lease.client().sendAtOnce(m_exchange.request, target.basePath, target.authority);
    if (!status)
        return false;
    sent(*std::move(status));
    return true;
}

net::Task<> Attempt::sendRest()
{
    auto status = co_await m_exchange.lease.client().sendRest(m_exchange.request);
    sent(std::move(status));
}

void Attempt::sent(base::Status status)
{
    m_done = std::move(status);
    m_exchange.sentBytes += m_exchange.lease.client().sentBytes();
    const auto now = base::now();
    m_exchange.sending += now - m_since;
    m_since = now;
}

bool Attempt::awaitsReply()
{
    if (!mayReply(m_done))
        return false;
    m_during = net::Wait::Head;
    m_exchange.interruption.nowFor(m_during);
    m_exchange.lease.client().beginHead(m_context);
    return true;
}

bool Attempt::takeHead(const net::Stream::Received& arrived, http::Response& response)
{
    auto& client = m_exchange.lease.client();
    m_step = client.take(arrived);
    auto head = client.headAtOnce(m_step, response);
    if (!head)
        return false;
    headEnded(*std::move(head));
    return true;
}

net::Task<> Attempt::receiveHead(http::Response& response)
{
    auto head = co_await m_exchange.lease.client().receiveHead(m_step, response, m_context);
    headEnded(std::move(head));
}

void Attempt::headEnded(base::Status received)
{
    const auto now = base::now();
    m_exchange.waiting += now - m_since;
    m_since = now;
    if (received)
        m_exchange.firstByte = now;
    if (m_done || received) // else it is the sending that failed
        m_done = std::move(received);
}

metrics::Outcome Attempt::outcome() const
{
    return exchangeOutcome(error().code, m_during);
}

} // namespace weir::proxy

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/proxy/exchange.h"
#include "core/proxy/forward.h"

#include <optional>

namespace weir::proxy {

// The request sent once on the exchange's lease, up to the reply's head. Lives in the coroutine that waits for it:
// nearly always the socket takes the whole request and the first bytes to arrive hold the whole head, so that the
// coroutine itself waits just once. What takes longer is done by coroutines of its own, which keeps that one's frame
// below 1 KiB; Asio gives a larger one back to malloc each time.
class Attempt {
public:
    // `patience`: with a silent target; without it for ever.
    Attempt(Exchange& exchange, std::optional<base::Nanos> patience);
    Attempt(const Attempt&) = delete;
    Attempt& operator=(const Attempt&) = delete;

    // False: sendRest() has to follow.
    bool send();
    net::Task<> sendRest();

    // Whether a reply may come. Then receive() of the connection, whose yield goes to takeHead(); where that gives
    // false, receiveHead() has to follow.
    bool awaitsReply();
    bool takeHead(const net::Stream::Received& arrived, http::Response& response);
    net::Task<> receiveHead(http::Response& response);

    bool succeeded() const { return m_done.has_value(); }
    const base::Error& error() const { return m_done.error(); }
    metrics::Outcome outcome() const; // of what failed

private:
    void sent(base::Status status);
    void headEnded(base::Status received);

    Exchange& m_exchange;
    net::Interruption::Scope m_scope;
    base::TimePoint m_since; // the part at hand goes on
    net::Wait m_during = net::Wait::Send;
    InterimForward m_interim;
    http::ReplyContext m_context;
    http::Parser::Step m_step; // where receiveHead goes on from
    base::Status m_done;
};

} // namespace weir::proxy

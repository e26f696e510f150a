// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/http/client_connection.h"
#include "core/http/date.h"
#include "core/http/head_memo.h"
#include "core/http/message.h"
#include "core/http/parser.h"
#include "core/net/deadline_wheel.h"
#include "core/net/stream.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_set>
#include <vector>

namespace weir::http {

class ServerConnection;
class ServerWorkspace;

// The client behind a request, as its handler sees it. On the connection's thread, while the handler runs.
class Client : public InterimSink {
public:
    // Its IP address; a version 4 one never in version 6's clothes.
    virtual const std::string& addressText() const = 0;
    virtual bool isSecure() const = 0; // came by https
    virtual bool isGone() = 0;         // or let go by the server; costs a system call

protected:
    ~Client() = default;
};

// What a client may send, and how long it may take.
struct ServerLimits {
    Limits message;
    std::size_t targetBytes = 16 * 1024;
    std::size_t bufferedBodyBytes = 64
        * 1024; // a request's body up to here is handed over whole, a larger one streamed
    std::uint64_t drainedBodyBytes = 256 * 1024;          // of a body nobody read: more than this ends the connection
    base::Nanos headerTimeout = std::chrono::seconds{15}; // from a request's first byte to the end of its head
    base::Nanos bodyTimeout = std::chrono::seconds{30};   // between two pieces of a body
    base::Nanos writeTimeout = std::chrono::seconds{30};  // for a quarter of a MiB at most
    double bodyRate = 0;                                  // bytes a second, beyond bodyTimeout; 0: any
    base::Nanos idleTimeout = std::chrono::seconds{75};   // before and between requests
    base::Nanos lingerTimeout = std::chrono::seconds{2};  // for a refused client to take note

    bool operator==(const ServerLimits&) const = default;
};

// What answers. One instance serves all connections of a worker, many requests at a time.
class RequestHandler {
public:
    // Both stay valid until the task has ended; the request's parts may be moved out, its headers but swapped: the
    // connection decides by a copy of what it needs. Framing, Date and Connection are the connection's business, but
    // for the reply of 101 with its tunnel.
    virtual net::Task<Response> handle(Request& request, Client& client) = 0;

protected:
    ~RequestHandler() = default;
};

// Counted by one thread, read by any.
class Counter {
public:
    void add(std::uint64_t by = 1) { m_value.store(value() + by, std::memory_order_relaxed); }
    void subtract(std::uint64_t by = 1) { m_value.store(value() - by, std::memory_order_relaxed); }
    std::uint64_t value() const { return m_value.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> m_value{0};
};

struct ServerCounters {
    Counter accepted;
    Counter open;
    Counter requests;                 // complete heads
    std::array<Counter, 6> replies;   // by the first digit of the status
    Counter bodyBytesSent;            // without chunk framing; a piece counts when its sending begins
    Counter failedHandshakes;         // of TLS
    std::array<Counter, 200> refused; // requests that no target was asked for, by status: of 400 in front
};

// The connections of one worker, and what they share. Lives on its context's thread and outlives its connections: after
// stop() or abort(), run the context until `counters().open` is 0.
class Server {
public:
    // The first three outlive it. With `tls` every connection begins with a handshake.
    Server(net::IoContext& context, net::DeadlineWheel& wheel, RequestHandler& handler, const ServerLimits& limits = {},
           std::shared_ptr<net::asio::ssl::context> tls = nullptr);
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    ~Server();

    // `held` is let go when the connection has ended.
    void serve(net::Socket socket, std::shared_ptr<void> held = nullptr);

    // Idle connections close now, the others after the reply they are at. What arrives later is turned away.
    void stop();
    // Every connection ends now. Handlers at work are the owner's to end.
    void abort();
    bool isStopping() const { return m_stopping; }

    const ServerCounters& counters() const { return m_counters; }
    // One more request is answered so, 400 or above, on the client's account or the server's and not a target's. The
    // server's own refusals are counted by itself; this is for what its handler refuses.
    void countRefusal(int status);

private:
    friend class ServerConnection;
    std::unique_ptr<ServerWorkspace> lend();
    void takeBack(std::unique_ptr<ServerWorkspace> workspace);
    void takeBack(std::unique_ptr<Request> request);
    std::string_view date() { return m_date.at(std::chrono::floor<std::chrono::seconds>(base::WallClock::now())); }

    net::IoContext& m_context;
    net::DeadlineWheel& m_wheel;
    RequestHandler& m_handler;
    const ServerLimits m_limits;
    const std::shared_ptr<net::asio::ssl::context> m_tls;
    ServerCounters m_counters;
    DateText m_date;
    HeadMemo m_memo; // of requests
    std::unordered_set<ServerConnection*> m_connections;
    // What nobody needs at the moment:
    std::vector<std::unique_ptr<ServerWorkspace>> m_workspaces;
    std::vector<std::unique_ptr<Request>> m_requests;
    bool m_stopping = false;
};

} // namespace weir::http

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/server.h"
#include "core/net/listener.h"
#include "tests/unit/http/raw_peer.h"

#include <functional>
#include <memory>

namespace weir::tests {

// Answers by a function, and keeps what it saw.
class Answering final : public http::RequestHandler {
public:
    using Function = std::function<net::Task<http::Response>(http::Request&)>;
    explicit Answering(Function function) : m_function(std::move(function)) {}
    net::Task<http::Response> handle(http::Request& request, http::Client&) override
    {
        ++seen;
        return m_function(request);
    }
    int seen = 0;

private:
    Function m_function;
};

// "METHOD TARGET" and the body, as text.
inline net::Task<http::Response> echo(http::Request& request)
{
    std::string text = request.method + " " + request.target + " ";
    if (const auto bytes = request.body.bytes()) {
        text += *bytes;
    } else {
        for (;;) {
            const auto piece = co_await request.body.source()->pull();
            if (!piece)
                text += "(" + std::string(base::name(piece.error().code)) + ")";
            if (!piece || piece->empty())
                break;
            text += *piece;
        }
    }
    http::Response response;
    response.headers.add("Content-Type", "text/plain");
    response.body = http::Body(http::makeBytes(std::move(text)));
    co_return response;
}

// A server and its clients on one context: nothing happens unless the test drives it.
struct ServerSetup {
    net::IoContext context{1};
    net::DeadlineWheel wheel{context};
    Answering handler;
    http::Server server;
    std::unique_ptr<net::Listener> listener;

    explicit ServerSetup(Answering::Function function = echo, const http::ServerLimits& limits = {})
        : handler(std::move(function))
        , server(context, wheel, handler, limits)
    {
        listener = std::move(*net::Listener::open(context, "127.0.0.1:0",
                                                  [this](net::Socket socket) { server.serve(std::move(socket)); }));
    }
    ~ServerSetup()
    {
        listener->close();
        server.abort();
        runUntil(context, [this] { return server.counters().open.value() == 0; });
    }

    std::unique_ptr<RawPeer> connect() { return std::make_unique<RawPeer>(context, listener->localEndpoint().port()); }
    std::unique_ptr<RawPeer> send(std::string_view text)
    {
        auto peer = connect();
        peer->send(text);
        return peer;
    }
};

} // namespace weir::tests

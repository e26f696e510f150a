// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/origin/null_origin.h"

#include "core/net/handed_socket.h"
#include "core/net/listener.h"
#include "core/net/server_tls.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <fmt/format.h>
#include <llhttp.h>

#include <algorithm>
#include <array>
#include <thread>
#include <vector>

namespace weir::origin {

namespace {

constexpr std::string_view openHead = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n";
constexpr std::string_view body = "ok";
constexpr std::string_view
    lastHead = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: close\r\n\r\n";

// Where requests end, and the replies to those that have.
class Replies {
public:
    Replies()
    {
        llhttp_init(&m_parser, HTTP_REQUEST, callbacks());
        m_parser.data = this;
    }
    Replies(const Replies&) = delete;
    Replies& operator=(const Replies&) = delete;

    // What is owed for these bytes; valid until the next call.
    std::string_view to(std::string_view bytes)
    {
        m_text.clear();
        m_isLast = llhttp_execute(&m_parser, bytes.data(), bytes.size()) != HPE_OK || m_isLast;
        return m_text;
    }
    bool isLast() const { return m_isLast; }

private:
    static int onMessageComplete(llhttp_t* parser)
    {
        auto& self = *static_cast<Replies*>(parser->data);
        self.m_isLast = llhttp_should_keep_alive(parser) == 0;
        self.m_text += self.m_isLast ? lastHead : openHead;
        if (parser->method != HTTP_HEAD)
            self.m_text += body;
        return HPE_OK;
    }

    static const llhttp_settings_t* callbacks()
    {
        static const llhttp_settings_t table = [] {
            llhttp_settings_t settings;
            llhttp_settings_init(&settings);
            settings.on_message_complete = onMessageComplete;
            return settings;
        }();
        return &table;
    }

    llhttp_t m_parser{};
    std::string m_text;
    bool m_isLast = false;
};

net::Task<> serve(net::Socket socket, std::shared_ptr<net::asio::ssl::context> tls)
{
    net::Stream stream(std::move(socket));
    if (tls) {
        const auto refused = co_await stream.acceptHandshake(*tls);
        if (refused)
            co_return;
    }
    Replies replies;
    std::array<char, 16384> buffer;
    while (!replies.isLast()) {
        const auto received = co_await stream.receive(net::asio::buffer(buffer));
        const auto read = stream.judged(received);
        if (read.error)
            co_return;
        const auto text = replies.to(std::string_view(buffer.data(), read.bytes));
        const std::array owed{net::asio::buffer(text)};
        net::error_code failed;
        const auto sent = text.empty() ? 0 : stream.writeSome(owed, failed);
        if (!failed && sent < text.size())
            failed = co_await stream.write(owed, sent);
        if (failed)
            co_return;
    }
}

} // namespace

// One thread and its loop.
struct NullOrigin::Server {
    net::IoContext io{1};
    net::asio::executor_work_guard<net::Executor> keepsLoopOpen{io.get_executor()};
    std::thread thread;
};

struct NullOrigin::Parts {
    std::shared_ptr<net::asio::ssl::context> tls; // null: plain
    std::vector<std::unique_ptr<Server>> servers;
    std::unique_ptr<net::Listener> listener; // on the first server's thread
    std::size_t next = 0;                    // on the first server's thread

    void accept(net::Socket socket);
};

void NullOrigin::Parts::accept(net::Socket socket)
{
    auto& io = servers[next++ % servers.size()]->io;
    net::HandedSocket moved(std::move(socket));
    if (moved.isValid())
        net::asio::post(io, [&io, context = tls, handed = std::move(moved)]() mutable {
            net::asio::co_spawn(io, serve(handed.take(io), std::move(context)), net::asio::detached);
        });
}

NullOrigin::NullOrigin(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}

NullOrigin::~NullOrigin()
{
    for (auto& server : m_parts->servers)
        server->io.stop();
    for (auto& server : m_parts->servers)
        server->thread.join();
}

base::Result<std::unique_ptr<NullOrigin>> NullOrigin::start(const Options& options)
{
    auto parts = std::make_unique<Parts>();
    if (options.tls) {
        auto identity = net::makeIdentity("127.0.0.1");
        if (!identity)
            return std::unexpected(identity.error());
        parts->tls = identity->context;
    }
    for (int i = 0; i < std::max(1, options.threads); ++i)
        parts->servers.push_back(std::make_unique<Server>());
    auto listener = net::Listener::open(parts->servers.front()->io, "127.0.0.1:0",
                                        [raw = parts.get()](net::Socket socket) { raw->accept(std::move(socket)); });
    if (!listener)
        return std::unexpected(listener.error());
    parts->listener = *std::move(listener);
    for (auto& server : parts->servers)
        server->thread = std::thread{[raw = server.get()] { raw->io.run(); }};
    return std::unique_ptr<NullOrigin>{new NullOrigin{std::move(parts)}};
}

std::string NullOrigin::url() const
{
    return fmt::format("{}://127.0.0.1:{}", m_parts->tls ? "https" : "http", m_parts->listener->localEndpoint().port());
}

} // namespace weir::origin

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/origin/null_origin.h"

#include "core/net/listener.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>
#include <llhttp.h>

#include <array>
#include <thread>

namespace weir::origin {

namespace {

constexpr std::string_view head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n";
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
        self.m_text += self.m_isLast ? lastHead : head;
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

net::Task<> serve(net::Socket socket)
{
    Replies replies;
    std::array<char, 16384> buffer;
    while (!replies.isLast()) {
        const auto [error, bytes] = co_await socket.async_read_some(net::asio::buffer(buffer), net::useTask);
        if (error)
            co_return;
        const auto text = replies.to(std::string_view{buffer.data(), bytes});
        net::error_code failed;
        auto sent = text.empty() ? 0 : socket.write_some(net::asio::buffer(text), failed);
        if (failed == net::asio::error::would_block)
            sent = 0;
        else if (failed)
            co_return;
        if (sent == text.size())
            continue;
        const auto rest = net::asio::buffer(text.substr(sent));
        const auto [broken, more] = co_await net::asio::async_write(socket, rest, net::useTask);
        if (broken)
            co_return;
    }
}

} // namespace

struct NullOrigin::Parts {
    net::IoContext io{1};
    net::asio::executor_work_guard<net::Executor> keepsLoopOpen{io.get_executor()};
    std::unique_ptr<net::Listener> listener;
    std::thread thread;
};

NullOrigin::NullOrigin(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}

NullOrigin::~NullOrigin()
{
    m_parts->io.stop();
    m_parts->thread.join();
}

base::Result<std::unique_ptr<NullOrigin>> NullOrigin::start()
{
    auto parts = std::make_unique<Parts>();
    auto listener = net::Listener::open(parts->io, "127.0.0.1:0", [raw = parts.get()](net::Socket socket) {
        net::error_code ignored;
        socket.non_blocking(true, ignored);
        socket.set_option(net::Tcp::no_delay{true}, ignored);
        net::asio::co_spawn(raw->io, serve(std::move(socket)), net::asio::detached);
    });
    if (!listener)
        return std::unexpected(listener.error());
    parts->listener = *std::move(listener);
    parts->thread = std::thread{[raw = parts.get()] { raw->io.run(); }};
    return std::unique_ptr<NullOrigin>{new NullOrigin{std::move(parts)}};
}

std::string NullOrigin::url() const
{
    return fmt::format("http://127.0.0.1:{}", m_parts->listener->localEndpoint().port());
}

} // namespace weir::origin

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scripted_server.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <cstdlib>
#include <deque>

namespace weir::tests {

namespace {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool sameName(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b, {}, lower, lower);
}

// Calls `function(value)` for each field of that name.
template <typename Function>
void forEachField(std::string_view head, std::string_view name, Function function)
{
    for (auto at = head.find("\r\n"); at != std::string_view::npos;) {
        const auto begin = at + 2;
        at = head.find("\r\n", begin);
        const auto line = head.substr(begin, at == std::string_view::npos ? at : at - begin);
        const auto colon = line.find(':');
        if (colon == std::string_view::npos || !sameName(line.substr(0, colon), name))
            continue;
        auto value = line.substr(colon + 1);
        while (value.starts_with(' '))
            value.remove_prefix(1);
        function(value);
    }
}

std::string headOf(int status, Fields fields)
{
    std::string head = "HTTP/1.1 " + std::to_string(status) + " Reason\r\n";
    for (const auto& [name, value] : fields)
        head.append(name).append(": ").append(value).append("\r\n");
    return head;
}

} // namespace

std::string SeenRequest::get(std::string_view name) const
{
    std::string joined;
    forEachField(head, name, [&](std::string_view value) { joined.append(joined.empty() ? "" : ", ").append(value); });
    return joined;
}

int SeenRequest::count(std::string_view name) const
{
    int fields = 0;
    forEachField(head, name, [&](std::string_view) { ++fields; });
    return fields;
}

Answer reply(int status, Fields fields, std::string_view body)
{
    Answer answer;
    answer.bytes = headOf(status, fields);
    if (status != 304 && status != 204)
        answer.bytes += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    answer.bytes.append("\r\n").append(body);
    return answer;
}

Answer chunked(int status, Fields fields, std::string_view body, std::size_t piece)
{
    Answer answer;
    answer.bytes = headOf(status, fields) + "Transfer-Encoding: chunked\r\n\r\n";
    for (; !body.empty(); body.remove_prefix(std::min(piece, body.size()))) {
        const auto part = body.substr(0, piece);
        char size[20];
        std::snprintf(size, sizeof size, "%zx\r\n", part.size());
        answer.bytes.append(size).append(part).append("\r\n");
    }
    answer.bytes += "0\r\n\r\n";
    return answer;
}

Answer held(Answer answer)
{
    answer.hold = true;
    return answer;
}

Answer closing(Answer answer)
{
    answer.close = true;
    return answer;
}

struct ScriptedServer::Loop {
    asio::io_context context{1};
    asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
    Tcp::acceptor acceptor{context};
    std::vector<std::shared_ptr<Connection>> connections;
    std::deque<std::pair<std::weak_ptr<Connection>, Answer>> waiting;
    bool holds = true;
};

struct ScriptedServer::Connection : std::enable_shared_from_this<Connection> {
    Connection(ScriptedServer& owner, Tcp::socket accepted, int itsIndex)
        : server(owner)
        , socket(std::move(accepted))
        , index(itsIndex)
    {
        socket.non_blocking(true);
    }

    void listen()
    {
        socket.async_wait(Tcp::socket::wait_read, [self = shared_from_this()](auto error) {
            if (error || !self->socket.is_open())
                return;
            self->takeIn();
            self->serve();
            if (self->socket.is_open())
                self->listen();
        });
    }

    // Everything that has arrived, without waiting; an end closes.
    void takeIn()
    {
        for (;;) {
            char buffer[16384];
            boost::system::error_code error;
            const auto bytes = socket.read_some(asio::buffer(buffer), error);
            received.append(buffer, bytes);
            if (error == asio::error::would_block)
                return;
            if (error) {
                close();
                return;
            }
        }
    }

    bool takeRequest(SeenRequest& request)
    {
        const auto end = received.find("\r\n\r\n");
        if (end == std::string::npos)
            return false;
        request.head = received.substr(0, end);
        std::size_t length = end + 4;
        if (!request.get("Content-Length").empty())
            length += std::strtoul(request.get("Content-Length").c_str(), nullptr, 10);
        else if (request.get("Transfer-Encoding") == "chunked") {
            const auto last = received.find("0\r\n\r\n", end + 4);
            if (last == std::string::npos)
                return false;
            length = last + 5;
        }
        if (received.size() < length)
            return false;
        request.body = received.substr(end + 4, length - end - 4);
        received.erase(0, length);
        const auto space = request.head.find(' ');
        request.method = request.head.substr(0, space);
        request.target = request.head.substr(space + 1, request.head.find(' ', space + 1) - space - 1);
        request.connection = index;
        request.number = served++;
        boost::system::error_code gone;
        request.peer = socket.remote_endpoint(gone).address().to_string();
        return true;
    }

    void serve()
    {
        for (SeenRequest request; socket.is_open() && takeRequest(request); request = {}) {
            auto answer = server.m_script(request);
            server.record(request); // before the answer, so that who has that finds the request here
            if (answer.hold && server.m_loop->holds) {
                server.m_loop->waiting.emplace_back(weak_from_this(), std::move(answer));
                ++server.m_heldCount;
            } else {
                send(std::move(answer));
            }
        }
    }

    void send(Answer answer)
    {
        outgoing.push_back(std::make_shared<Answer>(std::move(answer)));
        if (outgoing.size() == 1)
            sendNext();
    }

    void sendNext()
    {
        const auto answer = outgoing.front();
        asio::async_write(socket, asio::buffer(answer->bytes),
                          [self = shared_from_this(), answer](auto error, std::size_t) {
                              self->outgoing.pop_front();
                              if (error || answer->close)
                                  self->close();
                              else if (!self->outgoing.empty())
                                  self->sendNext();
                          });
    }

    void close()
    {
        if (!socket.is_open())
            return;
        --server.m_open;
        boost::system::error_code ignored;
        socket.close(ignored);
    }

    ScriptedServer& server;
    Tcp::socket socket;
    int index = 0;
    int served = 0;
    std::string received;
    std::deque<std::shared_ptr<Answer>> outgoing;
};

ScriptedServer::ScriptedServer(Script script, const std::string& address, std::uint16_t port)
    : m_script(std::move(script))
    , m_host(address)
    , m_loop(std::make_unique<Loop>())
{
    auto& acceptor = m_loop->acceptor;
    const Tcp::endpoint endpoint{asio::ip::make_address(address), port};
    acceptor.open(endpoint.protocol());
    acceptor.set_option(Tcp::acceptor::reuse_address(true));
    if (endpoint.protocol() == Tcp::v6())
        acceptor.set_option(asio::ip::v6_only(true));
    acceptor.bind(endpoint);
    acceptor.listen();
    m_port = acceptor.local_endpoint().port();

    // A function object that names itself: each accept begins the next.
    struct Accept {
        ScriptedServer* server;
        void operator()(boost::system::error_code error, Tcp::socket socket) const
        {
            if (error)
                return;
            auto& loop = *server->m_loop;
            // What the peer closed before it connected anew is not open any more, even if that has not been looked at
            // yet.
            for (const auto& other : loop.connections)
                if (other->socket.is_open()) {
                    other->takeIn();
                    other->serve(); // its own wait may not be told of what was taken here
                }
            std::erase_if(loop.connections, [](const auto& other) { return !other->socket.is_open(); });
            const int open = ++server->m_open;
            server->m_mostOpen = std::max(server->m_mostOpen.load(), open);
            loop.connections.push_back(std::make_shared<Connection>(*server, std::move(socket), server->m_total++));
            loop.connections.back()->listen();
            loop.acceptor.async_accept(*this);
        }
    };
    acceptor.async_accept(Accept{this});
    m_thread = std::thread{[this] { m_loop->context.run(); }};
}

ScriptedServer::~ScriptedServer()
{
    m_loop->context.stop();
    m_thread.join();
}

std::string ScriptedServer::url(std::string_view path) const
{
    const bool isSix = m_host.find(':') != std::string::npos;
    return "http://" + (isSix ? "[" + m_host + "]" : m_host) + ":" + std::to_string(m_port) + std::string(path);
}

void ScriptedServer::release(int count)
{
    asio::post(m_loop->context, [this, count] {
        for (int left = count; left > 0 && !m_loop->waiting.empty(); --left) {
            auto [connection, answer] = std::move(m_loop->waiting.front());
            m_loop->waiting.pop_front();
            --m_heldCount;
            if (const auto alive = connection.lock(); alive && alive->socket.is_open())
                alive->send(std::move(answer));
        }
    });
}

void ScriptedServer::releaseAll()
{
    release(1 << 30);
}

void ScriptedServer::stopHolding()
{
    releaseAll();
    asio::post(m_loop->context, [this] { m_loop->holds = false; });
}

void ScriptedServer::closeAll()
{
    asio::post(m_loop->context, [this] {
        for (const auto& connection : m_loop->connections)
            connection->close();
    });
}

void ScriptedServer::record(const SeenRequest& request)
{
    const std::lock_guard lock{m_mutex};
    m_requests.push_back(request);
    m_changed.notify_all();
}

int ScriptedServer::requestCount() const
{
    const std::lock_guard lock{m_mutex};
    return static_cast<int>(m_requests.size());
}

std::vector<SeenRequest> ScriptedServer::requests() const
{
    const std::lock_guard lock{m_mutex};
    return m_requests;
}

SeenRequest ScriptedServer::last() const
{
    const std::lock_guard lock{m_mutex};
    return m_requests.empty() ? SeenRequest{} : m_requests.back();
}

bool ScriptedServer::waitUntil(const std::function<bool()>& reached, std::chrono::milliseconds limit) const
{
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!reached()) {
        if (std::chrono::steady_clock::now() > end)
            return false;
        std::unique_lock lock{m_mutex};
        m_changed.wait_for(lock, std::chrono::milliseconds{2});
    }
    return true;
}

} // namespace weir::tests

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/recording_origin.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <mutex>
#include <thread>

namespace weir::integration {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using boost::system::error_code;

struct RecordingOrigin::Server {
    explicit Server(const Reply& reply)
        : acceptor(context, {asio::ip::address_v4::loopback(), 0})
        , delay(reply.delay)
        , answer("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                 + std::to_string(reply.body.size()) + "\r\n" + reply.fields + "\r\n" + reply.body)
    {
    }

    void accept();

    template <typename Change>
    void note(Change change)
    {
        const std::lock_guard lock{mutex};
        change(counts);
        counts.mostOpen = std::max(counts.mostOpen, counts.open);
        counts.mostWorking = std::max(counts.mostWorking, counts.working);
    }

    std::mutex mutex; // guards the counts and heads; outlives the context, whose sessions use it to the last
    Counts counts;
    std::vector<std::string> heads;

    asio::io_context context{1};
    Tcp::acceptor acceptor;
    std::chrono::milliseconds delay;
    std::string answer;
    std::thread thread;
};

class RecordingOrigin::Session : public std::enable_shared_from_this<Session> {
public:
    Session(Server& server, Tcp::socket socket) : m_server(server), m_socket(std::move(socket)), m_timer(server.context)
    {
        error_code ignored;
        m_socket.set_option(Tcp::no_delay{true}, ignored);
    }
    ~Session()
    {
        if (m_counted)
            m_server.note([](Counts& counts) { --counts.open; });
    }

    void read()
    {
        asio::async_read_until(m_socket, asio::dynamic_buffer(m_received), "\r\n\r\n",
                               [self = shared_from_this()](error_code error, std::size_t length) {
                                   if (!error)
                                       self->begin(length);
                               });
    }

private:
    void begin(std::size_t length)
    {
        record(m_received.substr(0, length));
        m_received.erase(0, length);
        m_timer.expires_after(m_server.delay);
        m_timer.async_wait([self = shared_from_this()](error_code error) {
            if (!error)
                self->answer();
        });
    }

    void record(std::string head)
    {
        const bool isFirst = !std::exchange(m_counted, true);
        m_server.note([&](Counts& counts) {
            counts.open += isFirst ? 1 : 0;
            ++counts.working;
            ++counts.requests;
            if (m_server.heads.size() < 1000)
                m_server.heads.push_back(std::move(head));
        });
    }

    // Counted as answered before it is sent: a client that has the reply may ask again at once.
    void answer()
    {
        m_server.note([](Counts& counts) { --counts.working; });
        asio::async_write(m_socket, asio::buffer(m_server.answer),
                          [self = shared_from_this()](error_code error, std::size_t) {
                              if (!error)
                                  self->read();
                          });
    }

    Server& m_server;
    Tcp::socket m_socket;
    asio::steady_timer m_timer;
    std::string m_received;
    bool m_counted = false;
};

void RecordingOrigin::Server::accept()
{
    acceptor.async_accept([this](error_code error, Tcp::socket socket) {
        if (error)
            return;
        std::make_shared<Session>(*this, std::move(socket))->read();
        accept();
    });
}

RecordingOrigin::RecordingOrigin(Reply reply) : m_server(std::make_shared<Server>(reply))
{
    m_server->accept();
    m_server->thread = std::thread{[server = m_server.get()] { server->context.run(); }};
}

RecordingOrigin::~RecordingOrigin()
{
    m_server->context.stop();
    m_server->thread.join();
}

std::string RecordingOrigin::url() const
{
    return "http://127.0.0.1:" + std::to_string(m_server->acceptor.local_endpoint().port());
}

RecordingOrigin::Counts RecordingOrigin::counts() const
{
    const std::lock_guard lock{m_server->mutex};
    return m_server->counts;
}

void RecordingOrigin::forgetMost()
{
    m_server->note([](Counts& counts) { counts.mostOpen = counts.mostWorking = 0; });
}

std::vector<std::string> RecordingOrigin::heads() const
{
    const std::lock_guard lock{m_server->mutex};
    return m_server->heads;
}

} // namespace weir::integration

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <cctype>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// A TCP peer that sends what it is told and keeps what it gets: it knows nothing of the code under test. Waits are
// bounded, and drive the given context, on which the other side of a test may run as well.
namespace weir::tests {

inline constexpr std::chrono::seconds patience{10};

template <typename Predicate>
bool runUntil(boost::asio::io_context& context, Predicate reached, std::chrono::milliseconds limit = patience)
{
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!reached()) {
        if (std::chrono::steady_clock::now() > end)
            return false;
        context.restart();
        context.run_one_for(std::chrono::milliseconds{20});
    }
    return true;
}

// A reply as an independent reader sees it.
struct Reply {
    int status = 0;
    std::string version;
    std::vector<std::pair<std::string, std::string>> fields; // names in lower case
    std::string body;

    std::string get(std::string_view name) const
    {
        for (const auto& [field, value] : fields)
            if (field == name)
                return value;
        return {};
    }
};

class RawPeer {
public:
    using Tcp = boost::asio::ip::tcp;

    RawPeer(boost::asio::io_context& context, std::uint16_t port) : m_context(context), m_socket(context)
    {
        boost::system::error_code error;
        m_socket.connect({boost::asio::ip::address_v4::loopback(), port}, error);
        m_closed = error.failed();
        if (!m_closed)
            receive();
    }
    RawPeer(boost::asio::io_context& context, Tcp::socket socket) : m_context(context), m_socket(std::move(socket))
    {
        receive();
    }
    RawPeer(const RawPeer&) = delete;
    RawPeer& operator=(const RawPeer&) = delete;
    ~RawPeer()
    {
        boost::system::error_code ignored;
        m_socket.close(ignored);
        runUntil(m_context, [this] { return m_closed; });
    }

    // The texts of these tests fit into the system's buffers.
    bool send(std::string_view text)
    {
        boost::system::error_code error;
        boost::asio::write(m_socket, boost::asio::buffer(text), error);
        return !error;
    }
    void shutdownSend()
    {
        boost::system::error_code ignored;
        m_socket.shutdown(Tcp::socket::shutdown_send, ignored);
    }
    void close()
    {
        boost::system::error_code ignored;
        m_socket.close(ignored);
    }

    // Everything that came until the other side closed; then without what was taken before.
    std::string readAll()
    {
        runUntil(m_context, [this] { return m_closed; });
        return std::exchange(m_received, {});
    }
    bool waitForClose()
    {
        return runUntil(m_context, [this] { return m_closed; });
    }
    bool waitFor(std::string_view text)
    {
        return runUntil(m_context, [&] { return m_received.find(text) != std::string::npos; });
    }
    // The next `bytes`, or less when no more come.
    std::string take(std::size_t bytes)
    {
        runUntil(m_context, [&] { return m_received.size() >= bytes || m_closed; });
        auto taken = m_received.substr(0, bytes);
        m_received.erase(0, taken.size());
        return taken;
    }
    std::string takeThrough(std::string_view end)
    {
        runUntil(m_context, [&] { return m_received.find(end) != std::string::npos || m_closed; });
        const auto at = m_received.find(end);
        return take(at == std::string::npos ? m_received.size() : at + end.size());
    }

    Reply readReply(bool toHead = false)
    {
        Reply reply = parseHead(takeThrough("\r\n\r\n"));
        if (toHead || reply.status < 200 || reply.status == 204 || reply.status == 304)
            return reply;
        if (reply.get("transfer-encoding") == "chunked")
            reply.body = readChunks();
        else if (!reply.get("content-length").empty())
            reply.body = take(std::stoul(reply.get("content-length")));
        else
            reply.body = readAll();
        return reply;
    }

    bool isClosed() const { return m_closed; }
    const std::string& received() const { return m_received; }
    Tcp::socket& socket() { return m_socket; }

private:
    static Reply parseHead(std::string_view head)
    {
        Reply reply;
        const auto lineEnd = head.find("\r\n");
        if (lineEnd == std::string_view::npos || lineEnd < 12)
            return reply;
        reply.version = head.substr(0, 8);
        reply.status = std::stoi(std::string(head.substr(9, 3)));
        for (head.remove_prefix(lineEnd + 2); !head.starts_with("\r\n") && !head.empty();) {
            const auto line = head.substr(0, head.find("\r\n"));
            const auto colon = line.find(": ");
            std::string name(line.substr(0, colon));
            for (auto& c : name)
                c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
            reply.fields.emplace_back(name, line.substr(colon + 2));
            head.remove_prefix(line.size() + 2);
        }
        return reply;
    }

    std::string readChunks()
    {
        std::string body;
        for (;;) {
            const auto line = takeThrough("\r\n");
            const auto size = line.empty() ? 0 : std::stoul(line, nullptr, 16);
            body += take(size);
            take(2);
            if (size == 0)
                return body;
        }
    }

    void receive()
    {
        m_socket.async_read_some(boost::asio::buffer(m_buffer), [this](auto error, std::size_t bytes) {
            m_received.append(m_buffer.data(), bytes);
            m_closed = error.failed();
            if (!m_closed)
                receive();
        });
    }

    boost::asio::io_context& m_context;
    Tcp::socket m_socket;
    std::array<char, 16384> m_buffer{};
    std::string m_received;
    bool m_closed = false;
};

} // namespace weir::tests

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/unit/http/raw_peer.h"

#include <deque>
#include <memory>

namespace weir::tests {

// A target whose every byte the test writes itself: it accepts, and hands the connections out in their order. Driven by
// the test's context; nothing answers unless the test does.
class RawOrigin {
public:
    using Tcp = boost::asio::ip::tcp;

    explicit RawOrigin(boost::asio::io_context& context, std::uint16_t port = 0,
                       const boost::asio::ip::address& address = boost::asio::ip::address_v4::loopback())
        : m_context(context)
        , m_acceptor(context, {address, port})
    {
        accept();
    }

    std::uint16_t port() const { return m_port; }
    std::string authority() const
    {
        const auto address = m_acceptor.local_endpoint().address();
        return (address.is_v6() ? "[" + address.to_string() + "]" : address.to_string()) + ":" + std::to_string(m_port);
    }
    std::string url(std::string_view path = "") const { return "http://" + authority() + std::string(path); }

    // The next connection; null when none comes.
    std::unique_ptr<RawPeer> next()
    {
        if (!runUntil(m_context, [this] { return !m_sockets.empty(); }))
            return nullptr;
        auto socket = std::move(m_sockets.front());
        m_sockets.pop_front();
        return std::make_unique<RawPeer>(m_context, std::move(socket));
    }
    Tcp::socket nextSocket() // one that reads only what the test asks for
    {
        runUntil(m_context, [this] { return !m_sockets.empty(); });
        auto socket = std::move(m_sockets.front());
        m_sockets.pop_front();
        return socket;
    }

    // How many have come so far.
    int accepted()
    {
        m_context.restart();
        m_context.poll();
        return m_accepted;
    }
    void close() { m_acceptor.close(); } // later connections are refused

private:
    void accept()
    {
        m_acceptor.async_accept([this](auto error, Tcp::socket socket) {
            if (error)
                return;
            ++m_accepted;
            m_sockets.push_back(std::move(socket));
            accept();
        });
    }

    boost::asio::io_context& m_context;
    Tcp::acceptor m_acceptor;
    std::uint16_t m_port = m_acceptor.local_endpoint().port();
    std::deque<Tcp::socket> m_sockets;
    int m_accepted = 0;
};

} // namespace weir::tests

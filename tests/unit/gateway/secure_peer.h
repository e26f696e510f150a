// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/unit/gateway/certificate.h"
#include "tests/unit/gateway/gateway_setup.h"

#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>

#include <memory>
#include <string>
#include <utility>

namespace weir::tests {

using Secure = boost::asio::ssl::stream<boost::asio::ip::tcp::socket>;

// One end of a TLS connection on the test's context.
class SecurePeer {
public:
    SecurePeer(boost::asio::io_context& context, boost::asio::ip::tcp::socket socket, boost::asio::ssl::context& tls)
        : m_context(context)
        , m_stream(std::move(socket), tls)
    {
    }

    bool shakeHands(Secure::handshake_type side)
    {
        bool done = false;
        m_stream.async_handshake(side, [&](auto error) {
            m_error = error;
            done = true;
        });
        return runUntil(m_context, [&] { return done; }) && !m_error;
    }
    void send(const std::string& text)
    {
        bool done = false;
        boost::asio::async_write(m_stream, boost::asio::buffer(text), [&](auto, std::size_t) { done = true; });
        runUntil(m_context, [&] { return done; });
    }
    std::string takeUntil(std::string_view end)
    {
        std::string text;
        bool done = false;
        boost::asio::async_read_until(m_stream, boost::asio::dynamic_buffer(text), end,
                                      [&](auto, std::size_t) { done = true; });
        runUntil(m_context, [&] { return done; });
        return text;
    }
    // Says goodbye, and does not wait for the other side's.
    void sayGoodbye()
    {
        m_stream.async_shutdown([](auto) {});
        runUntil(m_context, [&] { return (SSL_get_shutdown(m_stream.native_handle()) & SSL_SENT_SHUTDOWN) != 0; });
    }
    // Until the other side ends, be it with a goodbye or not.
    std::string takeAll()
    {
        std::string text;
        bool done = false;
        boost::asio::async_read(m_stream, boost::asio::dynamic_buffer(text), [&](auto error, std::size_t) {
            m_error = error;
            done = true;
        });
        runUntil(m_context, [&] { return done; });
        return text;
    }
    bool wasToldGoodbye() const { return m_error == boost::asio::error::eof; }
    Secure& stream() { return m_stream; }

private:
    boost::asio::io_context& m_context;
    Secure m_stream;
    boost::system::error_code m_error;
};

inline std::unique_ptr<SecurePeer> clientOf(GatewaySetup& setup, boost::asio::ssl::context& tls)
{
    boost::asio::ip::tcp::socket socket(setup.context);
    socket.connect({boost::asio::ip::address_v4::loopback(), setup.port()});
    return std::make_unique<SecurePeer>(setup.context, std::move(socket), tls);
}

inline void show(boost::asio::ssl::context& tls, const Certificate& made)
{
    tls.use_certificate_chain(boost::asio::buffer(made.certificate));
    tls.use_private_key(boost::asio::buffer(made.key), boost::asio::ssl::context::pem);
}

inline boost::asio::ssl::context serverShowing(const Certificate& made)
{
    boost::asio::ssl::context tls(boost::asio::ssl::context::tls_server);
    show(tls, made);
    return tls;
}

inline boost::asio::ssl::context trusting(const std::string& certificate)
{
    namespace ssl = boost::asio::ssl;
    ssl::context tls(ssl::context::tls_client);
    tls.add_certificate_authority(boost::asio::buffer(certificate));
    tls.set_verify_mode(ssl::verify_peer);
    tls.set_verify_callback(ssl::host_name_verification("127.0.0.1"));
    return tls;
}

} // namespace weir::tests

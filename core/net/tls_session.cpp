// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/tls_session.h"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/error.hpp>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace weir::net {

// How OpenSSL reaches the socket. Its own socket BIO would raise SIGPIPE where the peer has gone.
struct SocketBio {
    static int read(BIO* bio, char* data, int length)
    {
        auto& self = *static_cast<TlsSession*>(BIO_get_data(bio));
        BIO_clear_retry_flags(bio);
        error_code error;
        const auto size = self.m_socket.read_some(asio::buffer(data, static_cast<std::size_t>(length)), error);
        if (error == asio::error::would_block)
            BIO_set_retry_read(bio);
        else if (error)
            self.m_socketError = error;
        self.keepFirst(data, size);
        return error ? (error == asio::error::eof ? 0 : -1) : static_cast<int>(size);
    }

    static int write(BIO* bio, const char* data, int length)
    {
        auto& self = *static_cast<TlsSession*>(BIO_get_data(bio));
        BIO_clear_retry_flags(bio);
        error_code error;
        const auto size = self.m_socket.write_some(asio::buffer(data, static_cast<std::size_t>(length)), error);
        if (error == asio::error::would_block)
            BIO_set_retry_write(bio);
        else if (error)
            self.m_socketError = error;
        return error ? -1 : static_cast<int>(size);
    }

    static long control(BIO* bio, int command, long, void*)
    {
        if (command == BIO_CTRL_EOF)
            return static_cast<TlsSession*>(BIO_get_data(bio))->m_socketError == asio::error::eof ? 1 : 0;
        return command == BIO_CTRL_FLUSH ? 1 : 0; // nothing is held back here
    }

    static const BIO_METHOD* method()
    {
        static const auto* const made = [] {
            auto* table = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "weir socket");
            BIO_meth_set_read(table, &SocketBio::read);
            BIO_meth_set_write(table, &SocketBio::write);
            BIO_meth_set_ctrl(table, &SocketBio::control);
            return table;
        }();
        return made;
    }
};

TlsSession::TlsSession(Socket& socket, SSL_CTX* context) : m_socket(socket), m_ssl(SSL_new(context))
{
    auto* ssl = m_ssl.get();
    SSL_set_mode(ssl, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    // Peers often close without TLS's own goodbye. To OpenSSL that would be a fault, after which the session must not
    // be taken up again; `judged` tells the two ends apart.
    SSL_set_options(ssl, SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_set_read_ahead(ssl, 1); // a record's header and its content in one system call
    auto* bio = BIO_new(SocketBio::method());
    BIO_set_data(bio, this);
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl, bio, bio);
}

TlsSession::~TlsSession()
{
    // Without it OpenSSL takes the connection for broken, and its session for one that must not be taken up again.
    SSL_set_shutdown(m_ssl.get(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
}

void TlsSession::expect(const std::string& name)
{
    error_code notAnAddress;
    asio::ip::make_address(name, notAnAddress);
    auto* wanted = SSL_get0_param(m_ssl.get());
    if (!notAnAddress) {
        X509_VERIFY_PARAM_set1_ip_asc(wanted, name.c_str());
        return;
    }
    SSL_set_tlsext_host_name(m_ssl.get(), name.c_str());
    X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    X509_VERIFY_PARAM_set1_host(wanted, name.c_str(), name.size());
}

TlsSession::Step TlsSession::judged(int result)
{
    Step step;
    if (result > 0) {
        step.bytes = static_cast<std::size_t>(result);
        return step;
    }
    switch (SSL_get_error(m_ssl.get(), result)) {
    case SSL_ERROR_WANT_READ: step.progress = Progress::WantsRead; return step;
    case SSL_ERROR_WANT_WRITE: step.progress = Progress::WantsWrite; return step;
    case SSL_ERROR_ZERO_RETURN: // with the socket's own end seen, nobody has announced it
        step.error = m_socketError ? error_code(asio::ssl::error::stream_truncated) : asio::error::eof;
        break;
    case SSL_ERROR_SSL:
        m_broken = true;
        step.error = error_code(static_cast<int>(ERR_get_error()), asio::error::get_ssl_category());
        break;
    default:
        m_broken = true;
        step.error = m_socketError && m_socketError != asio::error::eof ? m_socketError
                                                                        : asio::ssl::error::stream_truncated;
        break;
    }
    step.progress = Progress::Failed;
    return step;
}

// Where OpenSSL's callbacks find the session.
static int sessionIndex()
{
    static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return index;
}

static TlsSession* sessionOf(SSL* ssl)
{
    return static_cast<TlsSession*>(SSL_get_ex_data(ssl, sessionIndex()));
}

void TlsSession::beClient()
{
    SSL_set_ex_data(m_ssl.get(), sessionIndex(), this);
    SSL_set_connect_state(m_ssl.get());
}

// Once it has failed, OpenSSL says no more of a certificate than a number.
void TlsSession::keepEvidence(SSL_CTX* context, bool verify)
{
    SSL_CTX_set_verify(context, verify ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, [](int passed, X509_STORE_CTX* store) {
        auto* ssl = static_cast<SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
        auto* self = ssl ? sessionOf(ssl) : nullptr;
        // A context that does not verify still calls, and goes on whatever is found.
        if (passed == 0 && self && SSL_get_verify_mode(ssl) != SSL_VERIFY_NONE)
            self->m_evidence.fault = faultOf(store);
        return passed;
    });
    SSL_CTX_set_cert_cb(
        context,
        [](SSL* ssl, void*) {
            if (auto* self = sessionOf(ssl))
                self->m_evidence.certificateWanted = true;
            return 1;
        },
        nullptr);
}

void TlsSession::keepFirst(const char* data, std::size_t size)
{
    auto& [fault, wanted, first, kept] = m_evidence;
    const auto more = std::min(size, first.size() - kept);
    std::copy_n(data, more, first.data() + kept);
    kept += more;
}

std::string TlsSession::expectedName() const
{
    if (const auto* name = SSL_get_servername(m_ssl.get(), TLSEXT_NAMETYPE_host_name))
        return name;
    const std::unique_ptr<char, void (*)(char*)> address(X509_VERIFY_PARAM_get1_ip_asc(SSL_get0_param(m_ssl.get())),
                                                         [](char* text) { OPENSSL_free(text); });
    return address ? address.get() : "the server";
}

// The queue of errors is the thread's, so what an earlier connection left there is not ours.
TlsSession::Step TlsSession::shakeHands()
{
    ERR_clear_error();
    auto step = judged(SSL_do_handshake(m_ssl.get()));
    if (step.error == asio::error::eof)
        step.error = asio::ssl::error::stream_truncated;
    return step;
}

TlsSession::Step TlsSession::read(asio::mutable_buffer buffer)
{
    ERR_clear_error();
    return judged(
        SSL_read(m_ssl.get(), buffer.data(), static_cast<int>(std::min<std::size_t>(buffer.size(), 1 << 30))));
}

TlsSession::Pending TlsSession::pending()
{
    ERR_clear_error();
    char byte = 0;
    switch (judged(SSL_peek(m_ssl.get(), &byte, 1)).progress) {
    case Progress::Done: return Pending::Data;
    case Progress::Failed: return Pending::End;
    default: return Pending::Nothing;
    }
}

TlsSession::Step TlsSession::write(std::span<const asio::const_buffer> buffers, std::size_t done)
{
    std::size_t first = 0;
    while (first < buffers.size() && done >= buffers[first].size())
        done -= buffers[first++].size();
    if (first == buffers.size())
        return {};
    ERR_clear_error();
    const auto begin = buffers[first] + done;
    if (begin.size() >= SSL3_RT_MAX_PLAIN_LENGTH || first + 1 == buffers.size())
        return put(begin.data(), std::min<std::size_t>(begin.size(), 1 << 30));
    // Small pieces, such as a head and its body, go into one record.
    std::array<char, SSL3_RT_MAX_PLAIN_LENGTH> record; // NOLINT: what is sent of it is written first
    std::size_t filled = 0;
    for (auto piece = begin;;) {
        const auto size = std::min(piece.size(), record.size() - filled);
        std::copy_n(static_cast<const char*>(piece.data()), size, record.data() + filled); // an empty one may be null
        filled += size;
        if (filled == record.size() || ++first == buffers.size())
            break;
        piece = buffers[first];
    }
    return put(record.data(), filled);
}

TlsSession::Step TlsSession::put(const void* data, std::size_t size)
{
    const auto step = judged(SSL_write(m_ssl.get(), data, static_cast<int>(size)));
    m_writing = step.progress != Progress::Done;
    return step;
}

void TlsSession::sayGoodbye() noexcept
{
    const bool possible = !m_broken && !m_writing && SSL_is_init_finished(m_ssl.get()) == 1;
    if (!possible || (SSL_get_shutdown(m_ssl.get()) & SSL_SENT_SHUTDOWN) != 0)
        return;
    ERR_clear_error();
    SSL_shutdown(m_ssl.get());
}

} // namespace weir::net

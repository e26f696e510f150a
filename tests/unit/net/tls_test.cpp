// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/tls.h"

#include "core/net/server_tls.h"
#include "core/net/stream.h"
#include "tests/support/test_registry.h"
#include "tests/unit/http/await.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <boost/asio/ssl/error.hpp>

using namespace weir;
using net::Stream;
using net::TlsVersion;
using tests::Running;

namespace {

struct Meeting {
    net::error_code client;
    net::error_code server;
    bool resumed = false;
};

// A server that greets whoever has come through the handshake; sessions of TLS 1.3 arrive with its first bytes.
net::Task<net::error_code> greet(Stream& server, boost::asio::ssl::context& context)
{
    const auto failed = co_await server.acceptHandshake(context);
    if (failed)
        co_return failed;
    const std::string greeting = "hello";
    const std::array<boost::asio::const_buffer, 1> buffers = {boost::asio::buffer(greeting)};
    co_return co_await server.write(buffers);
}

net::Task<net::error_code> visit(Stream& client, net::TlsClient& tls, net::Tcp::endpoint endpoint)
{
    const std::vector<net::Tcp::endpoint> endpoints(1, endpoint);
    const auto refused = co_await client.connect(endpoints);
    if (refused)
        co_return refused;
    const auto failed = co_await client.handshake(tls, "127.0.0.1");
    if (failed)
        co_return failed;
    std::array<char, 100> buffer;
    const auto read = co_await client.read(boost::asio::buffer(buffer));
    co_return read.error;
}

net::Task<net::error_code> readEnd(Stream& stream)
{
    std::array<char, 100> buffer;
    const auto read = co_await stream.read(boost::asio::buffer(buffer));
    co_return read.error;
}

// A client on its way through visit(), and the server's end of its connection.
struct Visit {
    explicit Visit(net::TlsClient& tls) : visiting(context, visit(client, tls, acceptor.local_endpoint()))
    {
        context.poll(); // the system completes the connection while nobody accepts yet
        acceptor.accept(socket);
    }

    net::IoContext context{1};
    net::Tcp::acceptor acceptor{context, {boost::asio::ip::address_v4::loopback(), 0}};
    Stream client{context};
    Running<net::error_code> visiting;
    net::Socket socket{context.get_executor()};
};

Meeting meet(net::TlsClient& tls, const net::ServerIdentity& identity)
{
    Visit one(tls);
    Stream server{std::move(one.socket)};
    Running<net::error_code> greeting(one.context, greet(server, *identity.context));
    Meeting meeting;
    meeting.client = one.visiting.get();
    meeting.resumed = one.client.isResumed();
    one.client.close();
    meeting.server = greeting.get();
    return meeting;
}

std::shared_ptr<net::TlsClient> clientOf(const net::ServerIdentity& identity, net::TlsOptions options = {})
{
    options.caText = identity.certificate;
    return net::TlsClient::make(options).value();
}

net::ServerIdentity newIdentity()
{
    return net::makeIdentity("").value();
}

} // namespace

class TlsTest : public QObject {
    Q_OBJECT

private slots:
    void trustsWhatItIsTold()
    {
        const auto identity = newIdentity();
        const auto tls = clientOf(identity);
        QVERIFY(!meet(*tls, identity).client);
        const auto stranger = clientOf(newIdentity());
        QVERIFY(meet(*stranger, identity).client);
    }

    void takesUpSessions_data()
    {
        QTest::addColumn<bool>("oldVersion");
        QTest::newRow("1.2") << true;
        QTest::newRow("1.3") << false;
    }

    void takesUpSessions()
    {
        QFETCH(bool, oldVersion);
        const auto identity = newIdentity();
        if (oldVersion)
            SSL_CTX_set_max_proto_version(identity.context->native_handle(), TLS1_2_VERSION);
        const auto tls = clientOf(identity);
        QVERIFY(!meet(*tls, identity).resumed);
        QVERIFY(tls->sessions() > 0);
        for (int time = 0; time < 5; ++time) {
            const auto next = meet(*tls, identity);
            QVERIFY(!next.client && next.resumed);
        }
    }

    // A ticket (RFC 8446, section 4.6.1) may come at any time. It makes no idle connection useless; data does, and the
    // end.
    void ticketsAreNoData()
    {
        const auto identity = newIdentity();
        const auto tls = clientOf(identity);
        Visit one(*tls);
        auto& client = one.client;
        one.socket.non_blocking(true);
        net::TlsSession server(one.socket, identity.context->native_handle());
        server.beServer();
        QVERIFY(tests::runUntil(one.context,
                                [&] { return server.shakeHands().progress == net::TlsSession::Progress::Done; }));
        const auto send = [&](std::string_view text) {
            const std::array<boost::asio::const_buffer, 1> buffers = {boost::asio::buffer(text)};
            return server.write(buffers, 0).bytes == text.size();
        };
        QVERIFY(send("hello"));
        QVERIFY(!one.visiting.get());
        QVERIFY(!client.isStale());

        const auto sessions = tls->sessions();
        QCOMPARE(SSL_new_session_ticket(server.native()), 1);
        QCOMPARE(SSL_do_handshake(server.native()), 1);
        QVERIFY(tests::runUntil(one.context, [&] { return client.socket().available() > 0; }));
        QVERIFY(!client.isStale());
        QCOMPARE(tls->sessions(), sessions + 1);

        QVERIFY(send("unasked"));
        QVERIFY(tests::runUntil(one.context, [&] { return client.isStale(); }));
    }

    void endIsNoticed()
    {
        const auto identity = newIdentity();
        const auto tls = clientOf(identity);
        Visit one(*tls);
        auto server = std::make_unique<Stream>(std::move(one.socket));
        Running<net::error_code> greeting(one.context, greet(*server, *identity.context));
        QVERIFY(!one.visiting.get());
        QVERIFY(!greeting.get());
        QVERIFY(!one.client.isStale());
        server.reset();
        QVERIFY(tests::runUntil(one.context, [&] { return one.client.isStale(); }));
    }

    // RFC 8446, section 6.1: what ends without close_notify may have been cut off by anybody.
    void endsInOrderOrNot_data()
    {
        QTest::addColumn<bool>("interrupted");
        QTest::newRow("closed") << false;
        QTest::newRow("interrupted") << true;
    }
    void endsInOrderOrNot()
    {
        QFETCH(bool, interrupted);
        const auto identity = newIdentity();
        const auto tls = clientOf(identity);
        Visit one(*tls);
        Stream server{std::move(one.socket)};
        Running<net::error_code> greeting(one.context, greet(server, *identity.context));
        QVERIFY(!one.visiting.get());
        QVERIFY(!greeting.get());
        QVERIFY(!one.client.isEnded());
        if (interrupted)
            server.interrupt();
        server.close();
        QCOMPARE(Running<net::error_code>(one.context, readEnd(one.client)).get(),
                 interrupted ? net::error_code(boost::asio::ssl::error::stream_truncated)
                             : net::error_code(boost::asio::error::eof));
        QVERIFY(one.client.isEnded());
    }

    void takesUpNoneWhenToldSo()
    {
        net::TlsOptions options;
        options.resume = false;
        const auto identity = newIdentity();
        const auto tls = clientOf(identity, options);
        QVERIFY(!meet(*tls, identity).client);
        QVERIFY(!meet(*tls, identity).resumed);
        QCOMPARE(tls->sessions(), std::size_t(0));
    }

    // A session is a token of one server: another refuses it and a full handshake follows.
    void anotherServerDoesNotKnowTheSession()
    {
        const auto identity = newIdentity();
        net::TlsOptions options;
        options.insecure = true;
        const auto tls = clientOf(identity, options);
        QVERIFY(!meet(*tls, identity).client);
        const auto other = meet(*tls, newIdentity());
        QVERIFY(!other.client && !other.resumed);
    }

    void refusesOldVersions()
    {
        const auto identity = newIdentity();
        SSL_CTX_set_max_proto_version(identity.context->native_handle(), TLS1_2_VERSION);
        net::TlsOptions options;
        options.minVersion = TlsVersion::V13;
        const auto tls = clientOf(identity, options);
        QVERIFY(meet(*tls, identity).client);

        const auto modern = newIdentity();
        QVERIFY(net::demand(modern, TlsVersion::V13, ""));
        const auto old = clientOf(modern);
        SSL_CTX_set_max_proto_version(old->context().native_handle(), TLS1_2_VERSION);
        QVERIFY(meet(*old, modern).server);
    }

    void serverAsksForACertificate()
    {
        QTemporaryDir folder;
        const auto own = folder.filePath("client.pem");
        QCOMPARE(QProcess::execute("openssl",
                                   {"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                                    "-keyout", own + ".key", "-out", own, "-days", "2", "-subj", "/CN=visitor"}),
                 0);
        const auto identity = newIdentity();
        QVERIFY(net::demand(identity, TlsVersion::V12, own.toStdString()));

        const auto stranger = clientOf(identity);
        QVERIFY(meet(*stranger, identity).server);

        net::TlsOptions options;
        options.certificateFile = own.toStdString();
        options.keyFile = options.certificateFile + ".key";
        const auto known = clientOf(identity, options);
        const auto meeting = meet(*known, identity);
        QVERIFY(!meeting.client && !meeting.server);
    }

    void namesTheFileThatCannotBeUsed()
    {
        net::TlsOptions options;
        options.certificateFile = "/no/such/file.pem";
        const auto tls = net::TlsClient::make(options);
        QVERIFY(!tls);
        QVERIFY(tls.error().context.find("tls.certificate_file") != std::string::npos);
        const auto demanded = net::demand(newIdentity(), TlsVersion::V12, "/no/such/file.pem");
        QVERIFY(!demanded);
        QVERIFY(demanded.error().context.find("listener.client_ca_file") != std::string::npos);
    }
};

static const TestRegistration<TlsTest> registeredTlsTest;
#include "tls_test.moc"

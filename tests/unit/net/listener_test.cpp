// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/listener.h"

#include "tests/support/test_registry.h"
#include "tests/unit/http/raw_peer.h"

#include <QTest>

using namespace weir;
using net::ListenAddress;
using net::Listener;

class ListenerTest : public QObject {
    Q_OBJECT

private slots:
    void addresses_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<std::string>("host");
        QTest::addColumn<int>("port"); // -1: not an address
        const auto row = [](const std::string& text, const std::string& host, int port) {
            QTest::addRow("\"%s\"", text.c_str()) << text << host << port;
        };
        row("127.0.0.1:8080", "127.0.0.1", 8080);
        row("0.0.0.0:0", "0.0.0.0", 0);
        row("localhost:80", "localhost", 80);
        row("[::1]:8080", "::1", 8080);
        row(":8080", "127.0.0.1", 8080);
        row("8080", "127.0.0.1", 8080);
        row("0", "127.0.0.1", 0);
        for (const std::string wrong : {"", ":", "localhost", "127.0.0.1:", "a:b", "1:65536", "1:-1", "::1:80", "[]:80",
                                        "[::1]", "http://a:80", "a b:80", "[::1:80"})
            row(wrong, "", -1);
    }

    void addresses()
    {
        QFETCH(std::string, text);
        QFETCH(std::string, host);
        QFETCH(int, port);
        const auto address = net::parseListenAddress(text);
        QCOMPARE(address.has_value(), port >= 0);
        if (!address) {
            QVERIFY(address.error().context.find("HOST:PORT") != std::string::npos);
            return;
        }
        QCOMPARE(address->host, host);
        QCOMPARE(int{address->port}, port);
    }

    void handsOverWhatConnects()
    {
        net::IoContext context{1};
        std::vector<net::Socket> accepted;
        const auto listener = Listener::open(context, "0",
                                             [&](net::Socket socket) { accepted.push_back(std::move(socket)); });
        QVERIFY(listener.has_value());
        const auto endpoint = (*listener)->localEndpoint();
        QVERIFY(endpoint.port() != 0 && endpoint.address().is_loopback());
        tests::RawPeer first(context, endpoint.port());
        tests::RawPeer second(context, endpoint.port());
        QVERIFY(tests::runUntil(context, [&] { return accepted.size() == 2; }));
        boost::asio::write(accepted[0], boost::asio::buffer(std::string("hello")));
        QVERIFY(tests::runUntil(context, [&] { return !first.received().empty() || !second.received().empty(); }));
    }

    void nothingAfterClose()
    {
        net::IoContext context{1};
        int accepted = 0;
        auto listener = Listener::open(context, "0", [&](net::Socket) { ++accepted; });
        QVERIFY(listener.has_value());
        const auto port = (*listener)->localEndpoint().port();
        tests::RawPeer early(context, port); // sits in the backlog when the listener goes
        listener->reset();
        QVERIFY(early.waitForClose());
        tests::RawPeer late(context, port);
        QVERIFY(late.isClosed());
        QCOMPARE(accepted, 0);
    }

    void portInUse()
    {
        net::IoContext context{1};
        const auto first = Listener::open(context, "0", [](net::Socket) {});
        QVERIFY(first.has_value());
        const auto port = std::to_string((*first)->localEndpoint().port());
        const auto second = Listener::open(context, port, [](net::Socket) {});
        QVERIFY(!second.has_value());
        QVERIFY(second.error().context.starts_with("Port " + port + " is in use"));
    }

    void addressOfAnotherMachine()
    {
        net::IoContext context{1};
        const auto listener = Listener::open(context, "192.0.2.1:0", [](net::Socket) {});
        QVERIFY(!listener.has_value());
        QVERIFY(listener.error().context.find("192.0.2.1") != std::string::npos);
    }

    // A port that was in use a moment ago can be taken again.
    void reopens()
    {
        net::IoContext context{1};
        auto listener = Listener::open(context, "0", [](net::Socket) {}); // closes what it accepts
        const auto port = (*listener)->localEndpoint().port();
        tests::RawPeer peer(context, port);
        QVERIFY(peer.waitForClose());
        listener->reset();
        QVERIFY(Listener::open(context, std::to_string(port), [](net::Socket) {}).has_value());
    }
};

static const TestRegistration<ListenerTest> registeredListenerTest;
#include "listener_test.moc"

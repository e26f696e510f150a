// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/http/server_setup.h"

#include <QTest>

using namespace weir;
using tests::ServerSetup;

namespace {

using std::chrono::milliseconds;

const std::string get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

// Only the time under test is short.
http::ServerLimits limited(base::Nanos http::ServerLimits::*which, milliseconds value)
{
    http::ServerLimits limits;
    limits.*which = value;
    limits.lingerTimeout = milliseconds{50};
    return limits;
}

} // namespace

class ServerLimitsTest : public QObject {
    Q_OBJECT

private slots:
    void refusals_data()
    {
        QTest::addColumn<std::string>("input");
        QTest::addColumn<int>("status");
        const std::string host = "Host: a\r\n";
        const auto row = [](const char* name, const std::string& input, int status) {
            QTest::newRow(name) << input << status;
        };
        row("no host", "GET / HTTP/1.1\r\n\r\n", 400);
        row("garbage", "\x16\x03\x01 what\r\n\r\n", 400);
        row("both lengths",
            "POST / HTTP/1.1\r\n" + host + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
        row("bad chunk", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 400);
        row("unknown coding", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501);
        row("unknown version", "GET / HTTP/2.0\r\n" + host + "\r\n", 505);
        row("long target", "GET /" + std::string(20'000, 'a') + " HTTP/1.1\r\n" + host + "\r\n", 414);
        row("endless target", "GET /" + std::string(70'000, 'a'), 414);
        row("long field", "GET / HTTP/1.1\r\n" + host + "X: " + std::string(70'000, 'a') + "\r\n\r\n", 431);
        row("endless field", "GET / HTTP/1.1\r\n" + host + "X: " + std::string(70'000, 'a'), 431);
        row("announced body", "POST / HTTP/1.1\r\n" + host + "Content-Length: 2000000000\r\n\r\n", 413);
    }

    // The refusal arrives although the client has sent more than was read.
    void refusals()
    {
        QFETCH(std::string, input);
        QFETCH(int, status);
        http::ServerLimits limits;
        limits.lingerTimeout = milliseconds{50};
        ServerSetup setup(tests::echo, limits);
        const auto peer = setup.send(input.ends_with('\n') ? input + get : input);
        const auto reply = peer->readReply();
        QCOMPARE(reply.status, status);
        QCOMPARE(reply.get("connection"), std::string("close"));
        QVERIFY(peer->waitForClose());
        QVERIFY(peer->received().empty()); // the request behind it was not answered
        QCOMPARE(setup.handler.seen, 0);
    }

    void chunkedBodyAboveTheLimit()
    {
        http::ServerLimits limits;
        limits.message.bodyBytes = 10;
        ServerSetup setup(tests::echo, limits);
        const auto peer = setup.send(
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n0123456789a\r\n0\r\n\r\n");
        QCOMPARE(peer->readReply().status, 413);
        QCOMPARE(setup.handler.seen, 0);
    }

    void slowHeader()
    {
        ServerSetup setup(tests::echo, limited(&http::ServerLimits::headerTimeout, milliseconds{80}));
        const auto begin = base::now();
        const auto peer = setup.send("GET / HTTP/1.1\r\nHost");
        QCOMPARE(peer->readReply().status, 408);
        QVERIFY(base::now() - begin >= milliseconds{80});
        QVERIFY(peer->waitForClose());
    }

    // A byte now and then does not win more time.
    void headerByDrops()
    {
        ServerSetup setup(tests::echo, limited(&http::ServerLimits::headerTimeout, milliseconds{150}));
        const auto peer = setup.send("GET / HTTP/1.1\r\n");
        for (int i = 0; i < 200 && peer->received().empty(); ++i) {
            peer->send("X: y\r\n");
            tests::runUntil(
                setup.context, [&] { return !peer->received().empty(); }, milliseconds{20});
        }
        QCOMPARE(peer->readReply().status, 408);
    }

    void slowBody()
    {
        ServerSetup setup(tests::echo, limited(&http::ServerLimits::bodyTimeout, milliseconds{80}));
        const auto peer = setup.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello");
        QCOMPARE(peer->readReply().status, 408);
        QCOMPARE(setup.handler.seen, 0);
    }

    void slowStreamedBody()
    {
        ServerSetup setup(tests::echo, limited(&http::ServerLimits::bodyTimeout, milliseconds{80}));
        const auto peer = setup.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nhello");
        const auto reply = peer->readReply();
        QCOMPARE(reply.body, std::string("POST / hello(timed out)"));
        QCOMPARE(reply.get("connection"), std::string("close"));
    }

    // No 408: it would be taken for the answer to a request that is on its way.
    void idle()
    {
        ServerSetup setup(tests::echo, limited(&http::ServerLimits::idleTimeout, milliseconds{80}));
        const auto peer = setup.send(get);
        QCOMPARE(peer->readReply().status, 200);
        QVERIFY(peer->waitForClose());
        QVERIFY(peer->received().empty());
    }

    // Slower than any rate that is asked for, although it never pauses for long.
    void bodyByDrops()
    {
        auto limits = limited(&http::ServerLimits::bodyTimeout, milliseconds{200});
        limits.bodyRate = 1000;
        ServerSetup setup(tests::echo, limits);
        const auto peer = setup.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n");
        for (int i = 0; i < 400 && peer->received().empty(); ++i) {
            peer->send("x");
            tests::runUntil(
                setup.context, [&] { return !peer->received().empty(); }, milliseconds{20});
        }
        QCOMPARE(peer->readReply().status, 408);
        QCOMPARE(setup.handler.seen, 0);
    }

    // The same body takes longer than the timeout, but is fast enough.
    void bodyByDropsInTime()
    {
        auto limits = limited(&http::ServerLimits::bodyTimeout, milliseconds{600});
        limits.bodyRate = 1;
        ServerSetup setup(tests::echo, limits);
        const auto begin = base::now();
        const auto peer = setup.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 40\r\n\r\n");
        for (int i = 0; i < 40; ++i) {
            tests::runUntil(
                setup.context, [] { return false; }, milliseconds{20});
            peer->send("x");
        }
        QCOMPARE(peer->readReply().body, "POST / " + std::string(40, 'x'));
        QVERIFY(base::now() - begin > milliseconds{600});
    }

    void slowReader()
    {
        const auto bytes = http::makeBytes(std::string(50'000'000, 'x'));
        ServerSetup setup(
            [bytes](http::Request&) -> net::Task<http::Response> {
                http::Response response;
                response.body = http::Body(bytes);
                co_return response;
            },
            limited(&http::ServerLimits::writeTimeout, milliseconds{100}));
        net::IoContext elsewhere; // nobody reads there
        boost::asio::ip::tcp::socket peer(elsewhere);
        peer.connect({boost::asio::ip::address_v4::loopback(), setup.listener->localEndpoint().port()});
        boost::asio::write(peer, boost::asio::buffer(get));
        QVERIFY(tests::runUntil(setup.context, [&] { return setup.server.counters().requests.value() == 1; }));
        QVERIFY(tests::runUntil(setup.context, [&] { return setup.server.counters().open.value() == 0; }));
    }
};

static const TestRegistration<ServerLimitsTest> registeredServerLimitsTest;
#include "server_limits_test.moc"

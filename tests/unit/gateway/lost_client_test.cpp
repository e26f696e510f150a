// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/gateway/gateway_setup.h"
#include "tests/unit/gateway/secure_peer.h"

using namespace weir;
using tests::GatewaySetup;

namespace {

const std::string events = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

void resetClient(tests::RawPeer& peer)
{
    peer.socket().set_option(boost::asio::socket_base::linger(true, 0));
    peer.close();
}

} // namespace

// Neither the target's failure nor a request refused.
static bool isCountedAsGone(GatewaySetup& setup)
{
    return setup.becomes([&] {
        const auto counters = setup.gateway->counters();
        return counters.of(metrics::Outcome::Cancelled) == 1 && counters.failed() == 0 && counters.refused.empty();
    });
}

// A client that goes takes its exchange with the target along: nobody works for nobody.
class LostClientTest : public QObject {
    Q_OBJECT

private slots:
    void waitingForTheReply_data()
    {
        QTest::addColumn<bool>("resets");
        QTest::newRow("closed") << false;
        QTest::newRow("reset") << true;
    }
    void waitingForTheReply()
    {
        QFETCH(bool, resets);
        GatewaySetup setup;
        const auto client = setup.send(tests::get);
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        resets ? resetClient(*client) : client->close();
        QVERIFY(target->waitForClose());
        QVERIFY(setup.upstreamIsIdle());
        QVERIFY(isCountedAsGone(setup));
        QVERIFY(setup.answersAnew());
    }

    // There is nothing to write to the client by which its going would be noticed.
    void withinASilentStream()
    {
        GatewaySetup setup;
        const auto client = setup.send(tests::get);
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send(events + "5\r\nabcde\r\n");
        QVERIFY(client->waitFor("abcde"));
        client->close();
        QVERIFY(target->waitForClose());
        QVERIFY(setup.upstreamIsIdle());
        QVERIFY(setup.becomes([&] { return setup.gateway->counters().open == 0; }));
        QVERIFY(isCountedAsGone(setup));
    }

    // Over TLS a client may say that it goes and leave the socket open for a while.
    void saysGoodbyeWithinASilentStream()
    {
        auto scenario = tests::plainScenario();
        scenario.listener.tls = true;
        GatewaySetup setup(scenario);
        auto tls = tests::trusting(setup.gateway->certificate());
        const auto client = tests::clientOf(setup, tls);
        QVERIFY(client->shakeHands(tests::Secure::client));
        client->send(tests::get);
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send(events + "5\r\nabcde\r\n");
        client->takeUntil("abcde");
        client->sayGoodbye();
        QVERIFY(target->waitForClose());
        QVERIFY(setup.upstreamIsIdle());
        QVERIFY(setup.becomes([&] { return setup.gateway->counters().open == 0; }));
    }

    // Who ends the sending half of its connection looks like one that has gone, and is taken for it.
    void endsItsHalfOnly()
    {
        GatewaySetup setup;
        const auto client = setup.send(tests::get);
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        client->shutdownSend();
        QVERIFY(target->waitForClose());
        QVERIFY(setup.upstreamIsIdle());
    }

    void withinAStreamThatGoesOn()
    {
        GatewaySetup setup;
        auto client = setup.send(tests::get);
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send("HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n");
        QVERIFY(client->waitFor("\r\n\r\n"));
        client->close();
        const std::string piece(100'000, 'x');
        for (int i = 0; i < 500 && !target->isClosed(); ++i) {
            boost::system::error_code gone;
            boost::asio::write(target->socket(), boost::asio::buffer(piece), gone);
            setup.origin.accepted(); // lets the test's loop turn
            if (gone)
                break;
        }
        QVERIFY(target->waitForClose());
        QVERIFY(setup.upstreamIsIdle());
        QVERIFY(isCountedAsGone(setup));
    }

    void withinItsUpload()
    {
        GatewaySetup setup;
        const auto client = setup.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n"
                                       + std::string(200'000, 'x'));
        const auto target = setup.origin.next();
        QVERIFY(target);
        QVERIFY(target->waitFor("\r\n\r\nx"));
        client->close();
        QVERIFY(target->waitForClose());
        QVERIFY(target->received().size() < 1'000'000); // the target can tell that it is not whole
        QVERIFY(setup.upstreamIsIdle());
        QVERIFY(isCountedAsGone(setup));
        QVERIFY(setup.answersAnew());
    }

    void waitingInThePool()
    {
        auto scenario = tests::plainScenario();
        scenario.pool.maxConnections = 1;
        scenario.pool.acquireTimeoutMs = 60'000;
        GatewaySetup setup(scenario);
        const auto first = setup.send(tests::get);
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        auto gone = setup.send(tests::get);
        QVERIFY(setup.becomes([&] { return setup.gateway->counters().requests == 2; }));
        gone->close();
        QVERIFY(setup.becomes([&] { return setup.gateway->counters().open == 1; }));
        target->send(tests::ok);
        QCOMPARE(first->readReply().body, std::string("ok"));
        QVERIFY(target->received().empty()); // the one that left was not sent
    }
};

static const TestRegistration<LostClientTest> registeredLostClientTest;
#include "lost_client_test.moc"

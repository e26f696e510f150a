// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/gateway/gateway_setup.h"

using namespace weir;
using tests::GatewaySetup;

namespace {

const std::string offer = "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
                          "Sec-WebSocket-Key: k\r\n\r\n";
const std::string
    switched = "HTTP/1.1 101 Switching Protocols\r\nDate: d\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

} // namespace

// From 101 on the gateway carries bytes (RFC 9110, section 7.8).
class UpgradeTest : public QObject {
    Q_OBJECT

private slots:
    void bytesBothWays_data()
    {
        QTest::addColumn<bool>("stages");
        QTest::newRow("plain") << false;
        QTest::newRow("with cache and compression") << true;
    }
    void bytesBothWays()
    {
        QFETCH(bool, stages);
        auto scenario = tests::plainScenario();
        scenario.cache.enabled = stages;
        scenario.compression.enabled = stages;
        GatewaySetup setup(scenario);
        const auto client = setup.send(offer + "early"); // behind the head, before the answer
        const auto target = setup.origin.next();
        QVERIFY(target);
        const auto head = target->takeThrough("\r\n\r\n");
        QVERIFY(head.find("Upgrade: websocket\r\n") != std::string::npos);
        QVERIFY(head.find("Connection: Upgrade\r\n") != std::string::npos);
        QVERIFY(head.find("keep-alive") == std::string::npos);
        QVERIFY(target->received().empty()); // not before the target has agreed
        target->send(switched + "EARLY");    // behind the head, in one segment with it
        QCOMPARE(client->takeThrough("\r\n\r\n"), switched);
        QCOMPARE(client->take(5), std::string("EARLY"));
        QCOMPARE(target->take(5), std::string("early"));
        for (int i = 0; i < 3; ++i) {
            client->send("ping");
            QCOMPARE(target->take(4), std::string("ping"));
            target->send("pong!");
            QCOMPARE(client->take(5), std::string("pong!"));
        }
        client->send(std::string(100'000, 'c'));
        QCOMPARE(target->take(100'000), std::string(100'000, 'c'));

        client->shutdownSend(); // one way ends, the other goes on
        QVERIFY(target->waitForClose());
        boost::system::error_code error;
        boost::asio::write(target->socket(), boost::asio::buffer("last", 4), error);
        QCOMPARE(client->take(4), std::string("last"));
        target->close();
        QVERIFY(client->waitForClose());
        QVERIFY(setup.upstreamIsIdle());
        QVERIFY(setup.becomes([&] { return setup.gateway->counters().open == 0; }));
    }

    // Nobody says anything: both sides may have gone without a word, and the pool's connection is wanted elsewhere.
    void nothingPasses()
    {
        auto scenario = tests::plainScenario();
        scenario.listener.tunnelIdleTimeoutS = 0.2;
        GatewaySetup setup(scenario);
        const auto client = setup.send(offer);
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send(switched);
        QCOMPARE(client->takeThrough("\r\n\r\n"), switched);
        QVERIFY(client->waitForClose());
        QVERIFY(target->waitForClose());
        QVERIFY(setup.upstreamIsIdle());
    }

    void clientGoes()
    {
        GatewaySetup setup;
        const auto client = setup.send(offer);
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send(switched);
        QCOMPARE(client->takeThrough("\r\n\r\n"), switched);
        client->socket().set_option(boost::asio::socket_base::linger(true, 0));
        client->close();
        QVERIFY(target->waitForClose());
        QVERIFY(setup.upstreamIsIdle());
    }

    // What stands behind an offer that is not taken is the next request.
    void offerNotTaken()
    {
        GatewaySetup setup;
        const auto client = setup.send(offer + tests::get);
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send(tests::ok);
        QCOMPARE(client->readReply().body, std::string("ok"));
        QCOMPARE(target->takeThrough("\r\n\r\n"), setup.wire(tests::forwardedGet));
        target->send(tests::ok);
        QCOMPARE(client->readReply().body, std::string("ok"));
    }

    void offerThatIsNotPassedOn_data()
    {
        QTest::addColumn<std::string>("request");
        QTest::addColumn<bool>("allowed");
        const auto row = [](const char* name, const std::string& request, bool allowed = true) {
            QTest::newRow(name) << request << allowed;
        };
        const std::string start = "GET / HTTP/1.1\r\nHost: a\r\n";
        row("switched off", offer, false);
        row("to HTTP/2", start + "Connection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AA\r\nUpgrade: h2c\r\n\r\n");
        row("to HTTP/2 among others", start + "Connection: Upgrade\r\nUpgrade: websocket, h2c\r\n\r\n");
        row("to another HTTP", start + "Connection: Upgrade\r\nUpgrade: HTTP/3.0\r\n\r\n");
        row("not in Connection", start + "Upgrade: websocket\r\n\r\n");
        row("1.0", "GET / HTTP/1.0\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        row("with a body",
            "POST / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 1\r\n\r\nx");
    }
    void offerThatIsNotPassedOn()
    {
        QFETCH(std::string, request);
        QFETCH(bool, allowed);
        auto scenario = tests::plainScenario();
        scenario.listener.upgrade = allowed;
        GatewaySetup setup(scenario);
        const auto client = setup.send(request);
        const auto target = setup.origin.next();
        QVERIFY(target);
        const auto head = target->takeThrough("\r\n\r\n");
        QVERIFY(head.find("Upgrade") == std::string::npos);
        QVERIFY(head.find("HTTP2-Settings") == std::string::npos);
        target->send(switched); // unasked, so no tunnel comes of it
        QCOMPARE(client->readReply().status, 502);
        QVERIFY(target->waitForClose());
    }
};

static const TestRegistration<UpgradeTest> registeredUpgradeTest;
#include "upgrade_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/gateway/secure_peer.h"

using namespace weir;
using tests::GatewaySetup;
using tests::Secure;
using tests::SecurePeer;

// A WebSocket as browsers open one to https: TLS to the gateway, and on to the target (RFC 6455, section 4.1).
class SecureUpgradeTest : public QObject {
    Q_OBJECT

private slots:
    void bytesBothWays()
    {
        namespace ssl = boost::asio::ssl;
        const auto made = tests::makeCertificate(1);
        auto targetTls = tests::serverShowing(made);
        boost::asio::io_context context{1};
        tests::RawOrigin origin(context);
        net::TlsOptions trust;
        trust.caText = made.certificate;
        auto scenario = tests::plainScenario();
        scenario.listener.tls = true;
        GatewaySetup setup(scenario, "https://" + origin.authority(), trust);

        auto clientTls = tests::trusting(setup.gateway->certificate());
        const auto client = tests::clientOf(setup, clientTls);
        QVERIFY(client->shakeHands(Secure::client));
        client->send("GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nearly.");
        SecurePeer target(context, origin.nextSocket(), targetTls);
        QVERIFY(target.shakeHands(Secure::server));
        const auto head = target.takeUntil("\r\n\r\n");
        QVERIFY(head.find("Upgrade: websocket\r\n") != std::string::npos);
        QVERIFY(head.find("early") == std::string::npos); // not before the target has agreed
        target.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nEARLY.");
        QVERIFY(client->takeUntil("EARLY.").starts_with("HTTP/1.1 101 Switching Protocols\r\n"));
        QCOMPARE(target.takeUntil("."), std::string("early."));
        for (int i = 0; i < 3; ++i) {
            client->send("ping.");
            QCOMPARE(target.takeUntil("."), std::string("ping."));
            target.send("pong.");
            QCOMPARE(client->takeUntil("."), std::string("pong."));
        }
        const auto large = std::string(100'000, 'c') + "."; // of several records
        client->send(large);
        QCOMPARE(target.takeUntil("."), large);

        boost::system::error_code ignored;
        client->stream().next_layer().close(ignored);
        QVERIFY(target.takeUntil(".").empty());
        QVERIFY(setup.upstreamIsIdle());
        QVERIFY(setup.becomes([&] { return setup.gateway->counters().open == 0; }));
    }
};

static const TestRegistration<SecureUpgradeTest> registeredSecureUpgradeTest;
#include "secure_upgrade_test.moc"

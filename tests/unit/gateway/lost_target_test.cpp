// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scripted_server.h"
#include "tests/support/test_registry.h"
#include "tests/unit/gateway/gateway_setup.h"

#include <atomic>

using namespace weir;
using metrics::Outcome;
using tests::GatewaySetup;

namespace {

using Clients = std::vector<std::unique_ptr<tests::RawPeer>>;

Clients clientsOf(GatewaySetup& setup, int count)
{
    Clients clients;
    for (int i = 0; i < count; ++i)
        clients.push_back(setup.connect());
    return clients;
}

void askAll(const Clients& clients)
{
    for (const auto& client : clients)
        client->send(tests::get);
}

} // namespace

// Targets that are not there, or not for a while.
class LostTargetTest : public QObject {
    Q_OBJECT

private slots:
    // Every request under way fails, none hangs, and all is well when the target is back.
    void killedAndRestarted()
    {
        const auto script = [](const std::string& body, bool holds) {
            return [body, holds](const tests::SeenRequest&) {
                const auto answer = tests::reply(200, {}, body);
                return holds ? tests::held(answer) : answer;
            };
        };
        auto server = std::make_unique<tests::ScriptedServer>(script("first", true));
        const auto port = server->port();
        GatewaySetup setup(tests::plainScenario(), server->url());
        const auto clients = clientsOf(setup, 12);
        askAll(clients);
        QVERIFY(server->waitUntil([&] { return server->held() == 12; }));
        server->release(4);
        QVERIFY(setup.becomes([&] {
            return std::ranges::count_if(clients, [](const auto& c) { return c->received().ends_with("first"); }) == 4;
        }));
        server.reset();
        int whole = 0;
        for (const auto& client : clients) {
            const auto reply = client->readReply();
            QVERIFY(reply.status == 200 || reply.status == 502);
            whole += reply.status == 200 && reply.body == "first" ? 1 : 0;
        }
        QCOMPARE(whole, 4);

        askAll(clients); // refused, as nobody listens
        for (const auto& client : clients)
            QCOMPARE(client->readReply().status, 502);

        const tests::ScriptedServer back(script("second", false), "127.0.0.1", port);
        for (int round = 0; round < 3; ++round) {
            askAll(clients);
            for (const auto& client : clients)
                QCOMPARE(client->readReply().body, std::string("second"));
        }
        QVERIFY(back.mostOpen() <= 12);
    }

    void refused()
    {
        GatewaySetup setup;
        setup.origin.close();
        const auto client = setup.send(tests::notedGet);
        QCOMPARE(client->readReply().status, 502);
        QCOMPARE(setup.side->take().outcome, Outcome::ConnectRefused);
        QVERIFY(setup.countsOne(Outcome::ConnectRefused));
        QVERIFY(setup.upstreamIsIdle());
    }

    // Its queue of connections is full, so it answers to none.
    void doesNotAccept()
    {
        auto scenario = tests::plainScenario();
        scenario.pool.connectTimeoutMs = 200;
        boost::asio::io_context context;
        boost::asio::ip::tcp::acceptor full(context);
        full.open(boost::asio::ip::tcp::v4());
        full.bind({boost::asio::ip::address_v4::loopback(), 0});
        full.listen(0);
        std::vector<boost::asio::ip::tcp::socket> filling;
        filling.reserve(4);
        for (int i = 0; i < 4; ++i)
            filling.emplace_back(context).async_connect(full.local_endpoint(), [](auto) {});
        GatewaySetup setup(scenario, "http://127.0.0.1:" + std::to_string(full.local_endpoint().port()));
        const auto client = setup.send(tests::notedGet);
        QCOMPARE(client->readReply().status, 504);
        QCOMPARE(setup.side->take().outcome, Outcome::ConnectTimeout);
        QVERIFY(setup.countsOne(Outcome::ConnectTimeout));
    }

    // TCP knows no way to a network's broadcast address.
    void cannotBeReached()
    {
        GatewaySetup setup(tests::plainScenario(), "http://127.255.255.255:9");
        const auto client = setup.send(tests::notedGet);
        QCOMPARE(client->readReply().status, 502);
        QCOMPARE(setup.side->take().outcome, Outcome::ConnectFailed);
        QVERIFY(setup.countsOne(Outcome::ConnectFailed));
    }

    // It accepts, and then says nothing to the handshake.
    void doesNotShakeHands()
    {
        auto scenario = tests::plainScenario();
        scenario.pool.connectTimeoutMs = 200;
        boost::asio::io_context context{1};
        const tests::RawOrigin mute(context);
        GatewaySetup setup(scenario, "https://" + mute.authority());
        const auto client = setup.send(tests::notedGet);
        QCOMPARE(client->readReply().status, 504);
        QCOMPARE(setup.side->take().outcome, Outcome::TlsTimeout);
        QVERIFY(setup.countsOne(Outcome::TlsTimeout));
    }

    // The name was known when the gateway began, and is no more.
    void nameThatIsGone()
    {
        auto scenario = tests::plainScenario();
        scenario.pool.dnsTtlS = 1e-9;
        std::atomic<bool> gone{false};
        const auto lookUp = [&gone](const std::string&, std::uint16_t) {
            net::LookUp found;
            if (gone)
                found.error = boost::asio::error::host_not_found;
            else
                found.addresses = {{boost::asio::ip::address_v4::loopback(), 9}};
            return found;
        };
        GatewaySetup setup(scenario, "http://shop.test", {}, lookUp);
        gone = true;
        const auto client = setup.send(tests::notedGet);
        const auto reply = client->readReply();
        QCOMPARE(reply.status, 502);
        QVERIFY(reply.body.find("shop.test cannot be found") != std::string::npos);
        QCOMPARE(setup.side->take().outcome, Outcome::HostNotFound);
        QVERIFY(setup.countsOne(Outcome::HostNotFound));
    }

    // Nor is there a gateway before a name that was never known.
    void unknownName()
    {
        const auto target = upstream::makeTarget("http://no-such-host.invalid/", net::TlsOptions());
        QVERIFY(!target);
        QCOMPARE(target.error().code, base::Errc::HostNotFound);
    }

    void allConnectionsTaken()
    {
        auto scenario = tests::plainScenario();
        scenario.pool.maxConnections = 1;
        scenario.pool.maxPending = 1;
        scenario.pool.acquireTimeoutMs = 300;
        GatewaySetup setup(scenario);
        const auto first = setup.send(tests::get);
        const auto target = setup.origin.next();
        QVERIFY(target);
        const auto second = setup.send(tests::notedGet);
        QVERIFY(setup.becomes([&] { return setup.gateway->counters().requests == 2; }));
        const auto third = setup.send(tests::get);
        QCOMPARE(third->readReply().status, 503); // at once: one may wait
        QCOMPARE(second->readReply().status, 503);
        QCOMPARE(setup.side->take().outcome, Outcome::PoolTimeout);
        target->takeThrough("\r\n\r\n");
        target->send(tests::ok);
        QCOMPARE(first->readReply().body, std::string("ok"));
    }
};

static const TestRegistration<LostTargetTest> registeredLostTargetTest;
#include "lost_target_test.moc"

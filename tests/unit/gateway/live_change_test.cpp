// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/gateway/gateway_setup.h"

#include <future>

using namespace weir;
using tests::GatewaySetup;

namespace {

void apply(GatewaySetup& setup, const settings::Scenario& scenario)
{
    setup.gateway->apply(std::make_shared<const settings::Scenario>(scenario));
}

const std::string text = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4000\r\n\r\n"
    + std::string(4000, 'w');
const std::string asking = "GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n";

} // namespace

// A change of the settings, and the end, of a gateway at work.
class LiveChangeTest : public QObject {
    Q_OBJECT

private slots:
    // The next request runs under the new settings, the one under way ends under those it began with.
    void appliesToTheNextRequest()
    {
        auto scenario = tests::plainScenario();
        GatewaySetup setup(scenario);
        const auto client = setup.send(asking);
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        scenario.compression.enabled = true;
        apply(setup, scenario);
        target->send(text);
        QCOMPARE(client->readReply().get("content-encoding"), std::string());
        client->send(asking);
        target->takeThrough("\r\n\r\n");
        target->send(text);
        QCOMPARE(client->readReply().get("content-encoding"), std::string("gzip"));
    }

    void poolIsReconfigured()
    {
        auto scenario = tests::plainScenario();
        scenario.pool.maxConnections = 1;
        scenario.pool.acquireTimeoutMs = 60'000;
        GatewaySetup setup(scenario);
        const auto first = setup.send(tests::get);
        const auto one = setup.origin.next();
        QVERIFY(one);
        const auto second = setup.send(tests::get); // waits
        QVERIFY(setup.becomes([&] { return setup.gateway->counters().requests == 2; }));
        QCOMPARE(setup.origin.accepted(), 1);
        scenario.pool.maxConnections = 2;
        apply(setup, scenario);
        const auto two = setup.origin.next();
        QVERIFY(two);
        two->takeThrough("\r\n\r\n");
        two->send(tests::ok);
        QCOMPARE(second->readReply().body, std::string("ok"));
    }

    // Idle clients are let go at once, replies under way reach their end, and nobody new gets in.
    void drains()
    {
        GatewaySetup setup;
        const auto idle = setup.connect();
        const auto busy = setup.send(tests::get);
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        auto stopped = std::async(std::launch::async, [&] { setup.gateway->stop(); });
        QVERIFY(idle->waitForClose());
        QVERIFY(setup.connect()->waitForClose());
        target->send(tests::ok);
        const auto reply = busy->readReply();
        QCOMPARE(reply.body, std::string("ok"));
        QCOMPARE(reply.get("connection"), std::string("close"));
        QVERIFY(busy->waitForClose());
        QCOMPARE(stopped.wait_for(tests::patience), std::future_status::ready);
        QVERIFY(target->waitForClose());
    }

    // The drain's time is over: whatever the target or the client does, the end comes.
    void endsWhatDoesNotEnd_data()
    {
        QTest::addColumn<std::string>("answer");
        QTest::newRow("no reply") << std::string();
        QTest::newRow("a stream") << std::string("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nabc");
        QTest::newRow("a tunnel") << std::string("HTTP/1.1 101 S\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
    }
    void endsWhatDoesNotEnd()
    {
        QFETCH(std::string, answer);
        auto scenario = tests::plainScenario();
        scenario.listener.drainS = 0.2;
        GatewaySetup setup(scenario);
        const auto client = setup.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send(answer);
        if (!answer.empty())
            QVERIFY(client->waitFor("\r\n\r\n"));
        auto stopped = std::async(std::launch::async, [&] { setup.gateway->stop(); });
        QVERIFY(client->waitForClose());
        QVERIFY(target->waitForClose());
        QCOMPARE(stopped.wait_for(tests::patience), std::future_status::ready);
        QCOMPARE(setup.gateway->counters().open, std::uint64_t(0));
    }

    void severalWorkers()
    {
        auto scenario = tests::plainScenario();
        scenario.engine.workers = 3;
        GatewaySetup setup(scenario);
        for (int i = 0; i < 6; ++i) { // a connection to the target belongs to the worker that opened it
            const auto client = setup.send("OPTIONS * HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\n\r\n");
            QCOMPARE(client->readReply().status, 204);
        }
        QCOMPARE(setup.gateway->counters().requests, std::uint64_t(6));
        QVERIFY(setup.answersAnew());
        setup.gateway->stop();
        QVERIFY(setup.connect()->isClosed());
    }
};

static const TestRegistration<LiveChangeTest> registeredLiveChangeTest;
#include "live_change_test.moc"

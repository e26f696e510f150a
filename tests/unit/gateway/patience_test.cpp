// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/gateway/gateway_setup.h"

using namespace weir;
using tests::GatewaySetup;

namespace {

settings::Scenario with(double settings::ListenerSettings::*knob, double seconds)
{
    auto scenario = tests::plainScenario();
    scenario.listener.*knob = seconds;
    return scenario;
}

constexpr double soon = 0.2;

} // namespace

// Clients that take their time. Only the time under test is short; that it is kept at all is what is tested.
class PatienceTest : public QObject {
    Q_OBJECT

private slots:
    void slowHead()
    {
        GatewaySetup setup(with(&settings::ListenerSettings::headerTimeoutS, soon));
        const auto client = setup.send("GET / HTTP/1.1\r\nHost:");
        QCOMPARE(client->readReply().status, 408);
        QVERIFY(client->waitForClose());
    }

    // The time is for all of the head: a byte now and then does not prolong it.
    void headByteByByte()
    {
        GatewaySetup setup(with(&settings::ListenerSettings::headerTimeoutS, 0.5));
        const auto client = setup.send("GET / HTTP/1.1\r\nHost: a\r\nX: ");
        QVERIFY(setup.becomes([&] {
            boost::system::error_code ignored;
            boost::asio::write(client->socket(), boost::asio::buffer("x", 1), ignored);
            return client->received().starts_with("HTTP/1.1 408 ") || client->isClosed();
        }));
    }

    void slowBody_data()
    {
        QTest::addColumn<std::string>("framing");
        QTest::newRow("small") << std::string("Content-Length: 10\r\n\r\nabc");
        QTest::newRow("chunked") << std::string("Transfer-Encoding: chunked\r\n\r\n5\r\nabc");
        QTest::newRow("large") << std::string("Content-Length: 1000000\r\n\r\nabc");
    }
    void slowBody()
    {
        QFETCH(std::string, framing);
        GatewaySetup setup(with(&settings::ListenerSettings::bodyTimeoutS, soon));
        const auto client = setup.send("POST / HTTP/1.1\r\nHost: a\r\n" + framing);
        QCOMPARE(client->readReply().status, 408);
        QVERIFY(client->waitForClose());
        QVERIFY(setup.upstreamIsIdle());
    }

    // It never pauses for long; what it sends is far below the rate that is asked for.
    void bodyByteByByte_data()
    {
        QTest::addColumn<std::string>("length");
        QTest::newRow("small") << std::string("60000");
        QTest::newRow("large") << std::string("1000000");
    }
    void bodyByteByByte()
    {
        QFETCH(std::string, length);
        auto scenario = with(&settings::ListenerSettings::bodyTimeoutS, 0.5);
        scenario.listener.minBodyRate = 100'000;
        GatewaySetup setup(scenario);
        const auto client = setup.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n");
        QVERIFY(setup.becomes([&] {
            boost::system::error_code ignored;
            boost::asio::write(client->socket(), boost::asio::buffer("x", 1), ignored);
            return client->received().starts_with("HTTP/1.1 408 ") || client->isClosed();
        }));
        QVERIFY(client->received().starts_with("HTTP/1.1 408 "));
        QVERIFY(setup.upstreamIsIdle());
    }

    // The target owes nothing while its request is still on the way.
    void uploadThatTakesItsTime()
    {
        auto scenario = tests::plainScenario();
        scenario.pool.responseTimeoutMs = 300;
        GatewaySetup setup(scenario);
        constexpr std::size_t length = 200'000;
        const auto client = setup.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n");
        const auto target = setup.origin.next();
        QVERIFY(target);
        std::size_t sent = 0;
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{1};
        QVERIFY(setup.becomes([&] {
            sent += boost::asio::write(client->socket(), boost::asio::buffer("x", 1));
            return std::chrono::steady_clock::now() > end;
        }));
        client->send(std::string(length - sent, 'x'));
        target->takeThrough("\r\n\r\n");
        QCOMPARE(target->take(length).size(), length);
        target->send(tests::ok);
        QCOMPARE(client->readReply().status, 200);
        QCOMPARE(setup.origin.accepted(), 1);
    }

    // Then it does.
    void targetThatDoesNot_data()
    {
        QTest::addColumn<bool>("reads");
        QTest::newRow("answer") << true;
        QTest::newRow("read") << false;
    }
    void targetThatDoesNot()
    {
        QFETCH(bool, reads);
        const std::string body(100'000'000, 'x');
        const auto length = reads ? std::size_t{200'000} : body.size();
        auto scenario = tests::plainScenario();
        scenario.pool.responseTimeoutMs = 300;
        GatewaySetup setup(scenario);
        const auto client = setup.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(length)
                                       + "\r\n\r\n");
        boost::asio::async_write(client->socket(), boost::asio::buffer(body, length), [](auto, std::size_t) {});
        auto target = setup.origin.nextSocket();
        const auto peer = reads ? std::make_unique<tests::RawPeer>(setup.context, std::move(target)) : nullptr;
        QCOMPARE(client->readReply().status, 504);
        QVERIFY(setup.upstreamIsIdle());
    }

    void slowReader()
    {
        const std::string all(100'000'000, 'x');
        GatewaySetup setup(with(&settings::ListenerSettings::writeTimeoutS, soon));
        boost::asio::ip::tcp::socket client(setup.context);
        client.connect({boost::asio::ip::address_v4::loopback(), setup.port()});
        boost::asio::write(client, boost::asio::buffer(tests::get));
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n");
        boost::asio::async_write(target->socket(), boost::asio::buffer(all), [](auto, std::size_t) {});
        QVERIFY(target->waitForClose());
        QVERIFY(setup.becomes([&] { return setup.gateway->counters().open == 0; }));
        QVERIFY(setup.upstreamIsIdle());
    }

    void idle_data()
    {
        QTest::addColumn<bool>("asks");
        QTest::newRow("before the first request") << false;
        QTest::newRow("between requests") << true;
    }
    void idle()
    {
        QFETCH(bool, asks);
        GatewaySetup setup(with(&settings::ListenerSettings::idleTimeoutS, soon));
        const auto client = setup.connect();
        if (asks) {
            client->send("OPTIONS * HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\n\r\n");
            QCOMPARE(client->readReply().status, 204);
        }
        QCOMPARE(client->readAll(), std::string()); // closed without a word: nothing was asked
    }

    // While a target takes its time the client is not idle.
    void notWhileWaiting()
    {
        auto scenario = with(&settings::ListenerSettings::idleTimeoutS, soon);
        scenario.listener.headerTimeoutS = soon;
        scenario.listener.bodyTimeoutS = soon;
        scenario.listener.writeTimeoutS = soon;
        scenario.pool.responseTimeoutMs = 1000;
        GatewaySetup setup(scenario);
        const auto client = setup.send(tests::get);
        const auto target = setup.origin.next();
        QVERIFY(target);
        QCOMPARE(client->readReply().status, 504); // the target's second, not the client's fifth of it
    }
};

static const TestRegistration<PatienceTest> registeredPatienceTest;
#include "patience_test.moc"

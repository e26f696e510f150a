// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/gateway/gateway_setup.h"

using namespace weir;
using tests::GatewaySetup;

// How much a client may send, and how many clients there may be.
class LimitsTest : public QObject {
    Q_OBJECT

private slots:
    void sizes_data()
    {
        QTest::addColumn<std::string>("input");
        QTest::addColumn<int>("status");
        const auto row = [](const char* name, const std::string& input, int status) {
            QTest::newRow(name) << input << status;
        };
        const std::string post = "POST / HTTP/1.1\r\nHost: a\r\n";
        const std::string big(30'000, 'x');
        row("field", "GET / HTTP/1.1\r\nHost: a\r\nX: " + big + "\r\n\r\n", 431);
        row(
            "many fields",
            "GET / HTTP/1.1\r\nHost: a\r\n" +
                [] {
                    std::string fields;
                    for (int i = 0; i < 4000; ++i)
                        fields += "X: y\r\n";
                    return fields;
                }()
                + "\r\n",
            431);
        const auto fields = [](int count) {
            std::string lines;
            for (int i = 0; i < count; ++i)
                lines += "X:y\r\n";
            return lines;
        };
        row("fields", "GET / HTTP/1.1\r\nHost: a\r\n" + fields(1000) + "\r\n", 431); // and Host
        row("fields without end", "GET / HTTP/1.1\r\nHost: a\r\n" + fields(1002), 431);
        row("fields behind a body", post + "Transfer-Encoding: chunked\r\n\r\n0\r\n" + fields(1001) + "\r\n", 413);
        row("head without end", "GET / HTTP/1.1\r\nHost: a\r\nX: " + big, 431);
        row("target", "GET /" + std::string(17'000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n", 414);
        row("target without end", "GET /" + big, 414);
        row("body by its length", post + "Content-Length: 100001\r\n\r\n", 413);
        row("body by chunks",
            post + "Transfer-Encoding: chunked\r\n\r\n186A1\r\n" + std::string(100'001, 'x') + "\r\n0\r\n\r\n", 413);
        row("chunk extension", post + "Transfer-Encoding: chunked\r\n\r\n1;" + big + "\r\nx\r\n0\r\n\r\n", 413);
        row("trailers", post + "Transfer-Encoding: chunked\r\n\r\n0\r\nX: " + big + "\r\n\r\n", 413);
    }
    void sizes()
    {
        QFETCH(std::string, input);
        QFETCH(int, status);
        auto scenario = tests::plainScenario();
        scenario.http.maxHeaderBytes = 20'000;
        scenario.http.maxBodyBytes = 100'000;
        GatewaySetup setup(scenario);
        const auto client = setup.send(input);
        const auto reply = client->readReply();
        QCOMPARE(reply.status, status);
        QCOMPARE(reply.get("connection"), std::string("close"));
        QVERIFY(client->waitForClose());
        QVERIFY(setup.countsRefusal(status));
        if (setup.origin.accepted() > 0) // a large body is passed on while it comes; then its end is missing
            QVERIFY(!setup.origin.next()->readAll().ends_with("0\r\n\r\n"));
        QVERIFY(setup.upstreamIsIdle());
    }

    void connections()
    {
        auto scenario = tests::plainScenario();
        scenario.listener.maxConnections = 3;
        GatewaySetup setup(scenario);
        std::vector<std::unique_ptr<tests::RawPeer>> clients;
        for (int i = 0; i < 3; ++i)
            clients.push_back(setup.connect());
        QVERIFY(setup.becomes([&] { return setup.gateway->counters().open == 3; }));
        QVERIFY(setup.connect()->waitForClose());
        QCOMPARE(setup.gateway->counters().turnedAway, std::uint64_t(1));
        clients.pop_back();
        QVERIFY(setup.becomes([&] { return setup.gateway->counters().open == 2; }));
        QVERIFY(setup.answersAnew());
    }

    void connectionsOfOneClient()
    {
        auto scenario = tests::plainScenario();
        scenario.listener.maxConnectionsPerClient = 2;
        GatewaySetup setup(scenario);
        const auto first = setup.connect();
        const auto second = setup.connect();
        QVERIFY(setup.becomes([&] { return setup.gateway->counters().open == 2; }));
        QVERIFY(setup.connect()->waitForClose());
        // Another address is another client.
        boost::asio::ip::tcp::socket other(setup.context, {boost::asio::ip::make_address("127.0.0.2"), 0});
        other.connect({boost::asio::ip::address_v4::loopback(), setup.port()});
        tests::RawPeer neighbour(setup.context, std::move(other));
        neighbour.send("GET / HTTP/1.1\r\n\r\n");
        QCOMPARE(neighbour.readReply().status, 400);
    }
};

static const TestRegistration<LimitsTest> registeredLimitsTest;
#include "limits_test.moc"

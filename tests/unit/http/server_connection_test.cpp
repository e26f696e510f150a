// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/one_shot.h"
#include "tests/support/test_registry.h"
#include "tests/unit/http/server_setup.h"

#include <QTest>

using namespace weir;
using tests::ServerSetup;

namespace {

const std::string getText = "GET /a?b=c HTTP/1.1\r\nHost: shop.test\r\n\r\n";

class Pieces final : public http::BodySource {
public:
    explicit Pieces(int count, bool fails = false) : m_left(count), m_fails(fails) {}
    net::Task<base::Result<std::string_view>> pull() override
    {
        if (m_left-- > 0)
            co_return std::string_view("piece ");
        if (m_fails)
            co_return base::fail(base::Errc::ConnectionClosed, "the origin went away");
        co_return std::string_view();
    }

private:
    int m_left;
    bool m_fails;
};

tests::Answering::Function streaming(int count, std::optional<std::uint64_t> length = {}, bool fails = false)
{
    return [=](http::Request&) -> net::Task<http::Response> {
        http::Response response;
        response.body = http::Body(std::make_unique<Pieces>(count, fails), length);
        co_return response;
    };
}

} // namespace

class ServerConnectionTest : public QObject {
    Q_OBJECT

private slots:
    void answers()
    {
        ServerSetup setup;
        const auto peer = setup.send(getText);
        const auto reply = peer->readReply();
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.version, std::string("HTTP/1.1"));
        QCOMPARE(reply.body, std::string("GET /a?b=c "));
        QCOMPARE(reply.get("date").size(), std::size_t{29});
        QVERIFY(reply.get("connection").empty());
    }

    void manyRequestsOnOneConnection()
    {
        ServerSetup setup;
        const auto peer = setup.connect();
        for (int i = 0; i < 200; ++i) {
            peer->send("GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n");
            QCOMPARE(peer->readReply().body, "GET /" + std::to_string(i) + " ");
        }
        QCOMPARE(setup.server.counters().accepted.value(), 1U);
        QCOMPARE(setup.server.counters().requests.value(), 200U);
        QCOMPARE(setup.server.counters().replies[2].value(), 200U);
    }

    // Sent at once, and so at every position cut in two: the answers come in order.
    void pipelining()
    {
        const auto input = getText + "POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nxyz" + getText;
        for (std::size_t at = 0; at < input.size(); at += 3) {
            ServerSetup setup;
            const auto peer = setup.send(input.substr(0, at));
            tests::runUntil(
                setup.context, [] { return false; }, std::chrono::milliseconds{1});
            peer->send(input.substr(at));
            QCOMPARE(peer->readReply().body, std::string("GET /a?b=c "));
            QCOMPARE(peer->readReply().body, std::string("POST /b xyz"));
            QCOMPARE(peer->readReply().body, std::string("GET /a?b=c "));
        }
    }

    void head()
    {
        ServerSetup setup;
        const auto peer = setup.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" + getText);
        QCOMPARE(peer->readReply(true).get("content-length"), std::string("7"));
        QCOMPARE(peer->readReply().body, std::string("GET /a?b=c "));
        QCOMPARE(setup.server.counters().bodyBytesSent.value(), 11U);
    }

    void closesWhenAsked()
    {
        ServerSetup setup;
        const auto peer = setup.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" + getText);
        const auto reply = peer->readReply();
        QCOMPARE(reply.get("connection"), std::string("close"));
        QVERIFY(peer->waitForClose());
        QCOMPARE(setup.handler.seen, 1);
    }

    void http10()
    {
        ServerSetup setup;
        auto peer = setup.send("GET / HTTP/1.0\r\n\r\n");
        QCOMPARE(peer->readReply().get("connection"), std::string("close"));
        QVERIFY(peer->waitForClose());

        peer = setup.send("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
        QCOMPARE(peer->readReply().get("connection"), std::string("keep-alive"));
        peer->send("GET /2 HTTP/1.0\r\n\r\n");
        QCOMPARE(peer->readReply().body, std::string("GET /2 "));
    }

    void absoluteFormReplacesHost()
    {
        ServerSetup setup([](http::Request& request) -> net::Task<http::Response> {
            co_return http::plainResponse(200, std::string(*request.headers.get("Host")) + request.target);
        });
        const auto peer = setup.send("GET http://Shop.test:81/a?b HTTP/1.1\r\nHost: other.test\r\n\r\n");
        QCOMPARE(peer->readReply().body, std::string("shop.test:81/a?b"));
        peer->send("GET http://me@shop.test/ HTTP/1.1\r\nHost: a\r\n\r\n");
        QCOMPARE(peer->readReply().status, 400);
    }

    void streamsInChunks()
    {
        ServerSetup setup(streaming(3));
        const auto peer = setup.send(getText + getText);
        QCOMPARE(peer->readReply().body, std::string("piece piece piece "));
        QCOMPARE(peer->readReply().get("transfer-encoding"), std::string("chunked"));
        QCOMPARE(setup.server.counters().bodyBytesSent.value(), 36U);
    }

    void streamsByLength()
    {
        ServerSetup setup(streaming(3, 18));
        const auto peer = setup.send(getText + getText);
        QCOMPARE(peer->readReply().body, std::string("piece piece piece "));
        QCOMPARE(peer->readReply().get("content-length"), std::string("18"));
    }

    void streamsToHttp10UntilClose()
    {
        ServerSetup setup(streaming(2));
        const auto peer = setup.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        const auto reply = peer->readReply();
        QCOMPARE(reply.get("connection"), std::string("close"));
        QCOMPARE(reply.body, std::string("piece piece "));
    }

    // Rule 16: the client has to see that something is missing.
    void brokenBodiesAreVisible()
    {
        {
            ServerSetup setup(streaming(2, std::nullopt, true));
            QVERIFY(!setup.send(getText)->readAll().ends_with("0\r\n\r\n"));
        }
        for (const std::uint64_t length : {13U, 11U}) { // more than came, less than came
            ServerSetup setup(streaming(2, length));
            const auto peer = setup.send(getText);
            peer->takeThrough("\r\n\r\n");
            QVERIFY(peer->readAll().size() < length);
        }
    }

    void offersToUpgradeAreIgnored()
    {
        ServerSetup setup;
        const auto peer = setup.send("GET /1 HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n");
        QCOMPARE(peer->readReply().body, std::string("GET /1 "));
        peer->send(getText);
        QCOMPARE(peer->readReply().status, 200);
    }

    void handlerMayCloseAndSetItsDate()
    {
        ServerSetup setup([](http::Request&) -> net::Task<http::Response> {
            auto response = http::plainResponse(404, "x");
            response.headers.add("Connection", "close");
            response.headers.add("Date", "then");
            co_return response;
        });
        const auto text = setup.send(getText)->readAll();
        QVERIFY(text.find("Date: then\r\n") != std::string::npos);
        QCOMPARE(QByteArray::fromStdString(text).count("Date:"), 1);
        QCOMPARE(QByteArray::fromStdString(text).count("Connection:"), 1);
    }

    void largeBodyArrivesWhole()
    {
        std::string large;
        for (int i = 0; large.size() < 3'000'000; ++i)
            large += std::to_string(i);
        const auto bytes = http::makeBytes(large);
        ServerSetup setup([bytes](http::Request&) -> net::Task<http::Response> {
            http::Response response;
            response.body = http::Body(bytes);
            co_return response;
        });
        QVERIFY(setup.send(getText)->readReply().body == large);
    }

    void stopEndsIdleConnectionsAndLetsOthersFinish()
    {
        net::OneShot* gate = nullptr;
        ServerSetup setup([&](http::Request& request) -> net::Task<http::Response> {
            net::OneShot opened(setup.context.get_executor());
            gate = &opened;
            if (request.target == "/slow")
                co_await opened.wait();
            co_return http::plainResponse(200, "done");
        });
        const auto idle = setup.send(getText);
        QCOMPARE(idle->readReply().status, 200);
        gate = nullptr;
        const auto busy = setup.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
        QVERIFY(tests::runUntil(setup.context, [&] { return gate != nullptr; }));
        setup.server.stop();
        QVERIFY(idle->waitForClose());
        QVERIFY(!busy->isClosed());
        gate->set();
        const auto reply = busy->readReply();
        QCOMPARE(reply.body, std::string("done"));
        QCOMPARE(reply.get("connection"), std::string("close"));
        QVERIFY(tests::runUntil(setup.context, [&] { return setup.server.counters().open.value() == 0; }));
        QVERIFY(setup.connect()->waitForClose());
    }

    // What one connection needs while it is at work is lent to others between its requests.
    void connectionsTakeTurns()
    {
        ServerSetup setup;
        std::vector<std::unique_ptr<tests::RawPeer>> peers;
        for (int i = 0; i < 5; ++i)
            peers.push_back(setup.send("POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\nContent-Le"));
        QVERIFY(tests::runUntil(setup.context, [&] { return setup.server.counters().accepted.value() == 5; }));
        for (int round = 0; round < 3; ++round) {
            for (std::size_t i = 0; i < peers.size(); ++i) {
                const auto target = "/" + std::to_string(i);
                peers[i]->send("ngth: 6\r\n\r\nbody " + std::to_string(round) + "GET " + target
                               + "x HTTP/1.1\r\nHost: a\r\n\r\nPOST " + target + " HTTP/1.1\r\nHost: a\r\nContent-Le");
                QCOMPARE(peers[i]->readReply().body, "POST " + target + " body " + std::to_string(round));
                QCOMPARE(peers[i]->readReply().body, "GET " + target + "x ");
            }
        }
    }
};

static const TestRegistration<ServerConnectionTest> registeredServerConnectionTest;
#include "server_connection_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/http/server_setup.h"

#include <QTest>

using namespace weir;
using tests::ServerSetup;

namespace {

std::string post(const std::string& fields, const std::string& body = {})
{
    return "POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body;
}

net::Task<http::Response> ignoring(http::Request&)
{
    co_return http::plainResponse(200, "ignored");
}

std::string text(std::size_t size)
{
    std::string text;
    for (int i = 0; text.size() < size; ++i)
        text += std::to_string(i);
    text.resize(size);
    return text;
}

std::string lengthOf(const std::string& body)
{
    return "Content-Length: " + std::to_string(body.size()) + "\r\n";
}

std::string chunks(const std::string& body, std::size_t size)
{
    std::string text;
    char line[20];
    for (std::size_t at = 0; at < body.size(); at += size) {
        const auto piece = body.substr(at, size);
        std::snprintf(line, sizeof line, "%zx\r\n", piece.size());
        text += line + piece + "\r\n";
    }
    return text + "0\r\n\r\n";
}

const std::string get = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";

} // namespace

// Bodies of requests: whole, streamed, refused, left unread.
class ServerBodyTest : public QObject {
    Q_OBJECT

private slots:
    void arriveWhole_data()
    {
        QTest::addColumn<int>("size");
        for (const int size : {1, 1000, 4096, 65536, 65537, 300000})
            QTest::addRow("%d", size) << size;
    }

    void arriveWhole()
    {
        QFETCH(int, size);
        const auto body = text(static_cast<std::size_t>(size));
        for (const auto& input :
             {post(lengthOf(body), body), post("Transfer-Encoding: chunked\r\n", chunks(body, 7001))}) {
            ServerSetup setup;
            const auto peer = setup.send(input + get);
            QVERIFY(peer->readReply().body == "POST / " + body);
            QCOMPARE(peer->readReply().body, std::string("GET /next "));
        }
    }

    void smallOnesAreSharedLargeOnesStreamed()
    {
        std::vector<bool> streamed;
        ServerSetup setup([&](http::Request& request) {
            streamed.push_back(request.body.source() != nullptr);
            return tests::echo(request);
        });
        const auto peer = setup.send(post(lengthOf(text(65536)), text(65536))
                                     + post(lengthOf(text(65537)), text(65537)));
        peer->readReply();
        peer->readReply();
        QCOMPARE(streamed, (std::vector<bool>{false, true}));
    }

    // Nobody pulls: what the client can send is what the system's buffers hold.
    void backPressure()
    {
        bool handling = false;
        ServerSetup setup([&](http::Request&) -> net::Task<http::Response> {
            handling = true;
            net::asio::basic_waitable_timer<base::Clock, net::asio::wait_traits<base::Clock>, net::Executor> timer(
                setup.context.get_executor());
            timer.expires_after(std::chrono::milliseconds{100});
            co_await timer.async_wait(net::useTask);
            co_return http::plainResponse(413, "too much");
        });
        const auto peer = setup.send(post("Content-Length: 500000000\r\n"));
        QVERIFY(tests::runUntil(setup.context, [&] { return handling; }));
        peer->socket().non_blocking(true);
        const std::string block(100'000, 'x');
        std::size_t sent = 0;
        boost::system::error_code full;
        while (!full && sent < 400'000'000)
            sent += peer->socket().write_some(boost::asio::buffer(block), full);
        QVERIFY(full == boost::asio::error::would_block);
        QCOMPARE(peer->readReply().get("connection"), std::string("close"));
    }

    void unreadSmallRestIsDrained()
    {
        ServerSetup setup(ignoring);
        const auto body = text(200'000);
        const auto peer = setup.send(post(lengthOf(body), body) + get);
        QCOMPARE(peer->readReply().body, std::string("ignored"));
        QCOMPARE(peer->readReply().body, std::string("ignored"));
    }

    void unreadLargeRestEndsTheConnection()
    {
        ServerSetup setup(ignoring);
        const auto peer = setup.send(post("Content-Length: 1000000\r\n", text(1000)));
        const auto reply = peer->readReply();
        QCOMPARE(reply.get("connection"), std::string("close"));
        QCOMPARE(reply.body, std::string("ignored"));
        peer->shutdownSend();
        QVERIFY(peer->waitForClose());
    }

    void expectContinue()
    {
        ServerSetup setup;
        for (const int size : {5, 100'000}) {
            const auto body = text(static_cast<std::size_t>(size));
            const auto peer = setup.send(post("Expect: 100-continue\r\n" + lengthOf(body)));
            QCOMPARE(peer->takeThrough("\r\n\r\n"), std::string("HTTP/1.1 100 Continue\r\n\r\n"));
            peer->send(body);
            QVERIFY(peer->readReply().body == "POST / " + body);
            peer->send(get);
            QCOMPARE(peer->readReply().status, 200);
        }
    }

    // The body may or may not follow, so the connection cannot go on.
    void finalReplyInsteadOfContinue()
    {
        ServerSetup setup(ignoring);
        const auto peer = setup.send(post("Expect: 100-continue\r\nContent-Length: 100000\r\n"));
        const auto reply = peer->readReply();
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.get("connection"), std::string("close"));
    }

    void noContinueForOldClientsOrEmptyBodies()
    {
        ServerSetup setup;
        auto peer = setup.send("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx");
        QCOMPARE(peer->readReply().status, 200);
        peer = setup.send(post("Expect: 100-continue\r\nContent-Length: 0\r\n"));
        QCOMPARE(peer->readReply().status, 200);
    }

    void unknownExpectation()
    {
        ServerSetup setup;
        const auto peer = setup.send(post("Expect: magic\r\nContent-Length: 1\r\n", "x"));
        const auto reply = peer->readReply();
        QCOMPARE(reply.status, 417);
        QCOMPARE(reply.get("connection"), std::string("close"));
        QCOMPARE(setup.handler.seen, 0);
    }

    // A handler that keeps the body beyond its exchange reads nothing of the next one.
    void bodyKeptTooLongIsCancelled()
    {
        http::Body kept;
        ServerSetup setup([&](http::Request& request) -> net::Task<http::Response> {
            std::string result = "none";
            if (kept.source()) {
                const auto piece = co_await kept.source()->pull();
                result = piece ? "bytes" : base::name(piece.error().code);
            }
            kept = std::move(request.body);
            co_return http::plainResponse(200, result);
        });
        const auto body = text(100'000);
        const auto peer = setup.send(post(lengthOf(body), body) + post(lengthOf(body), body));
        QCOMPARE(peer->readReply().body, std::string("none"));
        QCOMPARE(peer->readReply().body, std::string("cancelled"));
    }

    void clientGoesAwayWithinItsBody()
    {
        ServerSetup setup;
        auto peer = setup.send(post("Content-Length: 10\r\n", "hello"));
        peer->close();
        QVERIFY(tests::runUntil(setup.context, [&] {
            return setup.server.counters().accepted.value() == 1 && setup.server.counters().open.value() == 0;
        }));
        QCOMPARE(setup.handler.seen, 0);
    }
};

static const TestRegistration<ServerBodyTest> registeredServerBodyTest;
#include "server_body_test.moc"

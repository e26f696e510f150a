// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/gateway/gateway_setup.h"

#include <boost/asio/read.hpp>

#include <optional>

using namespace weir;
using metrics::Outcome;
using tests::GatewaySetup;

namespace {

// Above what is received whole, so it is passed on as it comes.
const std::string large = "HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n";
const std::string streamed = "HTTP/1.1 200 OK\r\nTrailer: X\r\nTransfer-Encoding: chunked\r\n\r\n";

// Until the connection ends, and not waited for.
const std::string lasting = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";

settings::Scenario impatient()
{
    auto scenario = tests::plainScenario();
    scenario.pool.responseTimeoutMs = 200;
    scenario.http.maxReplyBytes = 1'000'000'000;
    return scenario;
}

void reset(tests::RawPeer& peer)
{
    peer.socket().set_option(boost::asio::socket_base::linger(true, 0));
    peer.close();
}

} // namespace

Q_DECLARE_METATYPE(metrics::Outcome)

// What a target does wrong is told to the client by a status, or by a reply that visibly breaks off; and never becomes
// part of another reply.
class FaultTest : public QObject {
    Q_OBJECT

private slots:
    void beforeTheBody_data()
    {
        QTest::addColumn<std::string>("answer");
        QTest::addColumn<std::string>("then");
        QTest::addColumn<int>("status");
        QTest::addColumn<Outcome>("outcome");
        const auto row = [](const char* name, const std::string& answer, const char* then, int status,
                            Outcome outcome) {
            QTest::newRow(name) << answer << std::string(then) << status << outcome;
        };
        const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n";
        row("nothing, end", "", "close", 502, Outcome::ConnectionLost);
        row("nothing, reset", "", "reset", 502, Outcome::ConnectionReset);
        row("nothing, stall", "", "stall", 504, Outcome::FirstByteTimeout);
        row("half a head, end", "HTTP/1.1 200 OK\r\nContent-", "close", 502, Outcome::ConnectionLost);
        row("half a head, reset", "HTTP/1.1 200 OK\r\nContent-", "reset", 502, Outcome::ConnectionReset);
        row("half a head, stall", "HTTP/1.1 200 OK\r\nContent-", "stall", 504, Outcome::FirstByteTimeout);
        row("half a body, end", head + "abcde", "close", 502, Outcome::ConnectionLost);
        row("half a body, reset", head + "abcde", "reset", 502, Outcome::ConnectionReset);
        row("half a body, stall", head + "abcde", "stall", 504, Outcome::BodyTimeout);
        row("interim only, end", "HTTP/1.1 103 Early Hints\r\n\r\n", "close", 502, Outcome::ConnectionLost);
        row("garbage", "\x01\x02nonsense\r\n\r\n", "stall", 502, Outcome::Malformed);
        row("garbage in a chunk line", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "stall", 502,
            Outcome::Malformed);
        row("too large", "HTTP/1.1 200 OK\r\nContent-Length: 9999999999999\r\n\r\n", "stall", 502, Outcome::TooLarge);
    }
    void beforeTheBody()
    {
        QFETCH(std::string, answer);
        QFETCH(std::string, then);
        QFETCH(int, status);
        QFETCH(Outcome, outcome);
        GatewaySetup setup(impatient());
        const auto client = setup.send(tests::notedGet);
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send(answer);
        if (then == "close")
            target->close();
        if (then == "reset")
            reset(*target);
        auto reply = client->readReply();
        if (reply.status < 200)
            reply = client->readReply();
        QCOMPARE(reply.status, status);
        QVERIFY(reply.body.starts_with(metrics::outcomeName(outcome)));
        QCOMPARE(setup.side->take().outcome, outcome);
        QVERIFY(setup.countsOne(outcome));
        QVERIFY(setup.upstreamIsIdle());
        QVERIFY(setup.answersAnew());
    }

    void withinAStream_data()
    {
        QTest::addColumn<std::string>("answer");
        QTest::addColumn<std::string>("then");
        QTest::addColumn<Outcome>("outcome");
        for (const auto& [name, head] :
             {std::pair{"length", large}, std::pair{"chunked", streamed + "5\r\nabcde\r\n"}}) {
            const auto row = [&](const char* then, Outcome outcome) {
                QTest::addRow("%s, %s", name, then) << head << std::string(then) << outcome;
            };
            row("close", Outcome::ConnectionLost);
            row("reset", Outcome::ConnectionReset);
            row("stall", Outcome::BodyTimeout);
        }
        QTest::newRow("until the end, reset") << lasting + "abcde" << std::string("reset") << Outcome::ConnectionReset;
        QTest::newRow("chunked, garbage") << streamed + "5\r\nabcde\r\n" << std::string("zz\r\n") << Outcome::Malformed;
    }
    // RFC 9112, section 8: the client can tell that the reply is not whole.
    void withinAStream()
    {
        QFETCH(std::string, answer);
        QFETCH(std::string, then);
        QFETCH(Outcome, outcome);
        GatewaySetup setup(impatient());
        const auto client = setup.send(tests::notedGet);
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send(answer + (answer.starts_with(large) ? "abcde" : ""));
        QVERIFY(client->waitFor("abcde"));
        if (then == "close")
            target->close();
        else if (then == "reset")
            reset(*target);
        else if (then != "stall")
            target->send(then);
        const auto all = client->readAll();
        QVERIFY(all.starts_with("HTTP/1.1 200 OK\r\n"));
        QVERIFY(all.ends_with("abcde") || all.ends_with("abcde\r\n")); // no last chunk, far from the length
        QCOMPARE(setup.side->take().outcome, outcome);
        QVERIFY(setup.countsOne(outcome));
        QVERIFY(setup.upstreamIsIdle());
        QVERIFY(setup.answersAnew());
    }

    // A client of HTTP/1.0 knows the end of such a body by the connection's, which must not be one in order then.
    void withinAStreamToAnOldClient_data()
    {
        QTest::addColumn<bool>("isWhole");
        QTest::newRow("whole") << true;
        QTest::newRow("breaks off") << false;
    }
    void withinAStreamToAnOldClient()
    {
        QFETCH(bool, isWhole);
        GatewaySetup setup;
        boost::asio::ip::tcp::socket client(setup.context);
        client.connect({boost::asio::ip::address_v4::loopback(), setup.port()});
        boost::asio::write(client, boost::asio::buffer("GET / HTTP/1.0\r\n\r\n", 18));
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send(streamed + "5\r\nabcde\r\n");
        std::string text;
        std::optional<boost::system::error_code> end;
        boost::asio::async_read(client, boost::asio::dynamic_buffer(text),
                                [&](auto error, std::size_t) { end = error; });
        QVERIFY(setup.becomes([&] { return text.find("abcde") != std::string::npos; }));
        if (isWhole)
            target->send("0\r\n\r\n");
        else
            target->close();
        QVERIFY(setup.becomes([&] { return end.has_value(); }));
        QCOMPARE(*end == boost::asio::error::eof, isWhole);
    }

    // RFC 9112, section 9.2: bytes that nobody asked for are no reply to whoever asks next, whenever they come.
    void bytesBehindTheReply_data()
    {
        QTest::addColumn<std::string>("method");
        QTest::addColumn<std::string>("answer");
        QTest::addColumn<std::string>("late");
        const std::string evil = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil";
        QTest::newRow("a second reply") << std::string("GET") << tests::ok << evil;
        QTest::newRow("a body for HEAD") << std::string("HEAD")
                                         << std::string("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n")
                                         << std::string("ok");
        QTest::newRow("an error page for its own keep-alive timeout")
            << std::string("GET") << tests::ok
            << std::string("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
    }
    void bytesBehindTheReply()
    {
        QFETCH(std::string, method);
        QFETCH(std::string, answer);
        QFETCH(std::string, late);
        GatewaySetup setup;
        const auto client = setup.send(method + " / HTTP/1.1\r\nHost: a\r\n\r\n");
        const auto target = setup.origin.next();
        QVERIFY(target);
        target->takeThrough("\r\n\r\n");
        target->send(answer);
        QCOMPARE(client->readReply(method == "HEAD").status, 200);
        target->send(late);
        client->send("POST /next HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
        const auto fresh = setup.origin.next();
        QVERIFY(fresh);
        fresh->takeThrough("\r\n\r\nx");
        fresh->send("HTTP/1.1 201 Created\r\nContent-Length: 8\r\n\r\nits own!");
        const auto reply = client->readReply();
        QCOMPARE(reply.status, 201);
        QCOMPARE(reply.body, std::string("its own!"));
    }
};

static const TestRegistration<FaultTest> registeredFaultTest;
#include "fault_test.moc"

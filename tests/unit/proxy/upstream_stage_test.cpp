// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/proxy/pipeline_setup.h"

#include <QTest>

#include <boost/asio/ip/tcp.hpp>

using namespace weir;
using namespace weir::tests;
using metrics::Outcome;

namespace {

settings::Scenario bare()
{
    settings::Scenario scenario;
    scenario.cache.enabled = false;
    scenario.compression.enabled = false;
    return scenario;
}

std::string deadUrl()
{
    boost::asio::io_context context;
    boost::asio::ip::tcp::acceptor acceptor(context, {boost::asio::ip::address_v4::loopback(), 0});
    return "http://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port());
}

} // namespace

// What goes to the target and comes back, and what becomes of failures.
class UpstreamStageTest : public QObject {
    Q_OBJECT

private slots:
    void makesTheRequestItsOwn()
    {
        ScriptedServer server{[](const SeenRequest&) {
            return reply(200,
                         {{"Connection", "keep-alive, X-Hop"},
                          {"Keep-Alive", "timeout=5"},
                          {"X-Hop", "1"},
                          {"X-End", "2"},
                          {"Upgrade", "h2c"},
                          {"Via", "1.1 other"}},
                         "x");
        }};
        PipelineSetup setup(bare(), {server.url("/v1/")});
        const auto got = get(setup, "/items?page=2",
                             {{"Connection", "close, X-Secret"},
                              {"X-Secret", "1"},
                              {"Keep-Alive", "x"},
                              {"Proxy-Connection", "x"},
                              {"TE", "trailers"},
                              {"Upgrade", "websocket"},
                              {"X-Mine", "a"},
                              {"X-Mine", "b"}});
        const auto seen = server.last();
        QVERIFY2(seen.head.starts_with("GET /v1/items?page=2 HTTP/1.1\r\n"), seen.head.c_str());
        QCOMPARE(seen.get("Host"), "127.0.0.1:" + std::to_string(server.port()));
        QCOMPARE(seen.get("Via"), std::string("1.1 weir"));
        QCOMPARE(seen.get("X-Mine"), std::string("a, b"));
        for (const auto* gone :
             {"Connection", "X-Secret", "Keep-Alive", "Proxy-Connection", "TE", "Upgrade", "Transfer-Encoding"})
            QVERIFY2(seen.get(gone).empty(), gone);
        for (const auto* gone : {"Connection", "Keep-Alive", "X-Hop", "Upgrade"})
            QVERIFY2(!got.headers.contains(gone), gone);
        QCOMPARE(got.get("X-End"), std::string("2"));
        QCOMPARE(got.get("Via"), std::string("1.1 other"));
    }

    // Load that goes by without a listener names a host only where one was asked for; the cache keeps hosts apart.
    void aHostOfItsOwnStays()
    {
        ScriptedServer server{[](const SeenRequest& seen) {
            return reply(200, {{"Cache-Control", "max-age=60"}, {"Content-Type", "text/plain"}}, seen.get("Host"));
        }};
        PipelineSetup setup(settings::Scenario(), {server.url()});
        const auto own = "127.0.0.1:" + std::to_string(server.port());
        for (int round = 0; round < 2; ++round) {
            QCOMPARE(get(setup, "/").body, own);
            QCOMPARE(get(setup, "/", {{"Host", "a.example"}}).body, std::string("a.example"));
            QCOMPARE(get(setup, "/", {{"Host", "b.example:81"}}).body, std::string("b.example:81"));
        }
        QCOMPARE(server.requestCount(), 3);
        QCOMPARE(get(setup, "/", {{"Host", "A.example:80"}}).cache, metrics::CacheStatus::Hit);
        ask(setup, "POST", "/", {{"Host", "a.example"}});
        QCOMPARE(get(setup, "/").cache, metrics::CacheStatus::Hit);
        QCOMPARE(get(setup, "/", {{"Host", "a.example"}}).cache, metrics::CacheStatus::Miss);
    }

    void addsItselfBehindOtherProxies()
    {
        ScriptedServer server{[](const SeenRequest&) { return reply(200, {}, "x"); }};
        PipelineSetup setup(bare(), {server.url()});
        get(setup, "/", {{"Via", "1.0 first"}});
        QCOMPARE(server.last().get("Via"), std::string("1.0 first, 1.1 weir"));
    }

    void sendsTheBody()
    {
        ScriptedServer server{[](const SeenRequest&) { return reply(201, {}, "made"); }};
        PipelineSetup setup(bare(), {server.url()});
        const auto got = ask(
            setup, "POST", "/things",
            {{"Content-Type", "text/plain"}, {"Transfer-Encoding", "chunked"}, {"Content-Length", "999"}}, "a body");
        QCOMPARE(got.status, 201);
        QCOMPARE(server.last().body, std::string("a body"));
        QCOMPARE(server.last().get("Content-Length"), std::string("6"));
        QCOMPARE(server.last().count("Transfer-Encoding"), 0);
    }

    void asksTheTargetToCloseWithoutKeepAlive()
    {
        ScriptedServer server{[](const SeenRequest&) { return closing(reply(200, {{"Connection", "close"}}, "x")); }};
        PipelineSetup setup(bare(), {server.url()});
        Asking asking(setup, "GET", "/");
        asking.exchange().keepAlive = false;
        QCOMPARE(asking.wait().status, 200);
        QCOMPARE(server.last().get("Connection"), std::string("close"));
        QCOMPARE(setup.services.cluster.pool(0).open(), 0);
    }

    // A reused connection that dies before any byte of the reply was stale: the request goes out again, once.
    void sendsAgainOnceAfterAStaleConnection_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<bool>("again");
        for (const char* method : {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"})
            QTest::addRow("%s", method) << QByteArray(method) << true;
        for (const char* method : {"POST", "PATCH"})
            QTest::addRow("%s", method) << QByteArray(method) << false;
    }
    void sendsAgainOnceAfterAStaleConnection()
    {
        QFETCH(QByteArray, method);
        QFETCH(bool, again);
        ScriptedServer server{
            [](const SeenRequest& seen) { return seen.number == 1 ? closing(Answer()) : reply(200); }};
        PipelineSetup setup(bare(), {server.url()});
        QCOMPARE(get(setup, "/warm").status, 200);
        const auto got = ask(setup, method.toStdString(), "/");
        QCOMPARE(got.status, again ? 200 : 502);
        QCOMPARE(got.outcome, again ? Outcome::Ok : Outcome::ConnectionLost);
        QCOMPARE(server.requestCount(), again ? 3 : 2);
        QCOMPARE(got.connects, again ? 1 : 0);
        QCOMPARE(got.resent, again ? 1 : 0);
        QCOMPARE(server.last().count("Via"), 1);
    }

    // What a load generator sends again it does not measure.
    void aClientDoesNotSendAgain()
    {
        ScriptedServer server{
            [](const SeenRequest& seen) { return seen.number == 1 ? closing(Answer()) : reply(200); }};
        auto scenario = bare();
        scenario.load.path = settings::LoadPath::Direct;
        PipelineSetup setup(scenario, {server.url()});
        QCOMPARE(get(setup, "/warm").status, 200);
        const auto got = get(setup, "/");
        QCOMPARE(got.outcome, Outcome::ConnectionLost);
        QCOMPARE(got.resent, 0);
        QCOMPARE(server.requestCount(), 2);
    }

    void doesNotSendAgainTwice()
    {
        ScriptedServer server{
            [](const SeenRequest& seen) { return seen.target == "/warm" ? reply(200) : closing(Answer()); }};
        PipelineSetup setup(bare(), {server.url()});
        get(setup, "/warm");
        const auto got = get(setup, "/");
        QCOMPARE(got.status, 502);
        QCOMPARE(got.outcome, Outcome::ConnectionLost);
        QCOMPARE(server.requestCount(), 3);
    }

    void doesNotSendAgainOnAFreshConnection()
    {
        ScriptedServer server{[](const SeenRequest&) { return closing(Answer()); }};
        PipelineSetup setup(bare(), {server.url()});
        QCOMPARE(get(setup, "/").outcome, Outcome::ConnectionLost);
        QCOMPARE(server.requestCount(), 1);
    }

    void doesNotSendAgainAfterAByteOfTheReply()
    {
        ScriptedServer server{[](const SeenRequest& seen) {
            Answer answer;
            answer.bytes = "HTTP/1.1 2";
            return seen.number == 0 ? reply(200) : closing(answer);
        }};
        PipelineSetup setup(bare(), {server.url()});
        get(setup, "/");
        QCOMPARE(get(setup, "/").outcome, Outcome::ConnectionLost);
        QCOMPARE(server.requestCount(), 2);
    }

    void turnsFailuresIntoReplies_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<Outcome>("outcome");
        QTest::newRow("nothing") << QByteArray() << Outcome::ConnectionLost;
        QTest::newRow("no HTTP") << QByteArray("SSH-2.0-OpenSSH\r\n\r\n") << Outcome::Malformed;
        QTest::newRow("two lengths") << QByteArray(
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxy")
                                     << Outcome::Malformed;
        QTest::newRow("cut head") << QByteArray("HTTP/1.1 200 OK\r\nContent-Le") << Outcome::ConnectionLost;
        QTest::newRow("cut body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
                                  << Outcome::ConnectionLost;
        QTest::newRow("cut chunk") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\nhalf")
                                   << Outcome::ConnectionLost;
        QTest::newRow("bad chunk") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nhalf")
                                   << Outcome::Malformed;
        QTest::newRow("large head") << "HTTP/1.1 200 OK\r\nX: " + QByteArray(70'000, 'a') + "\r\n\r\n"
                                    << Outcome::TooLarge;
    }
    void turnsFailuresIntoReplies()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(Outcome, outcome);
        ScriptedServer server{[&](const SeenRequest&) {
            Answer answer;
            answer.bytes = bytes.toStdString();
            return closing(answer);
        }};
        PipelineSetup setup(bare(), {server.url()});
        const auto got = get(setup, "/");
        QCOMPARE(got.status, 502);
        QCOMPARE(got.outcome, outcome);
        QVERIFY(got.body.starts_with(std::string(metrics::outcomeName(outcome)) + ": "));
        QCOMPARE(setup.services.cluster.pool(0).open(), 0);
    }

    void endsABodyAboveTheLimit_data()
    {
        QTest::addColumn<bool>("isChunked");
        QTest::addColumn<int>("limit");
        QTest::newRow("by length") << false << 20'000;
        QTest::newRow("chunked") << true << 20'000;
        QTest::newRow("stream") << true << 2'000'000;
    }
    void endsABodyAboveTheLimit()
    {
        QFETCH(bool, isChunked);
        QFETCH(int, limit);
        const auto most = static_cast<std::size_t>(limit);
        ScriptedServer server{[&](const SeenRequest& seen) {
            const std::string body(seen.target == "/fits" ? most : most + 1, 'a');
            return isChunked ? chunked(200, {}, body) : reply(200, {}, body);
        }};
        auto scenario = bare();
        scenario.http.maxReplyBytes = limit;
        PipelineSetup setup(scenario, {server.url()});
        QCOMPARE(get(setup, "/fits").body.size(), most);
        const auto got = get(setup, "/");
        QCOMPARE(got.outcome, Outcome::TooLarge);
        QVERIFY(!got.isWhole || got.status == 502);
        QVERIFY(got.body.size() <= most);
        QCOMPARE(setup.services.cluster.pool(0).open(), 0);
    }

    void answers502WhenRefused()
    {
        PipelineSetup setup(bare(), {deadUrl()});
        const auto got = get(setup, "/");
        QCOMPARE(got.status, 502);
        QCOMPARE(got.outcome, Outcome::ConnectRefused);
    }

    void answers503WithoutAConnection()
    {
        ScriptedServer server{[](const SeenRequest&) { return held(reply(200)); }};
        auto scenario = bare();
        scenario.pool.maxConnections = 1;
        scenario.pool.maxPending = 1;
        scenario.pool.acquireTimeoutMs = 40;
        PipelineSetup setup(scenario, {server.url()});
        Asking first(setup, "GET", "/");
        QVERIFY(setup.runUntil([&] { return server.held() == 1; }));
        Asking second(setup, "GET", "/");
        Asking third(setup, "GET", "/");
        const auto full = third.wait();
        QCOMPARE(full.status, 503);
        QCOMPARE(full.outcome, Outcome::PoolOverflow);
        const auto late = second.wait();
        QCOMPARE(late.status, 503);
        QCOMPARE(late.outcome, Outcome::PoolTimeout);
        server.releaseAll();
        QCOMPARE(first.wait().status, 200);
    }

    void endsWhenInterrupted()
    {
        ScriptedServer server{[](const SeenRequest&) { return held(reply(200)); }};
        PipelineSetup setup(bare(), {server.url()});
        Asking asking(setup, "GET", "/");
        QVERIFY(setup.runUntil([&] { return server.held() == 1; }));
        asking.interrupt();
        QCOMPARE(asking.wait().outcome, Outcome::Cancelled);
        QCOMPARE(setup.services.cluster.pool(0).open(), 0);
    }

    void takesTheTargetsInTurn()
    {
        const auto named = [](std::string name) { return [name](const SeenRequest&) { return reply(200, {}, name); }; };
        ScriptedServer a{named("a")};
        ScriptedServer b{named("b")};
        PipelineSetup setup(bare(), {a.url(), b.url()});
        std::string order;
        for (int i = 0; i < 6; ++i)
            order += get(setup, "/").body;
        QCOMPARE(order, std::string("ababab"));
    }

    void leavesTheRequestAsItIsOnTheDirectPath()
    {
        ScriptedServer server{[](const SeenRequest&) { return reply(200, {{"Keep-Alive", "timeout=5"}}, "x"); }};
        auto scenario = bare();
        scenario.load.path = settings::LoadPath::Direct;
        PipelineSetup setup(scenario, {server.url()});
        const auto got = get(setup, "/", {{"TE", "trailers"}, {"Accept-Encoding", "zstd"}});
        QCOMPARE(server.last().get("TE"), std::string("trailers"));
        QCOMPARE(server.last().get("Accept-Encoding"), std::string("zstd"));
        QCOMPARE(server.last().get("Host"), "127.0.0.1:" + std::to_string(server.port()));
        QCOMPARE(server.last().count("Via"), 0);
        QVERIFY(got.headers.contains("Keep-Alive"));
    }
};

static const TestRegistration<UpstreamStageTest> registeredUpstreamStageTest;
#include "upstream_stage_test.moc"

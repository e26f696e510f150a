// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scripted_server.h"
#include "tests/support/test_registry.h"
#include "tests/unit/load/requester_bench.h"
#include "tests/unit/proxy/independent_codec.h"

#include <QTest>

#include <atomic>
#include <future>
#include <memory>

using namespace weir;
using namespace weir::tests;
using namespace std::chrono_literals;
using metrics::Outcome;

namespace {

std::string requesterText(std::size_t size)
{
    std::string all;
    while (all.size() < size)
        all += "over the weir " + std::to_string(all.size() * 7) + "; ";
    all.resize(size);
    return all;
}

} // namespace

// From a request's start to its sample.
class RequesterTest : public QObject {
    Q_OBJECT

private slots:
    void countsWhatCameBack()
    {
        std::atomic<std::size_t> arrived{0};
        ScriptedServer server{[&](const SeenRequest& seen) {
            arrived += seen.head.size() + std::string_view("\r\n\r\n").size();
            return reply(200, {}, "hello");
        }};
        Bench bench(requestTo(server.url(), "/"));
        const auto counters = bench.run(3);
        QCOMPARE(counters.requests, std::uint64_t{3});
        QCOMPARE(counters.ok, std::uint64_t{3});
        QCOMPARE(counters.identityBytes, std::uint64_t{15});
        QCOMPARE(counters.wireBytes, std::uint64_t{15});
        QCOMPARE(counters.upstreamWireBytes, std::uint64_t{15});
        QCOMPARE(counters.sentBytes, arrived.load());
        QCOMPARE(counters.connects, std::uint64_t{1});
        QCOMPARE(counters.connectionUses, std::uint64_t{3});
    }

    // A time limit that passes is counted under what was waited for.
    void saysWhereTheTimeRanOut()
    {
        const auto timed = [](settings::Scenario scenario) {
            scenario.load.timeoutMs = 60;
            return scenario;
        };
        {
            ScriptedServer server{[](const SeenRequest&) { return held(reply(200, {}, "late")); }};
            auto scenario = timed(requestTo(server.url(), "/"));
            scenario.pool.maxConnections = 1;
            Bench bench(scenario);
            bench.begin();
            bench.begin(); // waits for the first one's connection
            QVERIFY(bench.runUntil([&] { return bench.running() == 0; }));
            const auto counters = bench.counters();
            QCOMPARE(of(counters, Outcome::FirstByteTimeout), std::uint64_t{1});
            QCOMPARE(of(counters, Outcome::PoolTimeout), std::uint64_t{1});
        }
        {
            ScriptedServer server{
                [](const SeenRequest&) { return Answer{"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"}; }};
            QCOMPARE(of(Bench(timed(requestTo(server.url(), "/"))).run(), Outcome::BodyTimeout), std::uint64_t{1});
        }
        boost::asio::io_context context;
        const auto loopback = boost::asio::ip::address_v4::loopback();
        boost::asio::ip::tcp::acceptor deaf(context, {loopback, 0}); // connections come about, but nobody reads
        const auto port = std::to_string(deaf.local_endpoint().port());
        auto scenario = timed(requestTo("http://127.0.0.1:" + port, "/", "POST"));
        scenario.load.timeoutMs = 500;
        scenario.requests["one"].body.assign(64 << 20, 'x');
        QCOMPARE(of(Bench(scenario).run(), Outcome::SendTimeout), std::uint64_t{1});
    }

    // The name service answers once, before the run, and then keeps silent for longer than anybody waits.
    void theTimeMayRunOutInALookUp_data()
    {
        QTest::addColumn<bool>("direct");
        QTest::newRow("through the proxy") << false;
        QTest::newRow("direct") << true;
    }
    void theTimeMayRunOutInALookUp()
    {
        QFETCH(bool, direct);
        const auto silence = std::make_shared<std::promise<void>>(); // shared with the look-up, which nobody waits for
        const auto lookUp = [end = silence->get_future().share(),
                             asked = std::make_shared<std::atomic<int>>(0)](const std::string&, std::uint16_t) {
            if (++*asked > 1)
                end.wait();
            return net::LookUp{{{boost::asio::ip::address_v4::loopback(), 9}}, {}};
        };
        auto scenario = requestTo("http://shop.test", "/");
        scenario.load.timeoutMs = 60;
        scenario.load.path = direct ? settings::LoadPath::Direct : settings::LoadPath::InProcess;
        scenario.pool.connectTimeoutMs = 60'000;
        scenario.pool.dnsTtlS = 1e-9;
        Bench bench(scenario, lookUp);
        QCOMPARE(of(bench.run(), Outcome::LookupTimeout), std::uint64_t{1});
        const auto failures = bench.failures.take();
        QCOMPARE(failures.size(), std::size_t{1});
        QVERIFY(failures.front().detail.find("looking up the target's name") != std::string::npos);
        silence->set_value();
    }

    // The target's share of the time, seen from outside: what it holds back is waiting, and the first use is cold.
    void dividesTheTimeAtTheTarget()
    {
        ScriptedServer server{[](const SeenRequest&) { return held(reply(200, {}, "late")); }};
        Bench bench(requestTo(server.url(), "/"));
        bench.begin();
        QVERIFY(bench.runUntil([&] { return server.held() == 1; }));
        const auto begin = base::now();
        bench.runUntil([&] { return base::now() - begin > 30ms; });
        server.release();
        QVERIFY(bench.runUntil([&] { return bench.running() == 0; }));
        const auto first = bench.counters();
        QVERIFY(first.answered.wait >= 30'000'000);
        QVERIFY(first.answered.send > 0);
        QCOMPARE(first.coldUses, std::uint64_t{1});
        const auto upstream = static_cast<std::size_t>(metrics::StageId::Upstream);
        const auto& times = first.answered;
        QCOMPARE(times.send + times.wait + times.receive, times.stages[upstream]);
        server.stopHolding();
        const auto second = bench.run();
        QCOMPARE(second.coldUses, std::uint64_t{0});
        QCOMPARE(second.connectionUses, std::uint64_t{1});
    }

    void failsWhatTakesTooLong_data()
    {
        QTest::addColumn<bool>("direct");
        QTest::newRow("through the proxy") << false;
        QTest::newRow("direct") << true;
    }
    void failsWhatTakesTooLong()
    {
        QFETCH(bool, direct);
        ScriptedServer server{[](const SeenRequest&) { return held(reply(200, {}, "late")); }};
        auto scenario = requestTo(server.url(), "/");
        scenario.load.timeoutMs = 40;
        scenario.load.path = direct ? settings::LoadPath::Direct : settings::LoadPath::InProcess;
        Bench bench(scenario);
        const auto begin = base::now();
        const auto counters = bench.run();
        QVERIFY(base::now() - begin >= 40ms);
        QCOMPARE(of(counters, Outcome::FirstByteTimeout), std::uint64_t{1});
        QCOMPARE(counters.wireBytes, std::uint64_t{0}); // the client got nothing
        QCOMPARE(counters.statusClasses[0], std::uint64_t{1});
        QCOMPARE(bench.pool().open(), 0);
        const auto failures = bench.failures.take();
        QCOMPARE(failures.size(), std::size_t{1});
        QCOMPARE(failures.front().status, 0);
        QVERIFY(failures.front().detail.find("load.timeout_ms") != std::string::npos);
        QVERIFY(failures.front().detail.find("waiting for the reply to begin") != std::string::npos);
    }

    void keepsTheBeginningOfAFailedReply()
    {
        ScriptedServer server{[](const SeenRequest&) {
            return reply(500, {{"Content-Type", "text/plain"}},
                         "out of order\x01" + std::string(498, '!') + "\xc3\xa4" + std::string(2000, '!'));
        }};
        Bench bench(requestTo(server.url(), "/broken"));
        QCOMPARE(of(bench.run(), Outcome::StatusError), std::uint64_t{1});
        const auto failures = bench.failures.take();
        QCOMPARE(failures.size(), std::size_t{1});
        QCOMPARE(failures.front().status, 500);
        QCOMPARE(failures.front().request, std::string("GET /broken"));
        // As it came, since the window and the terminal show what is invisible, but no character is cut in two.
        QCOMPARE(failures.front().body, "out of order\x01" + std::string(498, '!'));
        QCOMPARE(failures.front().body.size(), load::FailureLog::bodyKept - 1);
    }

    void measuresTheIdentityOfCodedReplies_data()
    {
        QTest::addColumn<int>("policy");
        QTest::addColumn<int>("size");
        QTest::addColumn<bool>("direct");
        for (const bool direct : {true, false})
            for (const int size : {5000, 4'000'000})
                for (const int policy : {0, 1, 2})
                    QTest::addRow("%s %d, policy %d", direct ? "direct" : "proxy", size, policy)
                        << policy << size << direct;
    }
    void measuresTheIdentityOfCodedReplies()
    {
        QFETCH(int, policy);
        QFETCH(int, size);
        QFETCH(bool, direct);
        const auto body = requesterText(static_cast<std::size_t>(size) / 2)
            + std::string(static_cast<std::size_t>(size) / 2, 'a');
        const auto coded = gzip(body);
        ScriptedServer server{[&](const SeenRequest&) {
            return reply(200, {{"Content-Encoding", "gzip"}, {"Content-Type", "text/plain"}}, coded);
        }};
        auto scenario = requestTo(server.url(), "/");
        scenario.load.path = direct ? settings::LoadPath::Direct : settings::LoadPath::InProcess;
        scenario.load.decode = static_cast<settings::DecodePolicy>(policy);
        scenario.load.acceptEncoding = "gzip";
        Bench bench(scenario);
        const auto counters = bench.run(2);
        QCOMPARE(counters.ok, std::uint64_t{2});
        QCOMPARE(counters.upstreamWireBytes, std::uint64_t{2 * coded.size()});
        const bool knows = !direct || scenario.load.decode != settings::DecodePolicy::Never; // the proxy decodes anyway
        QCOMPARE(counters.identityBytes, std::uint64_t{2 * (knows ? body.size() : coded.size())});
        if (direct)
            QCOMPARE(counters.wireBytes, std::uint64_t{2 * coded.size()});
        else
            QVERIFY(counters.wireBytes < 2 * body.size());
    }

    void reportsACodingThatDoesNotDecode()
    {
        ScriptedServer server{[](const SeenRequest&) {
            return reply(200, {{"Content-Encoding", "gzip"}}, "no gzip at all");
        }};
        auto scenario = requestTo(server.url(), "/");
        scenario.load.path = settings::LoadPath::Direct;
        Bench bench(scenario);
        QCOMPARE(of(bench.run(), Outcome::BadEncoding), std::uint64_t{1});
    }

    // Checks look into the body without its coding, whoever coded it and however it arrives.
    void checksLookIntoCodedReplies_data()
    {
        QTest::addColumn<int>("policy");
        QTest::addColumn<int>("size");
        QTest::addColumn<bool>("direct");
        QTest::addColumn<bool>("coded");
        for (const bool coded : {true, false})
            for (const bool direct : {true, false})
                for (const int size : {5000, 4'000'000})
                    for (const int policy : {0, 2})
                        QTest::addRow("%s %s %d, policy %d", coded ? "coded" : "plain", direct ? "direct" : "proxy",
                                      size, policy)
                            << policy << size << direct << coded;
    }
    void checksLookIntoCodedReplies()
    {
        QFETCH(int, policy);
        QFETCH(int, size);
        QFETCH(bool, direct);
        QFETCH(bool, coded);
        const auto body = requesterText(static_cast<std::size_t>(size)) + "the end";
        const auto sent = coded ? gzip(body) : body;
        ScriptedServer server{[&](const SeenRequest&) {
            return coded ? reply(200, {{"Content-Encoding", "gzip"}, {"Content-Type", "text/plain"}}, sent)
                         : reply(200, {{"Content-Type", "text/plain"}}, sent);
        }};
        auto scenario = requestTo(server.url(), "/");
        scenario.load.path = direct ? settings::LoadPath::Direct : settings::LoadPath::InProcess;
        scenario.load.decode = static_cast<settings::DecodePolicy>(policy);
        scenario.load.acceptEncoding = "gzip";
        auto& checks = scenario.requests["one"].checks;
        checks = {"body contains the end", "size == " + std::to_string(body.size())};
        Bench good(scenario);
        QCOMPARE(good.run(2).ok, std::uint64_t{2});
        checks = {"body contains another end"};
        Bench bad(scenario);
        QCOMPARE(of(bad.run(), Outcome::CheckFailed), std::uint64_t{1});
        QCOMPARE(bad.failures.take().front().detail,
                 "check failed: body contains another end; found not in " + std::to_string(body.size()) + " bytes");
        checks = {"size < 100"};
        Bench large(scenario);
        QCOMPARE(of(large.run(), Outcome::CheckFailed), std::uint64_t{1});
        QCOMPARE(large.failures.take().front().detail,
                 "check failed: size < 100; found " + std::to_string(body.size()));
    }

    void aStatusThatIsExpectedIsNoError()
    {
        ScriptedServer server{[](const SeenRequest&) { return reply(404, {}, "gone"); }};
        auto scenario = requestTo(server.url(), "/");
        scenario.requests["one"].checks = {"status == 404"};
        Bench expected(scenario);
        const auto counters = expected.run();
        QCOMPARE(counters.ok, std::uint64_t{1});
        QCOMPARE(counters.statusClasses[4], std::uint64_t{1});
        scenario.requests["one"].checks = {"body contains gone"};
        Bench other(scenario);
        QCOMPARE(of(other.run(), Outcome::StatusError), std::uint64_t{1}); // no check names the status
        scenario.requests["one"].checks = {"status == 200"};
        Bench wrong(scenario);
        const auto failed = wrong.run();
        QCOMPARE(of(failed, Outcome::CheckFailed), std::uint64_t{1});
        QCOMPARE(failed.statusClasses[4], std::uint64_t{1});
        QCOMPARE(failed.wireBytes, std::uint64_t{4});
    }

    void countsWhatIsAbandonedAsUnfinished()
    {
        std::atomic<int> count{0};
        ScriptedServer server{[&](const SeenRequest&) { return ++count % 2 ? held(reply(200)) : reply(200); }};
        auto scenario = requestTo(server.url(), "/");
        scenario.pool.maxConnections = 6;
        Bench bench(scenario);
        for (int i = 0; i < 40; ++i)
            bench.begin();
        QVERIFY(bench.runUntil([&] { return server.held() == 6; }));
        bench.requester().abandonAll();
        QVERIFY(bench.runUntil([&] { return bench.running() == 0; }));
        const auto counters = bench.counters();
        QCOMPARE(counters.planned, std::uint64_t{40});
        QCOMPARE(counters.planned, counters.requests + counters.unfinished);
        QVERIFY(counters.unfinished >= 6);
        QCOMPARE(counters.requests, counters.ok);
        QCOMPARE(bench.requester().inFlight(), std::size_t{0});
        QCOMPARE(bench.pool().open(), 0);
    }
};

static const TestRegistration<RequesterTest> registeredRequesterTest;
#include "requester_test.moc"

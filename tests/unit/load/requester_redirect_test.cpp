// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scripted_server.h"
#include "tests/support/test_registry.h"
#include "tests/unit/load/requester_bench.h"

#include <QTest>

using namespace weir;
using namespace weir::tests;
using namespace std::chrono_literals;
using metrics::Outcome;

namespace {

Answer redirect(int status, const std::string& location)
{
    return reply(status, {{"Location", location}}, "moved");
}

} // namespace

// Where a requester goes on to.
class RequesterRedirectTest : public QObject {
    Q_OBJECT

private slots:
    void followsRedirects_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("becomes");
        for (const int status : {301, 302, 303})
            QTest::addRow("POST %d", status) << status << QByteArray("POST") << QByteArray("GET");
        for (const int status : {307, 308})
            QTest::addRow("POST %d", status) << status << QByteArray("POST") << QByteArray("POST");
        QTest::newRow("GET 302") << 302 << QByteArray("GET") << QByteArray("GET");
        QTest::newRow("HEAD 303") << 303 << QByteArray("HEAD") << QByteArray("HEAD");
        QTest::newRow("DELETE 301") << 301 << QByteArray("DELETE") << QByteArray("DELETE");
    }
    void followsRedirects()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, becomes);
        ScriptedServer server{[&](const SeenRequest& seen) {
            if (seen.target == "/v1/old") {
                auto answer = redirect(status, "new?x=1#here");
                if (seen.method == "HEAD")
                    answer.bytes.resize(answer.bytes.size() - 5);
                return answer;
            }
            return reply(200);
        }};
        auto scenario = requestTo(server.url("/v1"), "/old", method.toStdString());
        scenario.load.redirects = 3;
        Bench bench(scenario);
        const auto counters = bench.run();
        QCOMPARE(counters.ok, std::uint64_t{1});
        QCOMPARE(counters.statusClasses[2], std::uint64_t{1});
        QCOMPARE(server.requestCount(), 2);
        const auto last = server.last();
        QCOMPARE(last.method, becomes.toStdString());
        QCOMPARE(last.target, std::string("/v1/new?x=1"));
        QCOMPARE(last.body, std::string(becomes == "POST" ? "a body" : ""));
        QCOMPARE(last.count("Content-Type"), becomes == "POST" ? 1 : 0);
        QCOMPARE(last.count("Via"), 1);
    }

    void followsNoMoreThanTheLimit()
    {
        ScriptedServer server{[](const SeenRequest&) { return redirect(302, "/again"); }};
        auto scenario = requestTo(server.url(), "/");
        scenario.load.redirects = 4;
        Bench bench(scenario);
        const auto counters = bench.run();
        QCOMPARE(server.requestCount(), 5);
        QCOMPARE(counters.statusClasses[3], std::uint64_t{1}); // the last one is the reply
        QCOMPARE(counters.requests, std::uint64_t{1});
        QCOMPARE(counters.ok, std::uint64_t{0});
        QCOMPARE(counters.outcomes[static_cast<std::size_t>(metrics::Outcome::TooManyRedirects)], std::uint64_t{1});
    }

    // Who asks for a redirect gets what was asked for.
    void anExpectedRedirectIsWell()
    {
        ScriptedServer server{[](const SeenRequest&) { return redirect(302, "/again"); }};
        auto scenario = requestTo(server.url(), "/");
        scenario.load.redirects = 1;
        scenario.requests.front().settings.checks = {"status == 302"};
        Bench bench(scenario);
        const auto counters = bench.run();
        QCOMPARE(server.requestCount(), 2);
        QCOMPARE(counters.ok, std::uint64_t{1});
    }

    void doesNotFollowElsewhere_data()
    {
        QTest::addColumn<QByteArray>("location");
        QTest::newRow("another port") << QByteArray("http://127.0.0.1:1/");
        QTest::newRow("another host") << QByteArray("//other.example/");
        QTest::newRow("another scheme") << QByteArray("https://127.0.0.1/");
        QTest::newRow("outside the base path") << QByteArray("/v2/");
        QTest::newRow("nonsense") << QByteArray("http://[");
    }
    void doesNotFollowElsewhere()
    {
        QFETCH(QByteArray, location);
        ScriptedServer server{[&](const SeenRequest&) { return redirect(302, location.toStdString()); }};
        auto scenario = requestTo(server.url("/v1"), "/");
        scenario.load.redirects = 5;
        Bench bench(scenario);
        const auto counters = bench.run();
        QCOMPARE(server.requestCount(), 1);
        QCOMPARE(counters.statusClasses[3], std::uint64_t{1});
        QCOMPARE(counters.ok, std::uint64_t{1});
    }

    // The large body of the redirect must not hold the only connection.
    void followsARedirectWithALargeBody()
    {
        ScriptedServer server{[](const SeenRequest& seen) {
            return seen.target == "/" ? reply(302, {{"Location", "/new"}}, std::string(3'000'000, 'a')) : reply(200);
        }};
        auto scenario = requestTo(server.url(), "/");
        scenario.load.redirects = 1;
        scenario.pool.maxConnections = 1;
        scenario.pool.acquireTimeoutMs = 2000;
        Bench bench(scenario);
        QCOMPARE(bench.run().statusClasses[2], std::uint64_t{1});
    }
};

static const TestRegistration<RequesterRedirectTest> registeredRequesterRedirectTest;
#include "requester_redirect_test.moc"

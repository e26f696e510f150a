// SPDX-License-Identifier: GPL-3.0-or-later
// Whole runs whose requests hang together: flows, feeders, cookies, targets of their own.
#include "core/load/journeys.h"

#include "tests/support/scripted_server.h"
#include "tests/support/test_registry.h"
#include "tests/unit/load/finished_run.h"

#include <QTemporaryFile>
#include <QTest>

#include <map>
#include <set>

using namespace weir;
using namespace weir::tests;

namespace {

// A user gets a number of its own, shows it at the next step, and gets another one there.
Answer greet(const SeenRequest& seen)
{
    static std::atomic<int> number{0};
    const auto mine = std::to_string(++number);
    if (seen.target.starts_with("/login"))
        return reply(200, {{"Content-Type", "application/json"}}, "{\"auth\": {\"token\": \"t" + mine + "\"}}");
    if (seen.target.starts_with("/cart"))
        return reply(200, {{"X-Cart", "c" + mine}}, "cart");
    return reply(200, {}, "{\"done\": true}");
}

settings::Scenario visits(const std::string& url)
{
    settings::Scenario scenario;
    scenario.target.urls = {url};
    auto& login = scenario.requests["login"];
    login.url = "/login";
    login.weight = 0;
    login.extract = {"token = json /auth/token"};
    auto& cart = scenario.requests["cart"];
    cart.url = "/cart?t={{token}}";
    cart.weight = 0;
    cart.extract = {"cart = header X-Cart"};
    auto& order = scenario.requests["order"];
    order.method = "POST";
    order.url = "/order";
    order.weight = 0;
    order.headers = {"Authorization: Bearer {{token}}"};
    order.body = "{{cart}}";
    order.checks = {"status == 200", "json /done == true"};
    scenario.flows["visit"].steps = {"login", "cart", "order"};
    scenario.cache.enabled = false;
    scenario.load.warmupS = 0;
    scenario.load.durationS = 600;
    scenario.load.rate = 500;
    scenario.load.stopAfterRequests = 120;
    return scenario;
}

} // namespace

class JourneysTest : public QObject {
    Q_OBJECT

private slots:
    void stepsCarryOnWhatRepliesGave_data()
    {
        QTest::addColumn<bool>("open");
        QTest::addColumn<int>("workers");
        QTest::addColumn<double>("think");
        QTest::newRow("open") << true << 1 << 0.0;
        QTest::newRow("open, two workers, thinking") << true << 2 << 3.0;
        QTest::newRow("closed") << false << 1 << 0.0;
        QTest::newRow("closed, two workers, thinking") << false << 2 << 3.0;
    }
    void stepsCarryOnWhatRepliesGave()
    {
        QFETCH(bool, open);
        QFETCH(int, workers);
        QFETCH(double, think);
        ScriptedServer server{greet};
        auto scenario = visits(server.url());
        scenario.flows["visit"].thinkTimeMs = think;
        scenario.engine.workers = workers;
        scenario.load.model = open ? settings::LoadModel::Open : settings::LoadModel::Closed;
        const FinishedRun run{scenario};
        QCOMPARE(server.requestCount(), 120);
        QCOMPARE(run.sum("ok"), std::uint64_t{120});
        std::multiset<std::string> tokens;
        std::map<std::string, int> seen;
        for (const auto& request : server.requests()) {
            ++seen[request.target.substr(0, 5)];
            if (request.target.starts_with("/cart"))
                tokens.insert(request.target.substr(8));
            if (request.target == "/order") {
                QVERIFY(tokens.contains(request.get("Authorization").substr(7)));
                QVERIFY(request.body.starts_with('c'));
            }
        }
        QVERIFY(seen["/cart"] > 0 && seen["/orde"] > 0);
        QVERIFY(seen["/logi"] >= seen["/cart"] && seen["/cart"] >= seen["/orde"]);
        QCOMPARE(std::set<std::string>(tokens.begin(), tokens.end()).size(), tokens.size()); // each its own
        QCOMPARE(run.sum("requests", "login"), std::uint64_t(seen["/logi"]));
        QCOMPARE(run.sum("requests", "order"), std::uint64_t(seen["/orde"]));
    }

    // The second step lacks what the third needs.
    void aFailedStepEndsTheFlow()
    {
        ScriptedServer server{[](const SeenRequest& seen) {
            return seen.target.starts_with("/cart") ? reply(200, {}, "no cart") : greet(seen);
        }};
        auto scenario = visits(server.url());
        const FinishedRun run{scenario};
        const auto carts = run.sum("requests", "cart");
        QVERIFY(carts > 0);
        QCOMPARE(run.sum("failed", "cart"), carts);
        QCOMPARE(run.sum("requests", "order"), std::uint64_t{0});
        QCOMPARE(run.sum("left_out", "order"), carts);
        QCOMPARE(run.sum("left_out"), carts);
        QCOMPARE(run.sum("iterations"), carts); // which their second step ended
        const auto& failures = run.snapshot().failures;
        QVERIFY(!failures.empty());
        QCOMPARE(failures.front().outcome, metrics::Outcome::CheckFailed);
        QCOMPARE(failures.front().detail, std::string{"nothing to extract: cart = header X-Cart; status 200"});
        QCOMPARE(failures.front().status, 200);
        QCOMPARE(failures.front().body, std::string{"no cart"});
    }

    void standsBesidePlainRequests()
    {
        ScriptedServer server{greet};
        auto scenario = visits(server.url());
        scenario.requests["plain"].url = "/plain";
        scenario.requests["plain"].weight = 3;
        scenario.load.stopAfterRequests = 1200;
        scenario.load.rate = 4000;
        const FinishedRun run{scenario};
        // 3 plain requests to one flow of 3 steps: halves, by 5 standard deviations.
        const auto plain = static_cast<double>(run.sum("requests", "plain"));
        QVERIFY2(std::abs(plain - 600) < 90, qPrintable(QString::number(plain)));
        // Each plain request, and each flow that came to its third step.
        QCOMPARE(run.sum("iterations", "plain"), run.sum("requests", "plain"));
        QCOMPARE(run.sum("iterations", "order"), run.sum("requests", "order"));
        QCOMPARE(run.sum("iterations"), run.sum("requests", "plain") + run.sum("requests", "order"));
    }

    // Two pauses of 20 ms lie within each.
    void anIterationHoldsItsPauses()
    {
        ScriptedServer server{greet};
        auto scenario = visits(server.url());
        scenario.flows["visit"].thinkTimeMs = 20;
        const FinishedRun run{scenario};
        const auto* total = run.snapshot().total(metrics::measuredPhase, 0);
        QVERIFY(total && run.sum("iterations") > 0);
        QVERIFY(total->values[metrics::metricIndex("iteration_mean_ms")] >= 40);
    }

    void aRunEndsWithItsData_data()
    {
        QTest::addColumn<bool>("open");
        QTest::addColumn<int>("workers");
        for (const bool open : {true, false})
            for (const int workers : {1, 3})
                QTest::addRow("%s, %d", open ? "open" : "closed", workers) << open << workers;
    }
    void aRunEndsWithItsData()
    {
        QFETCH(bool, open);
        QFETCH(int, workers);
        QTemporaryFile file;
        QVERIFY(file.open() && file.write("name\n") > 0);
        for (int i = 0; i < 50; ++i)
            file.write("u" + QByteArray::number(i) + "\n");
        QVERIFY(file.flush());
        ScriptedServer server{[](const SeenRequest&) { return reply(200); }};
        settings::Scenario scenario;
        scenario.target.urls = {server.url()};
        scenario.feeders["users"].file = file.fileName().toStdString();
        scenario.feeders["users"].order = settings::FeederOrder::Once;
        scenario.requests["one"].url = "/{{users.name}}";
        scenario.cache.enabled = false;
        scenario.load.durationS = 600;
        scenario.load.rate = 1000;
        scenario.load.users = 6;
        scenario.load.model = open ? settings::LoadModel::Open : settings::LoadModel::Closed;
        scenario.engine.workers = workers;
        const FinishedRun run{scenario};
        QCOMPARE(server.requestCount(), 50);
        QCOMPARE(run.sum("planned"), std::uint64_t{50});
        QVERIFY(!run.snapshot().interrupted);
        QCOMPARE(run.snapshot().ended.cause, metrics::RunEnd::Cause::Data);
        std::set<std::string> names;
        for (const auto& request : server.requests())
            names.insert(request.target);
        QCOMPARE(names.size(), std::size_t{50});
        QVERIFY(names.contains("/u0") && names.contains("/u49"));
    }

    // Who pauses is on the way as well, so pauses do not let them pile up.
    void noMoreVisitorsThanMayBe_data()
    {
        QTest::addColumn<int>("workers");
        QTest::addColumn<settings::LatePolicy>("late");
        QTest::newRow("one worker") << 1 << settings::LatePolicy::Send;
        QTest::newRow("two workers") << 2 << settings::LatePolicy::Send;
        QTest::newRow("two workers, left out") << 2 << settings::LatePolicy::Skip;
    }
    void noMoreVisitorsThanMayBe()
    {
        QFETCH(int, workers);
        QFETCH(settings::LatePolicy, late);
        int walking = 0; // of the server's thread
        std::atomic<int> most = 0;
        ScriptedServer server{[&](const SeenRequest& seen) {
            walking += seen.target == "/in" ? 1 : -1;
            most = std::max(most.load(), walking);
            return reply(200);
        }};
        settings::Scenario scenario;
        scenario.target.urls = {server.url()};
        scenario.requests["in"].url = "/in";
        scenario.requests["out"].url = "/out";
        scenario.requests["in"].weight = scenario.requests["out"].weight = 0;
        scenario.flows["visit"].steps = {"in", "out"};
        scenario.flows["visit"].thinkTimeMs = 50; // 25 would be on their way
        scenario.cache.enabled = false;
        scenario.load.warmupS = 0;
        scenario.load.durationS = 0.5;
        scenario.load.rate = 500;
        scenario.load.maxVisitors = 5;
        scenario.load.late = late;
        scenario.engine.workers = workers;
        const FinishedRun run{scenario};
        QCOMPARE(most.load(), 5);
        QCOMPARE(run.sum("planned"), run.sum("requests") + run.sum("skipped") + run.sum("unfinished"));
        const bool sends = late == settings::LatePolicy::Send;
        QVERIFY(run.sum(sends ? "held_back_late" : "held_back_skipped") > 0);
        QVERIFY(run.hasReason("load.max_visitors were on their way"));
        QVERIFY(!run.hasReason("load.max_in_flight"));
    }

    void eachVisitorKeepsItsCookies_data()
    {
        QTest::addColumn<bool>("keeps");
        QTest::newRow("on") << true;
        QTest::newRow("off") << false;
    }
    void eachVisitorKeepsItsCookies()
    {
        QFETCH(bool, keeps);
        std::atomic<int> sessions{0};
        ScriptedServer server{[&](const SeenRequest& seen) {
            const auto cookie = "sid=s" + std::to_string(++sessions) + "; Path=/";
            return seen.target == "/in" ? reply(200, {{"Set-Cookie", cookie}}) : reply(200);
        }};
        settings::Scenario scenario;
        scenario.target.urls = {server.url()};
        scenario.requests["in"].url = "/in";
        scenario.requests["on"].url = "/on";
        scenario.requests["in"].weight = scenario.requests["on"].weight = 0;
        scenario.flows["visit"].steps = {"in", "on", "on"};
        scenario.cache.enabled = false;
        scenario.load.cookies = keeps;
        scenario.load.durationS = 600;
        scenario.load.stopAfterRequests = 90;
        const FinishedRun run{scenario};
        std::map<std::string, int> uses;
        for (const auto& request : server.requests()) {
            if (request.target == "/in")
                QCOMPARE(request.count("Cookie"), 0); // a visitor of its own
            else
                ++uses[request.get("Cookie")];
        }
        QCOMPARE(uses.contains(""), !keeps);
        QVERIFY(!keeps || uses.size() > 20);
        for (const auto& [cookie, times] : uses)
            QVERIFY(!keeps || (cookie.starts_with("sid=s") && times <= 2));
    }

    void requestsGoToTheirTarget()
    {
        ScriptedServer first{[](const SeenRequest&) { return reply(200); }};
        ScriptedServer second{[](const SeenRequest&) { return reply(200); }};
        settings::Scenario scenario;
        scenario.target.urls = {first.url(), second.url("/v2")};
        scenario.requests["a"].url = "/a";
        scenario.requests["b"].url = "/b";
        scenario.requests["b"].target = 2;
        scenario.requests["c"].url = "/c";
        scenario.requests["c"].target = 1;
        scenario.cache.enabled = false;
        scenario.load.durationS = 600;
        scenario.load.stopAfterRequests = 100;
        scenario.load.rate = 1000;
        const FinishedRun run{scenario};
        std::map<std::string, int> firstSaw, secondSaw;
        for (const auto& request : first.requests())
            ++firstSaw[request.target];
        for (const auto& request : second.requests())
            ++secondSaw[request.target];
        QCOMPARE(firstSaw.count("/b") + secondSaw.count("/v2/c"), std::size_t{0});
        QVERIFY(firstSaw["/a"] > 0 && firstSaw["/c"] > 0 && secondSaw["/v2/a"] > 0 && secondSaw["/v2/b"] > 0);
    }

    void sendsABodyFromItsFile()
    {
        const QByteArray bytes = QByteArray::fromHex("00ff7b7b69647d7d0d0a");
        QTemporaryFile file;
        QVERIFY(file.open() && file.write(bytes) == bytes.size() && file.flush());
        ScriptedServer server{[](const SeenRequest&) { return reply(200); }};
        settings::Scenario scenario;
        scenario.target.urls = {server.url()};
        scenario.requests["a"].method = "POST";
        scenario.requests["a"].url = "/{{n}}";
        scenario.requests["a"].vary = {"n=1..9"};
        scenario.requests["a"].bodyFile = file.fileName().toStdString();
        scenario.load.stopAfterRequests = 5;
        const FinishedRun run{scenario};
        QCOMPARE(server.requestCount(), 5);
        QCOMPARE(server.last().body, bytes.toStdString());
    }

    void aFileThatCannotBeReadIsToldBeforeTheRun()
    {
        ScriptedServer server{[](const SeenRequest&) { return reply(200); }};
        settings::Scenario scenario;
        scenario.target.urls = {server.url()};
        scenario.feeders["users"].file = "/no/such.csv";
        scenario.requests["a"].url = "/{{users.name}}";
        const FinishedRun run{scenario};
        QCOMPARE(run.error, std::string{"feeders.users.file = /no/such.csv: is not a file"});
        QCOMPARE(server.requestCount(), 0);
    }
};

static const TestRegistration<JourneysTest> registeredJourneysTest;
#include "journeys_test.moc"

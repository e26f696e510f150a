// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/client_groups.h"

#include "tests/support/scripted_server.h"
#include "tests/support/test_registry.h"
#include "tests/unit/load/finished_run.h"

#include <QTest>

#include <map>
#include <set>

using namespace weir;
using namespace weir::tests;
using load::ClientGroups;

static settings::Scenario withGroups()
{
    settings::Scenario scenario;
    scenario.engine.workers = 1;
    scenario.requests["one"].url = "/";
    scenario.requests["one"].headers = {"X-Plan: none"};
    scenario.load.path = settings::LoadPath::Direct;
    scenario.load.warmupS = 0;
    auto& gold = scenario.clientGroups["gold"];
    gold.headers = {"X-Plan: gold"};
    gold.sourceAddress = "127.0.0.2";
    auto& basic = scenario.clientGroups["basic"];
    basic.weight = 3;
    basic.sourceAddress = "127.0.0.3";
    return scenario;
}

static ClientGroups groupsOf(const settings::Scenario& scenario, int worker = 0)
{
    return ClientGroups::make(scenario, worker, *workload::Scope::of(scenario).value()).value();
}

class ClientGroupsTest : public QObject {
    Q_OBJECT

private slots:
    void usersAreSharedOutByWeight()
    {
        auto groups = groupsOf(withGroups());
        std::map<int, int> users;
        for (std::size_t user = 0; user < 8; ++user)
            ++users[groups.ofUser(user)];
        QCOMPARE(users[0], 2);
        QCOMPARE(users[1], 6);
        QCOMPARE(groups.ofUser(3), groupsOf(withGroups(), 1).ofUser(3)); // whichever worker asks
    }

    void arrivalsAreDrawnFromTheSeed()
    {
        auto scenario = withGroups();
        auto first = groupsOf(scenario);
        auto again = groupsOf(scenario);
        scenario.load.seed = 2;
        auto other = groupsOf(scenario);
        int gold = 0;
        bool differs = false;
        for (int i = 0; i < 4000; ++i) {
            const auto drawn = first.draw();
            QCOMPARE(again.draw(), drawn);
            differs = other.draw() != drawn || differs;
            gold += drawn == 0 ? 1 : 0;
        }
        QVERIFY(differs);
        // Of 4000 draws at 1/4, six standard deviations are 164.
        QVERIFY2(gold > 1000 - 164 && gold < 1000 + 164, qPrintable(QString::number(gold)));
    }

    void aServerSeesEachGroupsAddress_data()
    {
        QTest::addColumn<bool>("open");
        QTest::newRow("open") << true;
        QTest::newRow("closed") << false;
    }
    void aServerSeesEachGroupsAddress()
    {
        QFETCH(bool, open);
        ScriptedServer server{[](const SeenRequest&) { return reply(200, {}, "x"); }};
        auto scenario = withGroups();
        scenario.target.urls = {server.url()};
        scenario.load.model = open ? settings::LoadModel::Open : settings::LoadModel::Closed;
        scenario.load.users = 8;
        scenario.load.rate = 2000;
        scenario.load.durationS = 30;
        scenario.load.stopAfterRequests = 400;
        const FinishedRun run{scenario};
        QCOMPARE(run.error, std::string{});
        std::map<std::string, int> requests;
        std::map<std::string, std::set<int>> connections;
        for (const auto& request : server.requests()) {
            ++requests[request.peer];
            connections[request.peer].insert(request.connection);
            QCOMPARE(request.get("X-Plan"), std::string{request.peer == "127.0.0.2" ? "gold" : "none"});
        }
        QCOMPARE(requests.size(), std::size_t{2});
        QCOMPARE(requests["127.0.0.2"] + requests["127.0.0.3"], 400);
        if (!open)
            QCOMPARE(connections["127.0.0.2"].size(), std::size_t{2}); // a user each, of eight
        // The report's own figures are what the server has seen.
        const auto& snapshot = run.snapshot();
        QCOMPARE(snapshot.run->clientGroups, (std::vector<std::string>{"gold", "basic"}));
        std::map<int, double> reported;
        for (const auto& row : snapshot.groupRows) {
            reported[row->group] += row->values[metrics::metricIndex("requests")];
            QCOMPARE(row->values[metrics::metricIndex("planned")], row->values[metrics::metricIndex("requests")]);
        }
        QCOMPARE(reported[0], double(requests["127.0.0.2"]));
        QCOMPARE(reported[1], double(requests["127.0.0.3"]));
        if (open) // six standard deviations of 400 draws at 1/4 are 52
            QVERIFY2(std::abs(requests["127.0.0.2"] - 100) < 52, qPrintable(QString::number(requests["127.0.0.2"])));
    }

    void withoutGroupsAllClientsAreAlike()
    {
        ScriptedServer server{[](const SeenRequest&) { return reply(200, {}, "x"); }};
        auto scenario = withGroups();
        scenario.clientGroups.clear();
        scenario.target.urls = {server.url()};
        scenario.load.stopAfterRequests = 20;
        const FinishedRun run{scenario};
        QVERIFY(run.snapshot().groupRows.empty());
        QCOMPARE(server.last().peer, std::string{"127.0.0.1"});
    }

    void addressesAreGivenOutOnTheListenersPath()
    {
        auto scenario = withGroups();
        scenario.load.path = settings::LoadPath::Listener;
        scenario.clientGroups["gold"].sourceAddress.clear();
        scenario.clientGroups["basic"].sourceAddress = "127.0.1.1";
        std::vector<upstream::Target> targets(2);
        const auto all = load::targetsOfGroups(targets, scenario);
        QVERIFY(all);
        QCOMPARE(all->sources, std::size_t{2});
        QCOMPARE(all->targets.size(), std::size_t{4});
        QCOMPARE(all->targets[0].source.to_string(), std::string{"127.0.1.2"}); // 127.0.1.1 is taken
        QCOMPARE(all->targets[3].source.to_string(), std::string{"127.0.1.1"});
    }

    void refusesAnAddressOfAnotherMachine()
    {
        auto scenario = withGroups();
        scenario.clientGroups["gold"].sourceAddress = "192.0.2.1"; // RFC 5737: nobody's
        const auto all = load::targetsOfGroups(std::vector<upstream::Target>(1), scenario);
        QVERIFY(!all);
        QVERIFY(all.error().context.find("client_groups.gold.source_address = 192.0.2.1") != std::string::npos);
    }
};

static const TestRegistration<ClientGroupsTest> registeredClientGroupsTest;
#include "client_groups_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/file_needs.h"

#include "core/host/process.h"
#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir;
using session::fileNeedsOfRun;
using settings::LoadModel;
using settings::LoadPath;

class FileNeedsTest : public QObject {
    Q_OBJECT

    static settings::Scenario scenario(LoadPath path, int users)
    {
        settings::Scenario scenario;
        scenario.target.urls = {"http://127.0.0.1:1"};
        scenario.load.path = path;
        scenario.load.model = LoadModel::Closed;
        scenario.load.users = users;
        scenario.pool.maxConnections = 50;
        return scenario;
    }

private slots:
    void connectionsAddUp()
    {
        QCOMPARE(fileNeedsOfRun(scenario(LoadPath::Direct, 600)).connections, std::uint64_t{600});
        QCOMPARE(fileNeedsOfRun(scenario(LoadPath::InProcess, 600)).connections, std::uint64_t{50});
        QCOMPARE(fileNeedsOfRun(scenario(LoadPath::InProcess, 20)).connections, std::uint64_t{20});
        // A user's connection has both its ends here, and the pool stands behind.
        QCOMPARE(fileNeedsOfRun(scenario(LoadPath::Listener, 600)).connections, std::uint64_t{1250});

        auto staged = scenario(LoadPath::Direct, 600);
        staged.load.stages = {"ramp=1s:900"};
        QCOMPARE(fileNeedsOfRun(staged).connections, std::uint64_t{900});
        auto open = scenario(LoadPath::Direct, 1);
        open.load.model = LoadModel::Open;
        open.load.maxInFlight = 77;
        QCOMPARE(fileNeedsOfRun(open).connections, std::uint64_t{77});
        auto twoTargets = scenario(LoadPath::Direct, 600);
        twoTargets.target.urls.emplace_back("http://127.0.0.1:2");
        QCOMPARE(fileNeedsOfRun(twoTargets).connections, std::uint64_t{1200});
        auto builtIn = scenario(LoadPath::Direct, 600);
        builtIn.target.urls.clear(); // it answers in this process
        QCOMPARE(fileNeedsOfRun(builtIn).connections, std::uint64_t{1200});
    }

    void refusesWithBothFigures()
    {
        const auto limit = host::raiseFileLimit();
        if (!limit || limit->most > 1'000'000)
            QSKIP("no limit that a scenario could reach");
        QCOMPARE(limit->now, limit->most);
        session::FileNeeds needs;
        needs.connections = limit->most;
        needs.connectionsText = "many users";
        const auto refused = session::provideFiles(needs);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, base::Errc::InvalidScenario);
        for (const auto& part : {std::to_string(limit->most), std::string("many users"), std::string("ulimit -Hn")})
            QVERIFY2(refused.error().context.find(part) != std::string::npos, refused.error().context.c_str());
        needs.connections = 1;
        QVERIFY(session::provideFiles(needs));
        QVERIFY(!session::roomForClients(needs));
        needs.clients = limit->most;
        const auto room = session::roomForClients(needs);
        QVERIFY(room && *room < limit->most && *room + 1 + *host::openFiles() >= limit->most);
    }
};

static const TestRegistration<FileNeedsTest> registered;
#include "file_needs_test.moc"

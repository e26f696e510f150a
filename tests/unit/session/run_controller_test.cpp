// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/run_controller.h"

#include "tests/support/scripted_server.h"
#include "tests/support/test_registry.h"

#include <QSignalSpy>
#include <QTest>

using namespace weir;
using namespace weir::tests;
using session::RunController;
using ControllerState = RunController::State;

namespace {

constexpr int runPatience = 20'000;

settings::Scenario runAt(const std::string& url, double seconds = 600)
{
    settings::Scenario scenario;
    scenario.target.urls = {url};
    scenario.requests["one"].url = "/one";
    scenario.load.warmupS = 0;
    scenario.load.durationS = seconds;
    scenario.load.drainS = 0.1;
    scenario.load.rate = 100;
    return scenario;
}

Answer helloRun(const SeenRequest&)
{
    return reply(200, {}, "hello");
}

// A controller with everything it has said, in order.
struct Watched {
    Watched()
    {
        QObject::connect(&controller, &RunController::started, [this] { said << "started"; });
        QObject::connect(&controller, &RunController::finished, [this] { said << "finished"; });
        QObject::connect(&controller, &RunController::failed, [this](const base::Error& why) {
            said << "failed";
            error = why;
        });
        QObject::connect(&controller, &RunController::snapshotReady, [this](const metrics::SnapshotPtr& snapshot) {
            ++snapshots;
            wasEarly = wasEarly || !said.contains("started");
            latest = snapshot;
        });
    }
    bool waitFor(const QString& word)
    {
        return QTest::qWaitFor([&] { return said.contains(word); }, runPatience);
    }

    QStringList said;
    base::Error error;
    int snapshots = 0;
    bool wasEarly = false;
    metrics::SnapshotPtr latest;
    RunController controller;
};

} // namespace

class RunControllerTest : public QObject {
    Q_OBJECT

private slots:
    void runsFromStartToFinish()
    {
        ScriptedServer server{helloRun};
        Watched watched;
        QCOMPARE(watched.controller.state(), ControllerState::Idle);
        QVERIFY(!watched.controller.report().snapshot);
        watched.controller.start(runAt(server.url(), 0.5));
        QCOMPARE(watched.controller.state(), ControllerState::Starting);
        QVERIFY(watched.waitFor("started"));
        QCOMPARE(watched.controller.state(), ControllerState::Running);
        QVERIFY(watched.waitFor("finished"));
        QCOMPARE(watched.controller.state(), ControllerState::Idle);
        QCOMPARE(watched.said, (QStringList{"started", "finished"}));
        QVERIFY(watched.snapshots >= 3);
        QVERIFY(!watched.wasEarly);
        QCOMPARE(watched.latest->state, metrics::RunState::Finished);
        QCOMPARE(watched.controller.report().snapshot, watched.latest);
        QCOMPARE(watched.controller.report().epochs.size(), std::size_t{1});
        QVERIFY(!watched.latest->interrupted);
    }

    // The shortest run there is: it may be over before it was announced.
    void announcesARunBeforeItsEnd()
    {
        ScriptedServer server{helloRun};
        for (int i = 0; i < 3; ++i) {
            Watched watched;
            watched.controller.start(runAt(server.url(), 0.1));
            if (i == 0) // no events until it is over, and its connections are closed
                QVERIFY(server.waitUntil([&] { return server.total() > 0 && server.open() == 0; }));
            QVERIFY(watched.waitFor("finished"));
            QCOMPARE(watched.said, (QStringList{"started", "finished"}));
            QVERIFY(!watched.wasEarly);
            QCOMPARE(watched.controller.state(), ControllerState::Idle);
        }
    }

    void stopsARun()
    {
        ScriptedServer server{helloRun};
        Watched watched;
        watched.controller.start(runAt(server.url()));
        QVERIFY(QTest::qWaitFor([&] { return watched.snapshots > 1; }, runPatience));
        watched.controller.stop();
        QCOMPARE(watched.controller.state(), ControllerState::Stopping);
        QVERIFY(watched.waitFor("finished"));
        QVERIFY(watched.latest->interrupted);
        QCOMPARE(watched.controller.state(), ControllerState::Idle);
    }

    void stopsWhileItIsStarting()
    {
        ScriptedServer server{helloRun};
        Watched watched;
        watched.controller.start(runAt(server.url()));
        watched.controller.stop();
        QVERIFY(watched.waitFor("finished"));
        QCOMPARE(watched.said, (QStringList{"started", "finished"}));
        QCOMPARE(watched.controller.state(), ControllerState::Idle);
        QVERIFY(watched.latest->interrupted);
    }

    void saysWhyItCannotStart()
    {
        Watched watched;
        watched.controller.start(runAt("http://127.0.0.1:1"));
        QVERIFY(watched.waitFor("failed"));
        QCOMPARE(watched.error.code, base::Errc::ConnectRefused);
        QVERIFY(!watched.error.context.empty());
        QCOMPARE(watched.controller.state(), ControllerState::Idle);

        ScriptedServer server{helloRun}; // and is ready for the next
        watched.controller.start(runAt(server.url(), 0.2));
        QVERIFY(watched.waitFor("finished"));
        QCOMPARE(watched.said, (QStringList{"failed", "started", "finished"}));
    }

    void ignoresAStartWhileOneIsRunning()
    {
        ScriptedServer server{helloRun};
        Watched watched;
        watched.controller.start(runAt(server.url(), 0.3));
        watched.controller.start(runAt("http://127.0.0.1:1"));
        QVERIFY(watched.waitFor("finished"));
        QCOMPARE(watched.said, (QStringList{"started", "finished"}));
    }

    void appliesLiveKnobs_data()
    {
        QTest::addColumn<bool>("whileStarting");
        QTest::newRow("while it runs") << false;
        QTest::newRow("while it starts") << true;
    }
    void appliesLiveKnobs()
    {
        QFETCH(bool, whileStarting);
        ScriptedServer server{helloRun};
        Watched watched;
        auto scenario = runAt(server.url());
        watched.controller.start(scenario);
        if (!whileStarting)
            QVERIFY(QTest::qWaitFor([&] { return watched.snapshots > 1; }, runPatience));
        scenario.pool.maxConnections = 7;
        watched.controller.apply(scenario);
        QVERIFY(QTest::qWaitFor([&] { return watched.latest && watched.latest->epoch == 1; }, runPatience));
        QCOMPARE(watched.latest->events.size(), std::size_t{1});
        QVERIFY(watched.latest->events.front().text.find("pool.max_connections") != std::string::npos);
        QCOMPARE(watched.controller.report().epochs.size(), std::size_t{2});
        QCOMPARE(watched.controller.report().epochs.back()->pool.maxConnections, 7);
        watched.controller.stop();
        QVERIFY(watched.waitFor("finished"));
        watched.controller.apply(scenario); // nothing runs: ignored
        QCOMPARE(watched.controller.report().epochs.size(), std::size_t{2});
    }

    void endsItsRunWhenDestroyed()
    {
        ScriptedServer server{helloRun};
        {
            Watched watched;
            watched.controller.start(runAt(server.url()));
            QVERIFY(QTest::qWaitFor([&] { return watched.snapshots > 0; }, runPatience));
        }
        QVERIFY(server.waitUntil([&] { return server.open() == 0; }));
        QCoreApplication::processEvents(); // nothing arrives for what is gone
    }

    void endsItsRunWhenDestroyedWhileStarting()
    {
        ScriptedServer server{helloRun};
        for (int i = 0; i < 5; ++i) {
            Watched watched;
            watched.controller.start(runAt(server.url()));
        }
        QVERIFY(server.waitUntil([&] { return server.open() == 0; }));
        QCoreApplication::processEvents();
    }
};

static const TestRegistration<RunControllerTest> registeredRunControllerTest;
#include "run_controller_test.moc"

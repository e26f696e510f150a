// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/upstream/pool_setup.h"

#include <QTest>

using namespace weir;
using namespace weir::tests;
using namespace std::chrono_literals;

namespace {

// One exchange from taking to giving back; how many connections were opened for it, -1 when it failed.
int use(PoolSetup& setup)
{
    Wanting one(setup);
    if (!one.wait() || !one.has() || !one.getOnce())
        return -1;
    return one.connects();
}

} // namespace

// How long a connection lives, and what makes it unfit for another exchange.
class PoolReuseTest : public QObject {
    Q_OBJECT

private slots:
    void usesAConnectionAgain()
    {
        ScriptedServer server{hello};
        PoolSetup setup(server.url(), settings::PoolSettings());
        QCOMPARE(use(setup), 1);
        for (int i = 0; i < 5; ++i)
            QCOMPARE(use(setup), 0);
        QCOMPARE(server.total(), 1);
        QCOMPARE(server.last().number, 5);
    }

    void closesWhatWasIdleTooLong()
    {
        ScriptedServer server{hello};
        settings::PoolSettings settings;
        settings.idleTimeoutS = 30;
        PoolSetup setup(server.url(), settings);
        QCOMPARE(use(setup), 1);
        setup.pool.sweep(0, base::now() + 29s);
        QCOMPARE(setup.pool.open(), 1);
        setup.pool.sweep(0, base::now() + 31s);
        QCOMPARE(setup.pool.open(), 0);
        QVERIFY(server.waitUntil([&] { return server.open() == 0; }));
    }

    void closesWhatHasLivedTooLong()
    {
        ScriptedServer server{hello};
        settings::PoolSettings settings;
        settings.maxLifetimeS = 10;
        PoolSetup setup(server.url(), settings);
        QCOMPARE(use(setup), 1);
        setup.pool.sweep(0, base::now() + 9s);
        QCOMPARE(setup.pool.open(), 1);
        setup.pool.sweep(0, base::now() + 11s);
        QCOMPARE(setup.pool.open(), 0);
    }

    void closesABusyOneThatHasLivedTooLongWhenItIsFree()
    {
        ScriptedServer server{hello};
        settings::PoolSettings settings;
        settings.maxLifetimeS = 0.05;
        PoolSetup setup(server.url(), settings);
        Wanting one(setup);
        QVERIFY(one.wait());
        QVERIFY(one.getOnce());
        const auto opened = base::now();
        QVERIFY(setup.runUntil([&] { return base::now() - opened > 60ms; }));
        QCOMPARE(setup.pool.open(), 1);
        one.giveBack();
        QCOMPARE(setup.pool.open(), 0);
    }

    void closesAfterSoManyRequests()
    {
        ScriptedServer server{hello};
        settings::PoolSettings settings;
        settings.maxRequestsPerConnection = 3;
        PoolSetup setup(server.url(), settings);
        int connects = 0;
        for (int i = 0; i < 9; ++i)
            connects += use(setup);
        QCOMPARE(connects, 3);
        QCOMPARE(server.total(), 3);
        for (const auto& request : server.requests())
            QVERIFY(request.number < 3);
    }

    // The sweep looks at what the target has closed, so that the next exchange finds a live connection.
    void noticesWhatTheTargetHasClosed()
    {
        ScriptedServer server{hello};
        PoolSetup setup(server.url(), settings::PoolSettings());
        QCOMPARE(use(setup), 1);
        server.closeAll();
        QVERIFY(server.waitUntil([&] { return server.open() == 0; }));
        setup.pool.sweep(0, base::now() + 1s);
        QCOMPARE(setup.pool.open(), 0);
        QCOMPARE(use(setup), 1);
    }

    void noticesAStaleConnectionWhenItIsTaken()
    {
        ScriptedServer server{hello};
        PoolSetup setup(server.url(), settings::PoolSettings());
        QCOMPARE(use(setup), 1);
        server.closeAll();
        QVERIFY(server.waitUntil([&] { return server.open() == 0; }));
        const auto idleSince = base::now();
        QVERIFY(setup.runUntil([&] { return base::now() - idleSince > 120ms; })); // a younger one is not asked
        QCOMPARE(use(setup), 1);
        QCOMPARE(setup.pool.open(), 1);
    }

    void dropsWhatTheTargetWillClose()
    {
        ScriptedServer server{[](const SeenRequest&) { return closing(reply(200, {{"Connection", "close"}}, "bye")); }};
        PoolSetup setup(server.url(), settings::PoolSettings());
        QCOMPARE(use(setup), 1);
        QCOMPARE(setup.pool.open(), 0);
        QCOMPARE(use(setup), 1);
    }

    void dropsWhatHoldsMoreThanItsReply()
    {
        ScriptedServer server{[](const SeenRequest&) {
            auto answer = reply(200, {}, "hello");
            answer.bytes += "unasked";
            return answer;
        }};
        PoolSetup setup(server.url(), settings::PoolSettings());
        QCOMPARE(use(setup), 1);
        QCOMPARE(setup.pool.open(), 0);
    }

    void dropsWhatWasLeftWithinAReply()
    {
        ScriptedServer server{[](const SeenRequest&) { return held(hello({})); }};
        PoolSetup setup(server.url(), settings::PoolSettings());
        {
            Wanting one(setup);
            QVERIFY(one.wait());
            bool done = false;
            boost::asio::co_spawn(setup.worker(0).io, roundTrip(one.lease()),
                                  [&](std::exception_ptr, bool) { done = true; });
            QVERIFY(setup.runUntil([&] { return server.held() == 1; }));
            one.lease().client().stream().interrupt();
            QVERIFY(setup.runUntil([&] { return done; }));
            one.giveBack();
        }
        QCOMPARE(setup.pool.open(), 0);
    }

    void reconnectsUnderTheSamePermit()
    {
        ScriptedServer server{hello};
        settings::PoolSettings settings;
        settings.maxConnections = 1;
        PoolSetup setup(server.url(), settings);
        Wanting one(setup);
        QVERIFY(one.wait());
        QVERIFY(one.getOnce());
        Wanting waiter(setup);
        QVERIFY(one.reconnect());
        QCOMPARE(setup.pool.open(), 1);
        QVERIFY(!one.lease().isReused());
        QVERIFY(one.getOnce());
        QVERIFY(!waiter.isDone());
        QCOMPARE(server.mostOpen(), 1);
        QCOMPARE(server.total(), 2);
    }
};

static const TestRegistration<PoolReuseTest> registeredPoolReuseTest;
#include "pool_reuse_test.moc"

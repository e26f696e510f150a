// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/upstream/pool_setup.h"

#include <QTest>

using namespace weir;
using namespace weir::tests;

namespace {

settings::PoolSettings poolOf(int most)
{
    settings::PoolSettings settings;
    settings.maxConnections = most;
    return settings;
}

std::vector<std::unique_ptr<Wanting>> want(PoolSetup& setup, int count, int workers)
{
    std::vector<std::unique_ptr<Wanting>> all;
    for (int i = 0; i < count; ++i)
        all.push_back(std::make_unique<Wanting>(setup, i % workers));
    return all;
}

int served(const std::vector<std::unique_ptr<Wanting>>& all)
{
    return static_cast<int>(std::ranges::count_if(all, [](const auto& one) { return one->has(); }));
}

} // namespace

// How many sockets there are, as the server counts them.
class PoolLimitTest : public QObject {
    Q_OBJECT

private slots:
    void opensNoMoreThanAllowed_data()
    {
        QTest::addColumn<int>("workers");
        QTest::newRow("one worker") << 1;
        QTest::newRow("four workers") << 4;
    }
    void opensNoMoreThanAllowed()
    {
        QFETCH(int, workers);
        ScriptedServer server{hello};
        PoolSetup setup(server.url(), poolOf(3), workers);
        auto all = want(setup, 20, workers);
        for (int turn = 0; turn < 20; ++turn) {
            const auto granted = [&] { return served(all) == std::min(20, turn + 3); };
            QVERIFY2(setup.runUntil(granted), qPrintable(QString::number(turn)));
            QVERIFY(setup.pool.open() <= 3);
            auto& one = *all[static_cast<std::size_t>(turn)];
            QVERIFY(one.has()); // first come, first served
            QVERIFY(one.getOnce());
            one.giveBack();
        }
        QVERIFY(server.mostOpen() <= 3);
        all.clear();
        setup.detach();
        QCOMPARE(setup.pool.open(), 0);
        QVERIFY(server.waitUntil([&] { return server.open() == 0; }));
    }

    void servesWaitersAtOnceWhenTheLimitRises()
    {
        ScriptedServer server{hello};
        PoolSetup setup(server.url(), poolOf(1), 2);
        auto all = want(setup, 4, 2);
        QVERIFY(all[0]->wait());
        setup.settle();
        QCOMPARE(served(all), 1);
        setup.pool.configure(poolOf(3));
        QVERIFY(setup.runUntil([&] { return served(all) == 3; }));
        QVERIFY(!all[3]->isDone());
        QVERIFY(server.mostOpen() <= 3);
    }

    void closesIdleConnectionsAtOnceWhenTheLimitFalls()
    {
        ScriptedServer server{hello};
        PoolSetup setup(server.url(), poolOf(4));
        auto all = want(setup, 4, 1);
        QVERIFY(setup.runUntil([&] { return served(all) == 4; }));
        for (auto& one : all)
            QVERIFY(one->getOnce());
        all[0]->giveBack();
        all[1]->giveBack();
        QCOMPARE(setup.pool.open(), 4);

        setup.pool.configure(poolOf(1)); // two idle, two busy
        QVERIFY(setup.runUntil([&] { return setup.pool.open() == 2; }));
        QVERIFY(server.waitUntil([&] { return server.open() == 2; }));
        all[2]->giveBack(); // one too many, so it goes
        QCOMPARE(setup.pool.open(), 1);
        all[3]->giveBack();
        QCOMPARE(setup.pool.open(), 1);
        QVERIFY(server.waitUntil([&] { return server.open() == 1; }));
    }

    void holdsWaitersBackWhileAboveALoweredLimit()
    {
        ScriptedServer server{hello};
        PoolSetup setup(server.url(), poolOf(2));
        auto all = want(setup, 2, 1);
        QVERIFY(setup.runUntil([&] { return served(all) == 2; }));
        Wanting third(setup);
        setup.pool.configure(poolOf(1));
        all[0]->giveBack();
        setup.settle();
        QVERIFY(!third.isDone());
        all[1]->giveBack();
        QVERIFY(third.wait());
        QVERIFY(third.has());
    }

    void countsItsLevels()
    {
        ScriptedServer server{hello};
        PoolSetup setup(server.url(), poolOf(2));
        auto all = want(setup, 5, 1);
        QVERIFY(setup.runUntil([&] { return served(all) == 2; }));
        // Nothing changes over a stretch whose length is the test's own.
        const auto begin = base::now();
        QCOMPARE(setup.pool.takeLevels(begin).pendingMax, 3);
        const auto levels = setup.pool.takeLevels(begin + std::chrono::seconds{10});
        QCOMPARE(levels.limit, 2);
        QCOMPARE(levels.inUseMax, 2);
        QCOMPARE(levels.pendingMax, 3);
        QCOMPARE(levels.limitSeconds, 20.0);
        QCOMPARE(levels.inUseSeconds, 20.0);
        QCOMPARE(levels.openSeconds, 20.0);
        QCOMPARE(levels.pendingSeconds, 30.0);
    }
};

static const TestRegistration<PoolLimitTest> registeredPoolLimitTest;
#include "pool_limit_test.moc"

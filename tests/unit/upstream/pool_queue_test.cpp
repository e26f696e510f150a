// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/upstream/pool_setup.h"

#include <QTest>

using namespace weir;
using namespace weir::tests;

namespace {

settings::PoolSettings narrow()
{
    settings::PoolSettings settings;
    settings.maxConnections = 1;
    return settings;
}

} // namespace

// Who waits for a connection, how long, and who comes next.
class PoolQueueTest : public QObject {
    Q_OBJECT

private slots:
    void servesFirstComeFirstAcrossWorkers()
    {
        ScriptedServer server{hello};
        PoolSetup setup(server.url(), narrow(), 3);
        std::vector<std::unique_ptr<Wanting>> all;
        for (const int worker : {0, 2, 1, 1, 0, 2, 2, 0})
            all.push_back(std::make_unique<Wanting>(setup, worker));
        for (std::size_t turn = 0; turn < all.size(); ++turn) {
            QVERIFY(all[turn]->wait());
            QVERIFY(all[turn]->has());
            for (std::size_t later = turn + 1; later < all.size(); ++later)
                QVERIFY(!all[later]->isDone());
            QVERIFY(all[turn]->getOnce());
            all[turn]->giveBack();
        }
        QCOMPARE(server.mostOpen(), 1);
    }

    void refusesWhoWaitsTooLong()
    {
        ScriptedServer server{hello};
        auto settings = narrow();
        settings.acquireTimeoutMs = 30;
        PoolSetup setup(server.url(), settings);
        Wanting holder(setup);
        QVERIFY(holder.wait());
        const auto begin = base::now();
        Wanting waiter(setup);
        QVERIFY(waiter.wait());
        QCOMPARE(waiter.refusal(), base::Errc::Unavailable);
        QVERIFY(base::now() - begin >= std::chrono::milliseconds{30});
        holder.giveBack();
        Wanting next(setup); // the one that gave up is not in the way
        QVERIFY(next.wait());
        QVERIFY(next.has());
    }

    void refusesAtOnceWhenTheQueueIsFull()
    {
        ScriptedServer server{hello};
        auto settings = narrow();
        settings.maxPending = 2;
        PoolSetup setup(server.url(), settings);
        Wanting holder(setup);
        QVERIFY(holder.wait());
        Wanting first(setup);
        Wanting second(setup);
        Wanting third(setup);
        setup.settle();
        QCOMPARE(third.refusal(), base::Errc::TooLarge);
        QVERIFY(!first.isDone());
        QVERIFY(!second.isDone());
    }

    void endsWaitingWhenInterrupted()
    {
        ScriptedServer server{hello};
        PoolSetup setup(server.url(), narrow(), 2);
        Wanting holder(setup, 0);
        QVERIFY(holder.wait());
        Wanting first(setup, 1);
        Wanting second(setup, 1);
        first.interrupt();
        QVERIFY(first.wait());
        QCOMPARE(first.refusal(), base::Errc::Cancelled);
        QVERIFY(!second.isDone());
        holder.giveBack();
        QVERIFY(second.wait());
        QVERIFY(second.has());
    }

    // The grant is on its way to another worker when the deadline ends the exchange: the permit must not get lost.
    void givesAGrantBackThatCameTooLate()
    {
        ScriptedServer server{hello};
        PoolSetup setup(server.url(), narrow(), 2);
        Wanting holder(setup, 0);
        QVERIFY(holder.wait());
        Wanting waiter(setup, 1);
        holder.giveBack();
        waiter.interrupt();
        QVERIFY(waiter.wait());
        QCOMPARE(waiter.refusal(), base::Errc::Cancelled);
        QCOMPARE(setup.pool.open(), 0);
        Wanting next(setup, 0);
        QVERIFY(next.wait());
        QVERIFY(next.has());
    }

    void takesThePermitOfAnotherWorkersIdleConnection()
    {
        ScriptedServer server{hello};
        PoolSetup setup(server.url(), narrow(), 2);
        {
            Wanting first(setup, 0);
            QVERIFY(first.wait());
            QVERIFY(first.getOnce());
        }
        QCOMPARE(setup.pool.open(), 1);
        Wanting second(setup, 1);
        QVERIFY(second.wait());
        QVERIFY(second.has());
        QCOMPARE(second.connects(), 1);
        QCOMPARE(setup.pool.open(), 1);
        QVERIFY(second.getOnce());
        QCOMPARE(server.mostOpen(), 1);
        QCOMPARE(server.total(), 2);
    }

    // Worker 1 waits for one of worker 0's idle connections; worker 0 comes behind it in the queue and has another.
    void servesAWaiterThatHasAnIdleConnectionItself()
    {
        ScriptedServer server{hello};
        auto settings = narrow();
        settings.maxConnections = 2;
        settings.acquireTimeoutMs = 600'000;
        PoolSetup setup(server.url(), settings, 2);
        {
            Wanting first(setup, 0);
            Wanting second(setup, 0);
            QVERIFY(first.wait() && second.wait());
            QVERIFY(first.getOnce() && second.getOnce());
        }
        Wanting other(setup, 1);
        Wanting own(setup, 0);
        QVERIFY(setup.runUntil([&] { return other.has() && own.has(); }));
        QCOMPARE(own.connects(), 0);
        QCOMPARE(setup.pool.open(), 2);
    }

    // Several wait, and the idle connections lie on two workers.
    void collectsIdleConnectionsFromAllWorkers()
    {
        ScriptedServer server{hello};
        auto settings = narrow();
        settings.maxConnections = 2;
        settings.acquireTimeoutMs = 600'000;
        PoolSetup setup(server.url(), settings, 3);
        {
            Wanting first(setup, 0);
            Wanting second(setup, 1);
            QVERIFY(first.wait() && second.wait());
            QVERIFY(first.getOnce() && second.getOnce());
        }
        Wanting third(setup, 2);
        Wanting fourth(setup, 2);
        QVERIFY(setup.runUntil([&] { return third.has() && fourth.has(); }));
        QCOMPARE(setup.pool.open(), 2);
        QVERIFY(server.mostOpen() <= 2);
    }
};

static const TestRegistration<PoolQueueTest> registeredPoolQueueTest;
#include "pool_queue_test.moc"

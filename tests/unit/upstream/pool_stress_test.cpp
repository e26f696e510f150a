// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "tests/support/test_registry.h"
#include "tests/unit/upstream/pool_setup.h"

#include <QTest>

#include <boost/asio/post.hpp>

using namespace weir;
using namespace weir::tests;

namespace {

constexpr int tasksPerWorker = 24;
constexpr int exchangesPerTask = 60;

// Some replies end early, some close the connection, some come at once.
Answer moody(const SeenRequest& request)
{
    const int kind = (request.connection * 7 + request.number) % 11;
    if (kind == 3)
        return closing(reply(200, {{"Connection", "close"}}, "bye"));
    if (kind == 5) {
        auto answer = closing(reply(200, {}, "cut off"));
        answer.bytes.pop_back();
        return answer;
    }
    return kind == 7 ? closing(Answer()) : reply(200, {}, "hello");
}

// One thread with its loop, as a worker of a run.
struct StressWorker {
    explicit StressWorker(int itsIndex)
        : index(itsIndex)
        , random(base::Random(17).split(static_cast<std::uint64_t>(itsIndex)))
    {
    }

    int index;
    PoolWorker loop;
    base::Random random;
    int running = 0;
    std::thread thread;
};

net::Task<> hammer(upstream::ConnectionPool& pool, StressWorker& worker, std::atomic<int>& done)
{
    for (int i = 0; i < exchangesPerTask; ++i) {
        net::Interruption interruption;
        // Interrupted before it begins, or left alone; deadlines and refusals do the rest.
        if (worker.random.between(0, 15) == 0)
            interruption.request();
        auto acquired = co_await pool.acquire(worker.index, interruption);
        if (acquired) {
            const bool ok = co_await roundTrip(acquired->lease);
            if (!ok && worker.random.between(0, 1) == 0)
                co_await acquired->lease.reconnect(interruption);
        }
        ++done;
    }
    if (--worker.running == 0)
        pool.detach(worker.index);
}

void run(upstream::ConnectionPool& pool, StressWorker& worker, std::atomic<int>& done)
{
    worker.running = tasksPerWorker;
    for (int i = 0; i < tasksPerWorker; ++i)
        boost::asio::co_spawn(worker.loop.io, hammer(pool, worker, done), [](std::exception_ptr bug) {
            if (bug)
                std::terminate();
        });
    worker.thread = std::thread{[&worker] { worker.loop.io.run(); }};
}

} // namespace

// Several workers, more exchanges than connections, a target that breaks connections, and limits that change.
class PoolStressTest : public QObject {
    Q_OBJECT

private slots:
    void losesNoPermit_data()
    {
        QTest::addColumn<int>("workers");
        QTest::newRow("one worker") << 1;
        QTest::newRow("four workers") << 4;
    }
    void losesNoPermit()
    {
        QFETCH(int, workers);
        ScriptedServer server{moody};
        settings::PoolSettings settings;
        settings.maxConnections = 8;
        settings.maxPending = 60;
        settings.acquireTimeoutMs = 20;
        settings.maxRequestsPerConnection = 9;
        upstream::ConnectionPool pool(targetAt(server.url()), settings, http::Limits());
        std::vector<std::unique_ptr<StressWorker>> all;
        for (int i = 0; i < workers; ++i) {
            all.push_back(std::make_unique<StressWorker>(i));
            pool.attach(i, all.back()->loop.io, all.back()->loop.wheel);
        }
        std::atomic<int> done{0};
        for (auto& worker : all)
            run(pool, *worker, done);

        const int wanted = workers * tasksPerWorker * exchangesPerTask;
        int turn = 0;
        const bool ended = server.waitUntil(
            [&] {
                settings.maxConnections = ++turn % 2 == 0 ? 8 : 3; // never above 8
                pool.configure(settings);
                return done.load() == wanted;
            },
            std::chrono::seconds{60});
        for (auto& worker : all) {
            worker->loop.open.reset();
            if (!ended)
                worker->loop.io.stop();
            worker->thread.join();
        }
        QVERIFY2(ended, qPrintable(QString("%1 of %2").arg(done.load()).arg(wanted)));
        QCOMPARE(pool.open(), 0);
        QVERIFY2(server.mostOpen() <= 8, qPrintable(QString::number(server.mostOpen())));
        QVERIFY(server.waitUntil([&] { return server.open() == 0; }));
    }
};

static const TestRegistration<PoolStressTest> registeredPoolStressTest;
#include "pool_stress_test.moc"

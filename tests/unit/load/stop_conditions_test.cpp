// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/stop_conditions.h"

#include "tests/support/scripted_server.h"
#include "tests/support/test_registry.h"
#include "tests/unit/load/finished_run.h"

#include <QTest>

#include <thread>

using namespace weir;
using namespace weir::tests;
using namespace std::chrono_literals;
using load::StopConditions;

namespace {

settings::LoadSettings stopping(std::int64_t requests, double errorRatio)
{
    settings::LoadSettings load;
    load.stopAfterRequests = requests;
    load.stopErrorRatio = errorRatio;
    return load;
}

constexpr base::TimePoint begin{std::chrono::hours{100}};

} // namespace

class StopConditionsTest : public QObject {
    Q_OBJECT

private slots:
    void withoutAnyItNeverStops()
    {
        StopConditions stop{stopping(0, 0), 1};
        for (int i = 0; i < 1000; ++i) {
            QVERIFY(stop.mayPlan());
            stop.ended(begin, true);
        }
        QVERIFY(!stop.reached());
    }

    void manyThreadsPlanExactlySoMany()
    {
        StopConditions stop{stopping(10'007, 0), 4};
        std::atomic<int> planned{0};
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] {
                while (stop.mayPlan())
                    ++planned;
            });
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(planned.load(), 10'007);
        QVERIFY(stop.reached());
    }

    void judgesNoFewerThanAHundred()
    {
        StopConditions stop{stopping(0, 0.5), 1};
        for (int i = 0; i < 99; ++i)
            stop.ended(begin, true);
        QVERIFY(!stop.reached());
        stop.ended(begin, true);
        QVERIFY(stop.reached());
    }

    void theShareMustBeExceeded()
    {
        StopConditions stop{stopping(0, 0.5), 1};
        for (int i = 0; i < 200; ++i)
            stop.ended(begin + i * 1ms, i % 2 == 1);
        QVERIFY(!stop.reached()); // exactly half
        stop.ended(begin + 200ms, true);
        QVERIFY(stop.reached());
    }

    void onlyTheLastSecondCounts()
    {
        StopConditions stop{stopping(0, 0.1), 1};
        for (int i = 0; i < 90; ++i)
            stop.ended(begin, true);
        for (int i = 0; i < 100; ++i)
            stop.ended(begin + 1s, false);
        stop.ended(begin + 1s, true);
        QVERIFY(!stop.reached()); // 1 of 101
        for (int i = 0; i < 10; ++i)
            stop.ended(begin + 1900ms, true);
        QVERIFY(!stop.reached()); // 11 of 111
        stop.ended(begin + 1900ms, true);
        stop.ended(begin + 1900ms, true);
        QVERIFY(stop.reached()); // 13 of 113
    }

    void dataEndsWithTheLastWorkers()
    {
        StopConditions stop{stopping(0, 0), 2};
        stop.dataEnded();
        QVERIFY(!stop.reached());
        stop.dataEnded();
        QVERIFY(stop.reached());
    }

    void saysWhatWasReachedFirst()
    {
        using Cause = metrics::RunEnd::Cause;
        StopConditions counted{stopping(2, 0), 1};
        QCOMPARE(counted.reason().cause, Cause::None);
        QVERIFY(counted.mayPlan() && counted.mayPlan());
        counted.end({Cause::Threshold, "too late"});
        QCOMPARE(counted.reason().cause, Cause::Requests);
        QVERIFY(counted.reason().text.find("2 requests") != std::string::npos);

        StopConditions failing{stopping(0, 0.5), 1};
        for (int i = 0; i < 40; ++i)
            failing.ended(begin, false);
        for (int i = 0; i < 61; ++i)
            failing.ended(begin, true);
        QCOMPARE(failing.reason().cause, Cause::Errors);
        QVERIFY2(failing.reason().text.find("60 of 100") != std::string::npos, failing.reason().text.c_str());

        StopConditions empty{stopping(0, 0), 1};
        empty.dataEnded();
        QCOMPARE(empty.reason().cause, Cause::Data);

        StopConditions judged{stopping(0, 0), 1};
        judged.end({Cause::Threshold, "p(99)<5 was not met"});
        QVERIFY(judged.reached() && !judged.mayPlan());
        QCOMPARE(judged.reason().text, std::string{"p(99)<5 was not met"});
    }

    void aRunSendsExactlySoMany_data()
    {
        QTest::addColumn<bool>("open");
        QTest::addColumn<int>("workers");
        for (const bool open : {true, false})
            for (const int workers : {1, 3})
                QTest::addRow("%s, %d", open ? "open" : "closed", workers) << open << workers;
    }
    void aRunSendsExactlySoMany()
    {
        QFETCH(bool, open);
        QFETCH(int, workers);
        ScriptedServer server{[](const SeenRequest&) { return reply(200, {}, "x"); }};
        settings::Scenario scenario;
        scenario.target.urls = {server.url()};
        scenario.requests["one"].url = "/one";
        scenario.cache.enabled = false;
        scenario.load.warmupS = 0.05;
        scenario.load.durationS = 600;
        scenario.load.rate = 2000;
        scenario.load.users = 7;
        scenario.load.model = open ? settings::LoadModel::Open : settings::LoadModel::Closed;
        scenario.load.stopAfterRequests = 333;
        scenario.engine.workers = workers;
        const FinishedRun run{scenario};
        QCOMPARE(server.requestCount(), 333);
        QCOMPARE(run.sum("planned"), std::uint64_t{333});
        QCOMPARE(run.sum("ok"), std::uint64_t{333});
        QCOMPARE(run.snapshot().ended.cause, metrics::RunEnd::Cause::Requests);
        QVERIFY(!run.snapshot().interrupted); // it came to the end that was asked for
    }

    void aRunEndsWhenTooMuchFails()
    {
        ScriptedServer server{[](const SeenRequest&) { return reply(500); }};
        settings::Scenario scenario;
        scenario.target.urls = {server.url()};
        scenario.requests["one"].url = "/one";
        scenario.load.durationS = 600;
        scenario.load.rate = 1000;
        scenario.load.stopErrorRatio = 0.9;
        const FinishedRun run{scenario};
        QVERIFY(run.sum("failed") >= 100);
        QCOMPARE(run.sum("planned"), run.sum("requests") + run.sum("unfinished"));
    }
};

static const TestRegistration<StopConditionsTest> registered;
#include "stop_conditions_test.moc"

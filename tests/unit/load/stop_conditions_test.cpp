// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/stop_conditions.h"

#include "tests/support/scripted_server.h"
#include "tests/support/test_registry.h"
#include "tests/unit/load/finished_run.h"

#include <QTemporaryFile>
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

double rateFor(const QString& cause)
{
    return cause == "errors" ? 950 : 200;
}

// Each ends a little after a tenth of a second.
settings::Scenario endingEarly(const QString& cause, int workers, const std::string& url, const std::string& rows)
{
    settings::Scenario scenario;
    scenario.target.urls = {url};
    scenario.requests["one"].url = "/one";
    scenario.cache.enabled = false;
    scenario.load.warmupS = 0;
    scenario.load.durationS = 600;
    scenario.load.rate = rateFor(cause);
    scenario.engine.workers = workers;
    scenario.load.stopAfterRequests = cause == "requests" ? 22 : 0;
    scenario.load.stopErrorRatio = cause == "errors" ? 0.9 : 0;
    if (cause == "data") { // drawn beside another, so that the workers come to their ends one by one
        scenario.feeders["rows"].file = rows;
        scenario.feeders["rows"].order = settings::FeederOrder::Once;
        scenario.requests["row"].url = "/{{rows.id}}";
    }
    return scenario;
}

metrics::RunEnd overAt(const metrics::Snapshot& snapshot, const QString& cause)
{
    using Cause = metrics::RunEnd::Cause;
    return cause == "threshold" && snapshot.elapsed > 150ms ? metrics::RunEnd{Cause::Threshold, "enough"}
                                                            : metrics::RunEnd{};
}

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
        stop.dataEnded(begin);
        QVERIFY(!stop.reached());
        stop.dataEnded(begin);
        QVERIFY(stop.reached());
    }

    void keepsTheMoment()
    {
        StopConditions stop{stopping(0, 0), 2};
        QCOMPARE(stop.when(), base::TimePoint::max());
        QCOMPARE(stop.planEnd(1), base::TimePoint::max());
        stop.planEnded(1, begin + 1s);
        QCOMPARE(stop.planEnd(0), base::TimePoint::max());
        QCOMPARE(stop.planEnd(1), begin + 1s);
        stop.dataEnded(begin + 3s);
        stop.dataEnded(begin + 2s);
        QCOMPARE(stop.when(), begin + 3s); // of the last one that sent
        stop.end({metrics::RunEnd::Cause::Threshold, "too late"});
        QCOMPARE(stop.when(), begin + 3s);
    }

    void aShareOfOneMeansAll()
    {
        StopConditions mixed{stopping(0, 1), 1};
        mixed.ended(begin, false);
        for (int i = 0; i < 200; ++i)
            mixed.ended(begin, true);
        QVERIFY(!mixed.reached());
        StopConditions all{stopping(0, 1), 1};
        for (int i = 0; i < 100; ++i)
            all.ended(begin, true);
        QCOMPARE(all.reason().text, std::string{"all 100 requests within a second failed (load.stop_error_ratio)"});
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
        empty.dataEnded(begin);
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

    // The plan ends when the condition is reached, and not when somebody notices: within the collector's 100 ms, or
    // after the last reply, as many again would have been due.
    void anEarlyEndIsNotTheGeneratorsFault_data()
    {
        QTest::addColumn<QString>("cause");
        QTest::addColumn<int>("workers");
        for (const auto* cause : {"requests", "errors", "data", "threshold"})
            for (const int workers : {1, 3})
                QTest::addRow("%s, %d", cause, workers) << QString{cause} << workers;
    }
    void anEarlyEndIsNotTheGeneratorsFault()
    {
        QFETCH(QString, cause);
        QFETCH(int, workers);
        QTemporaryFile rows;
        QVERIFY(rows.open() && rows.write("id\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n") > 0 && rows.flush());
        bool isBlamed = true;
        for (int tries = 0; isBlamed && tries < 10; ++tries) { // a busy machine may well be late
            ScriptedServer server{[&](const SeenRequest&) { return reply(cause == "errors" ? 500 : 200, {}, "x"); }};
            const FinishedRun run{endingEarly(cause, workers, server.url(), rows.fileName().toStdString()),
                                  [&](const metrics::Snapshot& snapshot) { return overAt(snapshot, cause); }};
            QCOMPARE(QString::fromStdString(std::string{metrics::endName(run.snapshot().ended.cause)}), cause);
            const auto* row = run.snapshot().total(metrics::measuredPhase, 0);
            isBlamed = row->values[metrics::metricIndex("offered_rps")] < 0.75 * rateFor(cause)
                || run.hasReason("planned requests were started");
        }
        QVERIFY(!isBlamed);
    }

    // Nobody may say that the generator did not keep up when the limit held back what a standing target left open.
    void aStalledTargetIsNotTheGeneratorsFault()
    {
        bool isBlamed = true;
        for (int tries = 0; isBlamed && tries < 5; ++tries) { // a busy machine may well be late
            std::atomic<int> seen{0};
            ScriptedServer server{[&](const SeenRequest&) {
                const int number = ++seen;
                return number > 20 && number <= 25 ? held(reply(200, {}, "x")) : reply(200, {}, "x");
            }};
            settings::Scenario scenario;
            scenario.target.urls = {server.url()};
            scenario.requests["one"].url = "/one";
            scenario.cache.enabled = false;
            scenario.load.warmupS = 0;
            scenario.load.durationS = 1.5;
            scenario.load.rate = 200;
            scenario.load.maxInFlight = 5;
            const FinishedRun run{scenario, [&](const metrics::Snapshot& snapshot) {
                                      if (snapshot.elapsed > 500ms)
                                          server.stopHolding();
                                      return metrics::RunEnd{};
                                  }};
            QVERIFY(run.sum("held_back_late") > 40); // in 0.4 s some 80 are due, and more queue behind them
            isBlamed = run.snapshot().verdict.level == metrics::Verdict::Level::Invalid;
        }
        QVERIFY(!isBlamed);
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

static const TestRegistration<StopConditionsTest> registeredStopConditionsTest;
#include "stop_conditions_test.moc"

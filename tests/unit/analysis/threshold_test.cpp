// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/threshold.h"

#include "tests/support/test_registry.h"

#include <QTest>

#include <limits>

using namespace weir;
using namespace weir::analysis;
using metrics::EpochId;
using metrics::PhaseId;
using metrics::Row;
using metrics::Snapshot;

// A row with two metrics set, whose response times are 1 to `count` milliseconds.
static std::shared_ptr<const Row> rowOf(PhaseId phase, EpochId epoch, int endpoint, double p99, double errorRatio,
                                        std::uint64_t count = 10000)
{
    Row row;
    row.phase = phase;
    row.epoch = epoch;
    row.endpoint = endpoint;
    row.values.assign(metrics::metrics().size(), std::numeric_limits<double>::quiet_NaN());
    row.values[metrics::metricIndex("adjusted_p99_ms")] = p99;
    row.values[metrics::metricIndex("error_ratio")] = errorRatio;
    auto response = std::make_shared<metrics::Histogram>();
    for (std::uint64_t i = 1; i <= count; ++i)
        response->record(i * 1'000'000);
    row.response = response;
    return std::make_shared<const Row>(std::move(row));
}

static Snapshot snapshotOf(std::vector<std::shared_ptr<const Row>> rows)
{
    metrics::RunInfo info;
    info.endpoints = {"search", "product: one"};
    Snapshot snapshot;
    snapshot.run = std::make_shared<const metrics::RunInfo>(info);
    snapshot.rows = std::move(rows);
    return snapshot;
}

static ThresholdResult check(const std::string& text, const Snapshot& snapshot)
{
    return checkThresholds(std::span{&text, 1}, snapshot).front();
}

class ThresholdTest : public QObject {
    Q_OBJECT

private slots:
    void parses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("endpoint");
        QTest::addColumn<QString>("metric");
        QTest::addColumn<double>("percentile");
        QTest::addColumn<QString>("comparison");
        QTest::addColumn<double>("limit");
        const auto row = [](const char* text, const char* endpoint, const char* metric, double percentile,
                            const char* comparison, double limit) {
            QTest::newRow(text) << text << endpoint << metric << percentile << comparison << limit;
        };
        row("p(99)<50", "", "adjusted_p99_ms", 0.0, "<", 50.0);
        row("p(99.9) <= 120.5", "", "adjusted_p999_ms", 0.0, "<=", 120.5);
        row("p(50)>1", "", "adjusted_p50_ms", 0.0, ">", 1.0);
        row("p( 75 )<5", "", "", 75.0, "<", 5.0);
        row("p(100)<900", "", "", 100.0, "<", 900.0);
        row("ok_p(99)<50", "", "latency_p99_ms", 0.0, "<", 50.0);
        row("ok_p(100)<50", "", "latency_max_ms", 0.0, "<", 50.0);
        row("ok_p(97)<50", "", "", 97.0, "<", 50.0);
        row("failed_p(99)<50", "", "failed_latency_p99_ms", 0.0, "<", 50.0);
        row("failed_p(100)<50", "", "failed_latency_max_ms", 0.0, "<", 50.0);
        row("adjusted_p(95)<50", "", "adjusted_p95_ms", 0.0, "<", 50.0);
        row("good_ratio>=0.99", "", "good_ratio", 0.0, ">=", 0.99);
        row("p(9.9)<5", "", "", 9.9, "<", 5.0);
        row("service_p(99)<5", "", "service_p99_ms", 0.0, "<", 5.0);
        row("service_p(99.9)<5", "", "", 99.9, "<", 5.0);
        row("schedule_lag_p(100)<5", "", "schedule_lag_max_ms", 0.0, "<", 5.0);
        row("pool_wait_p(95)<5", "", "", 95.0, "<", 5.0);
        row("latency_p(99.9)<5", "", "latency_p999_ms", 0.0, "<", 5.0);
        row("error_ratio<0.01", "", "error_ratio", 0.0, "<", 0.01);
        row("error_ratio==0", "", "error_ratio", 0.0, "==", 0.0);
        row("rate>=199", "", "achieved_rps", 0.0, ">=", 199.0);
        row("count>1e3", "", "requests", 0.0, ">", 1000.0);
        row("avg<4", "", "latency_mean_ms", 0.0, "<", 4.0);
        row("mean<4", "", "latency_mean_ms", 0.0, "<", 4.0);
        row("med<4", "", "adjusted_p50_ms", 0.0, "<", 4.0);
        row("min<4", "", "latency_min_ms", 0.0, "<", 4.0);
        row("max<4", "", "", 100.0, "<", 4.0);
        row("  bytes_saved_ratio > -0.5 ", "", "bytes_saved_ratio", 0.0, ">", -0.5);
        row("search: p(99)<50", "search", "adjusted_p99_ms", 0.0, "<", 50.0);
    }
    void parses()
    {
        QFETCH(const QString, text);
        const auto threshold = parseThreshold(text.toStdString());
        QVERIFY2(threshold.has_value(), threshold ? "" : threshold.error().context.c_str());
        QTEST(QString::fromStdString(threshold->endpoint), "endpoint");
        QTEST(QString::fromStdString(threshold->metric), "metric");
        QTEST(threshold->percentile, "percentile");
        QTEST(QString::fromStdString(std::string{comparisonText(threshold->comparison)}), "comparison");
        QTEST(threshold->limit, "limit");
        QCOMPARE(threshold->text, text.trimmed().toStdString());
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* text, const char* says) { QTest::newRow(text) << text << says; };
        row("", "no condition");
        row("p(99)", "no condition");
        row("<50", "no condition");
        row("p(99)=50", "no condition");
        row("p(99)<", "\"\" is not a number");
        row("p(99)<50ms", "\"50ms\" is not a number");
        row("p(99)<inf", "is not a number");
        row("p(99)<50<60", "\"50<60\" is not a number");
        row("p(0)<50", "p(0) is no percentile");
        row("p(101)<50", "above 0 and up to 100");
        row("p(x)<50", "p(x) is no percentile");
        row("p(nan)<50", "p(nan) is no percentile");
        row("eror_ratio<0.01", "did you mean error_ratio?");
        row("latency_p98_ms<3", "did you mean latency_p9");
        row("qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq<3", "is no metric. `weir-cli metrics` lists them.");
    }
    void refuses()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, says);
        const auto threshold = parseThreshold(text.toStdString());
        QVERIFY(!threshold);
        QCOMPARE(threshold.error().code, base::Errc::InvalidSyntax);
        const auto context = QString::fromStdString(threshold.error().context);
        QVERIFY2(context.contains(says), qPrintable(context));
        QVERIFY(context.contains('"' + text + '"'));
    }

    void compares_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("passed");
        QTest::newRow("below") << "p(99)<50" << true;
        QTest::newRow("not below itself") << "p(99)<42" << false;
        QTest::newRow("up to itself") << "p(99)<=42" << true;
        QTest::newRow("above") << "p(99)>41" << true;
        QTest::newRow("not above itself") << "p(99)>42" << false;
        QTest::newRow("from itself") << "p(99)>=42" << true;
        QTest::newRow("equal") << "p(99)==42" << true;
        QTest::newRow("not equal") << "p(99)==42.5" << false;
        QTest::newRow("percentile of the histogram") << "p(75)<7510" << true;
        QTest::newRow("percentile of the histogram, missed") << "p(75)<7490" << false;
        QTest::newRow("no value") << "cache_hit_ratio>=0" << false;
        QTest::newRow("too few samples") << "p(99.999)<1e9" << false;
    }
    void compares()
    {
        QFETCH(const QString, text);
        const auto result = check(text.toStdString(), snapshotOf({rowOf(metrics::measuredPhase, 0, -1, 42, 0)}));
        QTEST(result.passed, "passed");
        QCOMPARE(result.epochs.size(), std::size_t{1});
    }

    void saysTheValue()
    {
        const auto snapshot = snapshotOf({rowOf(metrics::measuredPhase, 0, -1, 63.25, 0.5)});
        QCOMPARE(check("p(99)<50", snapshot).reason, std::string{"63.25 ms"});
        QCOMPARE(check("error_ratio<0.01", snapshot).reason, std::string{"0.5"});
        QCOMPARE(check("cache_hit_ratio>0", snapshot).reason,
                 std::string{"no value: too few samples, or not measured"});
    }

    void mustHoldInEveryEpoch()
    {
        const auto snapshot = snapshotOf({rowOf(metrics::measuredPhase, 0, -1, 10, 0),
                                          rowOf(metrics::measuredPhase, 1, -1, 90, 0),
                                          rowOf(metrics::measuredPhase, 2, -1, 20, 0)});
        const auto result = check("p(99)<50", snapshot);
        QVERIFY(!result.passed);
        QCOMPARE(result.epochs,
                 (std::vector<EpochCheck>{
                     {"measure", 0, 10.0, true}, {"measure", 1, 90.0, false}, {"measure", 2, 20.0, true}}));
        QCOMPARE(result.reason, std::string{"90 ms in epoch 1"});
        QVERIFY(check("p(99)<100", snapshot).passed);
    }

    void theWarmUpDoesNotCount()
    {
        const auto both = snapshotOf(
            {rowOf(metrics::warmUpPhase, 0, -1, 500, 1), rowOf(metrics::measuredPhase, 0, -1, 10, 0)});
        QVERIFY(check("p(99)<50", both).passed);
        const auto warmUpOnly = check("p(99)<50", snapshotOf({rowOf(metrics::warmUpPhase, 0, -1, 10, 0)}));
        QVERIFY(!warmUpOnly.passed);
        QCOMPARE(warmUpOnly.reason, std::string{"nothing was measured"});
    }

    void anEndpointHasItsOwn()
    {
        const auto snapshot = snapshotOf({rowOf(metrics::measuredPhase, 0, -1, 90, 0),
                                          rowOf(metrics::measuredPhase, 0, 0, 10, 0),
                                          rowOf(metrics::measuredPhase, 0, 1, 95, 0)});
        QVERIFY(check("search: p(99)<50", snapshot).passed);
        QVERIFY(!check("p(99)<50", snapshot).passed);
        const auto unknown = check("serach: p(99)<50", snapshot);
        QVERIFY(!unknown.passed);
        QCOMPARE(unknown.reason, std::string{"there is no endpoint \"serach\""});
    }

    void aPhaseAndAnAbortStandAroundTheCondition_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("endpoint");
        QTest::addColumn<QString>("phase");
        QTest::addColumn<bool>("aborts");
        QTest::addColumn<double>("after");
        QTest::newRow("neither") << "p(99)<50"
                                 << ""
                                 << "" << false << 0.0;
        QTest::newRow("a phase") << "@ramp: p(99)<50"
                                 << ""
                                 << "ramp" << false << 0.0;
        QTest::newRow("both places") << "search @ramp up: p(99)<50"
                                     << "search"
                                     << "ramp up" << false << 0.0;
        QTest::newRow("a name with the sign") << "a@b: p(99)<50"
                                              << "a@b"
                                              << "" << false << 0.0;
        QTest::newRow("an abort") << "p(99)<50 abort"
                                  << ""
                                  << "" << true << 0.0;
        QTest::newRow("a late abort") << "@ramp: p(99)<50 abort after 10 s"
                                      << ""
                                      << "ramp" << true << 10.0;
        QTest::newRow("a late abort, close") << "p(99)<50  abort  after 1.5s"
                                             << ""
                                             << "" << true << 1.5;
    }
    void aPhaseAndAnAbortStandAroundTheCondition()
    {
        QFETCH(const QString, text);
        const auto threshold = parseThreshold(text.toStdString());
        QVERIFY2(threshold.has_value(), threshold ? "" : threshold.error().context.c_str());
        QTEST(QString::fromStdString(threshold->endpoint), "endpoint");
        QTEST(QString::fromStdString(threshold->phase), "phase");
        QTEST(threshold->aborts, "aborts");
        QTEST(threshold->abortAfterS, "after");
        QCOMPARE(threshold->metric, std::string{"adjusted_p99_ms"});
        QCOMPARE(threshold->limit, 50.0);
    }

    void saysWhatMayNotStandBehind()
    {
        for (const auto* text : {"p(99)<50 quickly", "p(99)<50 abort after", "p(99)<50 abort after 5 m",
                                 "p(99)<50 abort after -1 s", "p(99)<50 abortive"}) {
            const auto threshold = parseThreshold(text);
            QVERIFY2(!threshold, text);
            QVERIFY(threshold.error().context.find("abort after 10 s") != std::string::npos);
        }
    }

    void aNamedPhaseAloneIsJudged()
    {
        const auto snapshot = snapshotOf(
            {rowOf(metrics::warmUpPhase, 0, -1, 500, 0), rowOf(metrics::measuredPhase, 0, -1, 10, 0)});
        QVERIFY(check("@measure: p(99)<50", snapshot).passed);
        QVERIFY(!check("@warmup: p(99)<50", snapshot).passed);
        QCOMPARE(check("@ramp: p(99)<50", snapshot).reason, std::string{"nothing was measured in phase ramp"});
    }

    // The first that fails is named; where all hold, the last.
    void everyMeasuredPhaseIsJudged()
    {
        auto snapshot = snapshotOf({rowOf(1, 0, -1, 10, 0), rowOf(2, 0, -1, 90, 0)});
        auto run = *snapshot.run;
        run.phases = {"warmup", "ramp", "high"};
        snapshot.run = std::make_shared<const metrics::RunInfo>(run);
        QCOMPARE(check("p(99)<50", snapshot).reason, std::string{"90 ms in phase high"});
        QCOMPARE(check("p(99)<100", snapshot).reason, std::string{"90 ms in the last of 2 phases"});
        QVERIFY(check("@ramp: p(99)<50", snapshot).passed);
    }

    void isOpenUntilThereIsAFigure()
    {
        QCOMPARE(check("p(99)<50", snapshotOf({})).state, ThresholdState::Open);
        const auto few = rowOf(metrics::measuredPhase, 1, -1, std::numeric_limits<double>::quiet_NaN(), 0);
        const auto good = rowOf(metrics::measuredPhase, 0, -1, 10, 0);
        const auto bad = rowOf(metrics::measuredPhase, 0, -1, 90, 0);
        QCOMPARE(check("p(99)<50", snapshotOf({good})).state, ThresholdState::Passing);
        QCOMPARE(check("p(99)<50", snapshotOf({good, few})).state, ThresholdState::Open);
        QCOMPARE(check("p(99)<50", snapshotOf({good, few})).value, std::string{});
        QCOMPARE(check("p(99)<50", snapshotOf({bad, few})).state, ThresholdState::Failing);
        QCOMPARE(check("p(99)<50", snapshotOf({bad, few})).value, std::string{"90 ms"});
    }

    // The requests in flight then mend the figure, but not the run that it ended.
    void whatEndedTheRunHasFailed()
    {
        const std::string text = "error_ratio<0.05 abort";
        auto snapshot = snapshotOf({rowOf(metrics::measuredPhase, 0, -1, 1, 0.1)});
        snapshot.ended = abortOf(std::vector{*parseThreshold(text)}, snapshot);
        QCOMPARE(snapshot.ended.threshold, text);
        snapshot.rows = {rowOf(metrics::measuredPhase, 0, -1, 1, 0.005)};
        const auto result = check(text, snapshot);
        QVERIFY(!result.passed && result.endedRun);
        QCOMPARE(result.state, ThresholdState::Failing);
        QCOMPARE(result.value, std::string{"0.1"});
        QCOMPARE(result.reason, std::string{"0.1 when it ended the run, 0.005 when the last reply had come"});
        QVERIFY(check("error_ratio<0.05", snapshot).passed);
    }

    void percentilesOfOtherTimesAreAskedOfTheRun()
    {
        const std::vector<std::string> texts{"service_p(99.9)<80", "p(75)<5", "service_p(99)<5", "pool_wait_p(95)<1",
                                             "search: service_p(99.9)<90"};
        using metrics::DistributionId;
        const std::vector<metrics::AskedPercentile> asked{{DistributionId::Service, 99.9},
                                                          {DistributionId::PoolWait, 95}};
        QCOMPARE(askedPercentiles(texts), asked);
        auto row = *rowOf(metrics::measuredPhase, 0, -1, 1, 0);
        row.percentiles = {70, std::numeric_limits<double>::quiet_NaN()};
        auto snapshot = snapshotOf({std::make_shared<const Row>(row)});
        auto info = *snapshot.run;
        info.percentiles = asked;
        snapshot.run = std::make_shared<const metrics::RunInfo>(info);
        QVERIFY(check(texts[0], snapshot).passed);
        QCOMPARE(check(texts[0], snapshot).value, std::string{"70 ms"});
        QCOMPARE(check(texts[3], snapshot).state, ThresholdState::Open);
        QCOMPARE(check(texts[3], snapshot).reason, std::string{"no value: the p95 needs 200 samples"});
        const auto wrong = parseThreshold("serve_p(99)<5");
        QVERIFY(!wrong && wrong.error().context.find("service_p(99)") != std::string::npos);
    }

    void theVerdictIsAskedForTheirPercentiles()
    {
        const std::vector<std::string> texts{"p(99.9)<80", "@ramp: service_p(99.99)<5", "p(50)<5", "max<9",
                                             "error_ratio<1"};
        const auto thresholds = parsedThresholds(texts);
        using metrics::DistributionId;
        using Asked = std::vector<metrics::AskedPercentile>;
        const Asked ofAll{
            {DistributionId::Adjusted, 99.9}, {DistributionId::Adjusted, 50}, {DistributionId::Adjusted, 100}};
        QCOMPARE(percentilesJudged({}, "measure"), Asked{});
        QCOMPARE(percentilesJudged(thresholds, "measure"), ofAll);
        QVERIFY(std::ranges::count(percentilesJudged(thresholds, "ramp"),
                                   metrics::AskedPercentile{DistributionId::Service, 99.99})
                == 1);
    }

    // 980 answered within 1 to 980 ms, 12 failed, 5 skipped, 3 unfinished: 2 % were never answered.
    static metrics::Row partlyAnswered()
    {
        auto row = *rowOf(metrics::measuredPhase, 0, -1, 0, 0, 980);
        const auto set = [&row](std::string_view id, double value) { row.values[metrics::metricIndex(id)] = value; };
        set("requests", 992);
        set("ok", 980);
        set("failed", 12);
        set("skipped", 5);
        set("unfinished", 3);
        set("adjusted_p99_ms", std::numeric_limits<double>::infinity());
        auto response = *row.response;
        response.recordInfinite(20);
        row.response = std::make_shared<const metrics::Histogram>(response);
        return row;
    }

    void whatWasNeverAnsweredBreaksWhatItIsPartOf()
    {
        const auto snapshot = snapshotOf({std::make_shared<const Row>(partlyAnswered())});
        const auto broken = check("p(99)<50000", snapshot);
        QCOMPARE(broken.state, ThresholdState::Failing);
        QCOMPARE(broken.value, std::string{"never"});
        QCOMPARE(broken.reason,
                 std::string{"never, since 20 of 1000 planned requests (2 %) got no good answer: 12 failed, "
                             "5 skipped, 3 unfinished"});
        QCOMPARE(check("p(98.5)<50000", snapshot).value, std::string{"never"});
        const auto held = check("p(97.5)<1000", snapshot); // rank 975 of 1000
        QVERIFY(held.passed && held.value.starts_with("975")
                && held.reason.find("where 20 of 1000") != std::string::npos);
        QVERIFY(check("ok_p(98.5)<1000", snapshot).passed);
        QCOMPARE(check("max<50000", snapshot).state, ThresholdState::Failing);
    }

    void whatNeverFailedFailedInTime()
    {
        auto row = partlyAnswered();
        QCOMPARE(check("failed_p(99)<1", snapshotOf({std::make_shared<const Row>(row)})).state, ThresholdState::Open);
        row.values[metrics::metricIndex("failed")] = 0;
        const auto snapshot = snapshotOf({std::make_shared<const Row>(row)});
        for (const auto* text : {"failed_p(99)<1", "failed_latency_max_ms<1"}) {
            QVERIFY(check(text, snapshot).passed);
            QCOMPARE(check(text, snapshot).reason, std::string{"nothing failed"});
        }
    }

    void noEndpointHasLevels()
    {
        settings::Scenario scenario;
        scenario.requests["search"].url = "/search";
        scenario.scenario.thresholds = {"generator_cpu_ratio<0.8", "search: generator_cpu_ratio<0.8",
                                        "search: schedule_lag_p99_ms<1"};
        const auto problems = thresholdProblems(scenario);
        QCOMPARE(problems.size(), std::size_t{1});
        QCOMPARE(problems.front().value, std::string{"search: generator_cpu_ratio<0.8"});
        QVERIFY(problems.front().remedy.find("leave out \"search: \"") != std::string::npos);
    }

    // From when what it judges began, and never for want of samples.
    void abortsOnlyOnAFigureAndAfterItsPatience()
    {
        const std::vector thresholds{*parseThreshold("p(99)<50 abort after 2 s")};
        auto late = *rowOf(metrics::measuredPhase, 0, -1, 90, 0);
        late.begin = std::chrono::seconds{10};
        auto snapshot = snapshotOf({std::make_shared<const Row>(late)});
        snapshot.elapsed = std::chrono::milliseconds{11'900};
        QCOMPARE(abortOf(thresholds, snapshot).cause, metrics::RunEnd::Cause::None);
        snapshot.elapsed = std::chrono::milliseconds{12'000};
        const auto end = abortOf(thresholds, snapshot);
        QCOMPARE(end.cause, metrics::RunEnd::Cause::Threshold);
        QVERIFY2(end.text.find("p(99)<50") != end.text.npos && end.text.find("90 ms") != end.text.npos,
                 end.text.c_str());
        const std::vector patient{*parseThreshold("p(99)<50")};
        QCOMPARE(abortOf(patient, snapshot).cause, metrics::RunEnd::Cause::None);
        late.values[metrics::metricIndex("adjusted_p99_ms")] = std::numeric_limits<double>::quiet_NaN();
        snapshot.rows = {std::make_shared<const Row>(late)};
        QCOMPARE(abortOf(thresholds, snapshot).cause, metrics::RunEnd::Cause::None);
    }

    void namesMustBeInTheScenario()
    {
        settings::Scenario scenario;
        scenario.requests["search"].url = "/search";
        scenario.scenario.thresholds = {"search: p(99)<50", "@measure: p(99)<50"};
        QCOMPARE(thresholdProblems(scenario).size(), std::size_t{0});
        scenario.scenario.thresholds = {"serach: p(99)<50", "@measrue: p(99)<50", "p(99)"};
        const auto text = settings::text(thresholdProblems(scenario));
        QVERIFY2(text.find("did you mean search?") != text.npos, text.c_str());
        QVERIFY2(text.find("did you mean measure?") != text.npos, text.c_str());
        QVERIFY2(text.find("no condition") != text.npos, text.c_str());
    }

    void whatDoesNotParseHasFailed()
    {
        const auto result = check("p(99)", snapshotOf({rowOf(metrics::measuredPhase, 0, -1, 10, 0)}));
        QVERIFY(!result.passed);
        QCOMPARE(result.threshold.text, std::string{"p(99)"});
        QVERIFY(result.reason.find("no condition") != std::string::npos);
    }
};

static const TestRegistration<ThresholdTest> registeredThresholdTest;
#include "threshold_test.moc"

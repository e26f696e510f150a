// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/comparison.h"

#include "core/calibration/scenario_digest.h"
#include "core/metrics/distribution_curve.h"
#include "tests/support/test_registry.h"
#include "tests/unit/experiment/recorded_run.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace weir;
using namespace weir::test;
using analysis::Judgement;
using experiment::ComparedRun;
using experiment::compareRuns;

namespace {

experiment::TuningReport compared(const RecordedRun& a, const RecordedRun& b,
                                  const experiment::ComparisonOptions& options = {})
{
    const std::vector runs{a.run(), b.run()};
    auto report = compareRuns(runs, options);
    if (!report)
        qFatal("%s", report.error().context.c_str());
    return *report;
}

bool hasNote(const experiment::TuningReport& report, std::string_view text)
{
    return std::ranges::any_of(report.notes, [&](const auto& note) { return note.find(text) != std::string::npos; });
}

calibration::CalibrationPtr calibrated(const settings::Scenario& scenario, double floor)
{
    calibration::KnownNoise noise;
    noise.digest = calibration::noiseDigest(scenario);
    noise.at = "2026-01-30T08:00:00Z";
    noise.floor.ratio.fill(floor);
    calibration::Calibration known;
    known.noises = {noise};
    return std::make_shared<const calibration::Calibration>(known);
}

} // namespace

class ComparisonTest : public QObject {
    Q_OBJECT

private slots:
    void equalRunsAreSeldomCalledDifferent_data()
    {
        QTest::addColumn<std::string>("metric");
        for (const std::string metric : {"latency_p50_ms", "adjusted_p99_ms"})
            QTest::newRow(metric.c_str()) << metric;
    }
    void equalRunsAreSeldomCalledDifferent()
    {
        QFETCH(std::string, metric);
        int alarms = 0;
        constexpr int trials = 100;
        for (int i = 0; i < trials; ++i) {
            const auto seed = static_cast<std::uint64_t>(2 * i + 1);
            const auto report = compared({.name = "a", .seed = seed}, {.name = "b", .seed = seed + 1},
                                         {.metrics = {metric}, .margin = 0});
            const auto judged = report.variants.front().primary().judgement;
            alarms += judged == Judgement::Better || judged == Judgement::Worse ? 1 : 0;
        }
        qInfo("%d of %d", alarms, trials);
        QVERIFY2(alarms <= 10, qPrintable(QString::number(alarms))); // 5 %, and two standard deviations of 100
    }

    void aPlantedDifferenceIsFound()
    {
        int found = 0;
        for (int i = 0; i < 20; ++i) {
            const auto seed = static_cast<std::uint64_t>(2 * i + 1);
            const auto report = compared({.name = "a", .seed = seed}, {.name = "b", .seed = seed + 1, .medianMs = 4.8},
                                         {.metrics = {"latency_p50_ms", "adjusted_p99_ms"}});
            const auto& primary = report.variants.front().primary();
            found += primary.judgement == Judgement::Worse ? 1 : 0;
            const double ratio = primary.difference.asRatio(primary.difference.difference);
            QVERIFY2(ratio > 0.1 && ratio < 0.3, qPrintable(QString::number(ratio)));
        }
        QVERIFY(found >= 19);
    }

    void saysThatItIsWeakerAndWhatIsNotKnown()
    {
        const auto report = compared({.name = "Monday"}, {.name = "Tuesday", .seed = 2});
        QVERIFY(report.isSequential);
        QCOMPARE(report.kind, experiment::Kind::Compare);
        QVERIFY(hasNote(report, "one after the other"));
        QVERIFY(hasNote(report, "is not known for this scenario"));
        QVERIFY(report.variants.front().sentence.starts_with("Tuesday: "));
        QVERIFY(std::isfinite(report.smallestDifference));
        QVERIFY(!report.arms[0].curve.empty() && !report.arms[1].curve.empty());
    }

    void nothingIsToldWithinTheNoiseOfEqualRuns()
    {
        const RecordedRun a{.name = "a", .seed = 3};
        const RecordedRun b{.name = "b", .seed = 4, .medianMs = 4.8};
        experiment::ComparisonOptions options{.metrics = {"latency_p50_ms"}};
        QCOMPARE(compared(a, b, options).variants.front().primary().judgement, Judgement::Worse);
        options.calibration = calibrated(a.scenario, 0.5);
        const auto within = compared(a, b, options);
        QCOMPARE(within.variants.front().primary().judgement, Judgement::Unclear);
        QVERIFY(hasNote(within, "differ by up to 50 % in p50"));
        options.calibration = calibrated(a.scenario, 0.05);
        QCOMPARE(compared(a, b, options).variants.front().primary().judgement, Judgement::Worse);
    }

    // A third is refused at once: what is answered is faster, and nothing is better.
    void refusingIsNoImprovement()
    {
        for (const std::string metric : {"latency_p50_ms", "latency_p99_ms", "adjusted_p99_ms", "adjusted_p50_ms"}) {
            const auto report = compared({.name = "a"}, {.name = "b", .seed = 2, .medianMs = 2, .failing = 0.33},
                                         {.metrics = {metric}});
            const auto& variant = report.variants.front();
            QVERIFY2(variant.primary().judgement != Judgement::Better, metric.c_str());
            QVERIFY(!variant.isRecommended);
            QVERIFY(std::ranges::find(variant.guards, "failed share") != variant.guards.end());
        }
    }

    void anEndpointThatPaysIsNamed()
    {
        const auto report = compared({.name = "a"}, {.name = "b", .seed = 2, .medianMs = 2, .secondEndpointMs = 7},
                                     {.metrics = {"latency_p50_ms"}});
        const auto& variant = report.variants.front();
        QCOMPARE(variant.find("latency_p50_ms", 0)->judgement, Judgement::Better);
        QCOMPARE(variant.find("latency_p50_ms", 1)->judgement, Judgement::Worse);
        QCOMPARE(variant.guards, (std::vector<std::string>{"product"}));
        QVERIFY(!variant.isRecommended);
    }

    void anEndpointThatFailsIsNamed()
    {
        const auto report = compared({.name = "a"}, {.name = "b", .seed = 2, .secondEndpointFails = 0.05},
                                     {.metrics = {"latency_p50_ms"}});
        const auto& guards = report.variants.front().guards;
        QVERIFY(std::ranges::find(guards, "failures of product") != guards.end());
        QVERIFY(std::ranges::find(guards, "failures of search") == guards.end());
    }

    void endpointsOfEqualRunsAreSeldomCalledDifferent()
    {
        int alarms = 0;
        std::vector<std::string> endpoints;
        for (int i = 0; i < 10; ++i)
            endpoints.push_back("endpoint " + std::to_string(i));
        for (std::uint64_t seed = 1; seed <= 40; seed += 2) {
            const auto report = compared({.name = "a", .seed = seed, .endpoints = endpoints},
                                         {.name = "b", .seed = seed + 1, .endpoints = endpoints},
                                         {.metrics = {"latency_p50_ms"}, .margin = 0});
            alarms += report.variants.front().guards.empty() ? 0 : 1;
        }
        QVERIFY2(alarms <= 4, qPrintable(QString::number(alarms))); // of 20 comparisons of ten endpoints each
    }

    void onlyWhatDiffersIsListedAndSecretsAreNot()
    {
        RecordedRun a{.name = "a"};
        a.scenario.requests["search"].headers = {"Authorization: Bearer verysecret"};
        RecordedRun b{.name = "b", .seed = 2};
        b.scenario.pool.maxConnections = 16;
        const auto report = compared(a, b, {.metrics = {"latency_p50_ms", "wire_bytes"}});
        QCOMPARE(report.arms[0].changes.size(), std::size_t{0});
        QCOMPARE(report.arms[1].changes.size(), std::size_t{1});
        QCOMPARE(report.arms[1].changes[0], (experiment::Change{"pool.max_connections", "64", "16"}));
        QVERIFY(hasNote(report, "Not all runs ask the same"));
        QVERIFY(hasNote(report, "Counts and bytes are by second"));
    }

    void otherMachinesAreTold()
    {
        auto a = RecordedRun{.name = "a"}.run();
        auto b = RecordedRun{.name = "b", .seed = 2}.run();
        a.machine = b.machine = "EPYC";
        QCOMPARE(compareRuns(std::vector{a, b})->machine, std::string{"EPYC"});
        b.machine = "Xeon";
        const auto report = *compareRuns(std::vector{a, b});
        QVERIFY(hasNote(report, "different machines, which alone makes them differ: EPYC and Xeon"));
        QCOMPARE(report.machine, std::string{});
    }

    void endpointsAreThoseThatAllHave()
    {
        const auto report = compared({.name = "a", .endpoints = {"x", "search", "product"}},
                                     {.name = "b", .seed = 2, .endpoints = {"product", "search"}});
        QCOMPARE(report.endpoints, (std::vector<std::string>{"search", "product"}));
        QVERIFY(hasNote(report, "2 endpoints are in all of the runs, of 3"));
    }

    void fewSecondsAreTooFew()
    {
        const auto report = compared({.name = "a", .seconds = 3}, {.name = "b", .seed = 2, .seconds = 3},
                                     {.metrics = {"latency_p50_ms", "adjusted_p99_ms"}});
        const auto& variant = report.variants.front();
        QVERIFY(!variant.primary().difference.hasInterval());
        QCOMPARE(variant.primary().judgement, Judgement::Unclear);
        QVERIFY(!std::isnan(variant.primary().baseline));
        QVERIFY(variant.sureness.find("longer runs tell more") != std::string::npos);
    }

    void refusesWhatCannotBeCompared()
    {
        const auto one = RecordedRun{}.run();
        QVERIFY(!compareRuns(std::vector{one}));
        QVERIFY(compareRuns(std::vector(6, one)).error().context.find("choose 2 to 5") != std::string::npos);
        auto missing = one;
        missing.epoch = 7;
        missing.name = "Tuesday";
        QCOMPARE(compareRuns(std::vector{one, missing}).error().context,
                 std::string{"Tuesday: has no measured epoch 7; leave the epoch out for the last one."});
        QVERIFY(compareRuns(std::vector{one, one}, {.metrics = {"p99"}}).error().context.find("p99 is no metric") == 0);
        QVERIFY(!compareRuns(std::vector{one, ComparedRun{"empty", nullptr, {}}}));
    }

    void severalRunsStandAgainstTheFirst()
    {
        std::vector<ComparedRun> runs;
        for (std::uint64_t i = 0; i < 5; ++i)
            runs.push_back(RecordedRun{.name = "run" + std::to_string(i), .seed = i + 1}.run());
        const auto report = *compareRuns(runs);
        QCOMPARE(report.variants.size(), std::size_t{4});
        for (std::size_t i = 0; i < 4; ++i)
            QCOMPARE(report.variants[i].arm, i + 1);
    }

    // Of 1 to 1000 ms, each once.
    void curvesAreThoseOfTheHistogram()
    {
        metrics::Histogram histogram;
        for (std::uint64_t i = 1; i <= 1000; ++i)
            histogram.record(i * 1'000'000);
        const auto curve = metrics::distributionCurve(histogram);
        QVERIFY(curve.size() > 100 && curve.size() <= 200);
        QVERIFY(std::ranges::is_sorted(curve, {}, &metrics::CurvePoint::share));
        QVERIFY(std::ranges::is_sorted(curve, {}, &metrics::CurvePoint::ms));
        for (const auto& point : curve)
            QVERIFY(std::abs(point.ms - 1000 * point.share) < 2.5);
        QVERIFY(std::abs(curve.back().share - 0.99) < 1e-6); // ten lie beyond
        histogram.recordInfinite(1000);
        const auto half = metrics::distributionCurve(histogram);
        QVERIFY(std::isinf(half.back().ms));
        QVERIFY(metrics::distributionCurve({}).empty());
    }
};

static const TestRegistration<ComparisonTest> registeredComparisonTest;
#include "comparison_test.moc"

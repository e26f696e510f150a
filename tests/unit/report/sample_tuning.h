// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/tuning_report.h"
#include "core/experiment/wording.h"

#include <cmath>
#include <limits>

// Tuning reports in which everything occurs that their files show. Always the same; the figures are made up.
namespace weir::test {

class SampleTuning {
public:
    static constexpr double none = std::numeric_limits<double>::quiet_NaN();
    static constexpr double never = std::numeric_limits<double>::infinity();

    // A try of one change that helps, but for one endpoint.
    static experiment::TuningReport aTry()
    {
        auto report = head(experiment::Kind::Try);
        report.arms = {arm("baseline", {}), arm("cache.enabled=true", {{"cache.enabled", "false", "true"}})};
        report.variants = {variant(1, -0.35, -0.412, -0.294, analysis::Judgement::Better)};
        finish(report);
        return report;
    }

    // Refuses a third at once: p99 of what is answered is fine, nothing is recommended.
    static experiment::TuningReport neverAnswered()
    {
        auto report = aTry();
        report.arms[1] = arm("pool.max_connections=2 compression.gzip_level=9",
                             {{"pool.max_connections", "64", "2"}, {"compression.gzip_level", "6", "9"}});
        auto& variant = report.variants.front();
        auto& primary = variant.estimates.front();
        primary.variant = never;
        primary.difference.difference = primary.difference.low = primary.difference.high = never;
        primary.difference.deviation = none;
        primary.difference.never = 16;
        primary.judgement = analysis::Judgement::Worse;
        variant.estimates[1].baseline = never;
        variant.estimates[1].difference.difference = -never;
        variant.estimates[2].variant = none;
        variant.estimates[2].difference = {.scale = analysis::DifferenceScale::Plain,
                                           .pairs = 2,
                                           .difference = none,
                                           .low = none,
                                           .high = none,
                                           .deviation = none};
        variant.guards = {"failed share", "endpoint search"};
        variant.isRecommended = false;
        for (auto& pair : variant.pairs)
            pair.variant = never;
        report.isInterrupted = true;
        finish(report);
        return report;
    }

    static experiment::TuningReport screening()
    {
        auto report = head(experiment::Kind::Screen);
        report.arms = {arm("baseline", {})};
        const auto effect = [](std::string key, std::string low, std::string high, double ratio, double half) {
            experiment::FactorEffect effect;
            effect.factor = {std::move(key), {std::move(low), std::move(high)}};
            effect.effect = std::log1p(ratio);
            effect.low = std::log1p(ratio) - half;
            effect.high = std::log1p(ratio) + half;
            if (effect.high < 0 || effect.low > 0)
                effect.judgement = ratio < 0 ? analysis::Judgement::Better : analysis::Judgement::Worse;
            return effect;
        };
        report.effects = {effect("cache.enabled", "false", "true", -0.55, 0.06),
                          effect("pool.max_connections", "64", "16", 0.3, 0.05),
                          effect("compression.codec", "br", "gzip", 0.1, 0.04),
                          effect("cache.capacity_bytes", "67108864", "8388608", 0.03, 0.06),
                          effect("pool.idle_timeout_s", "60", "5", 0.01, 0.06)};
        report.effects[0].isConfirmed = true;
        report.effects[2].isRefuted = true;
        report.effects[4].low = report.effects[4].high = none;
        return report;
    }

    static experiment::TuningReport sweep()
    {
        auto report = head(experiment::Kind::Sweep);
        report.arms = {arm("baseline", {})};
        experiment::SweepAdvice sweep;
        const std::vector<std::string> values{"4", "8", "16", "32", "64"};
        sweep.factors = {{"pool.max_connections", values}};
        const std::vector<double> ratios{1.9, 0.4, -0.18, -0.2, 0.0};
        for (std::size_t i = 0; i < values.size(); ++i) {
            experiment::SweepPoint point{{std::stod(values[i])}, {values[i]}};
            point.isBaseline = values[i] == "64";
            if (!point.isBaseline) {
                report.arms.push_back(
                    arm("pool.max_connections=" + values[i], {{"pool.max_connections", "64", values[i]}}));
                const auto judged = ratios[i] < 0 ? analysis::Judgement::Better : analysis::Judgement::Worse;
                point.variant = report.variants.size();
                report.variants.push_back(
                    variant(report.arms.size() - 1, ratios[i], ratios[i] - 0.04, ratios[i] + 0.04, judged));
            }
            point.isInvalid = i == 0;
            point.isOnFront = i == 2 || i == 3;
            sweep.points.push_back(point);
        }
        sweep.best = 3;
        sweep.smallest = 2;
        sweep.knee = 16;
        report.sweep = sweep;
        finish(report);
        return report;
    }

    static experiment::TuningReport surface()
    {
        auto report = head(experiment::Kind::Sweep);
        report.arms = {arm("baseline", {})};
        experiment::SweepAdvice sweep;
        sweep.factors = {{"pool.max_connections", {"8", "16", "32"}}, {"compression.gzip_level", {"1", "6", "9"}}};
        for (int a = 0; a < 3; ++a) {
            for (int b = 0; b < 3; ++b) {
                const auto& first = sweep.factors[0].values[static_cast<std::size_t>(a)];
                const auto& second = sweep.factors[1].values[static_cast<std::size_t>(b)];
                experiment::SweepPoint point{{std::stod(first), std::stod(second)}, {first, second}};
                point.isBaseline = a == 2 && b == 1;
                point.isOnFront = a == 1;
                if (!point.isBaseline) {
                    const double ratio = 0.4 - 0.3 * a + 0.1 * b;
                    report.arms.push_back(
                        arm(first + ", " + second,
                            {{"pool.max_connections", "32", first}, {"compression.gzip_level", "6", second}}));
                    point.variant = report.variants.size();
                    report.variants.push_back(variant(report.arms.size() - 1, ratio, ratio - 0.05, ratio + 0.05,
                                                      ratio < -0.05       ? analysis::Judgement::Better
                                                          : ratio > 0.051 ? analysis::Judgement::Worse
                                                                          : analysis::Judgement::Unclear));
                }
                sweep.points.push_back(point);
            }
        }
        sweep.best = 6;
        report.sweep = sweep;
        finish(report);
        return report;
    }

    static experiment::TuningReport search()
    {
        auto report = head(experiment::Kind::Find);
        report.arms = {arm("baseline", {})};
        experiment::SearchAnswer answer;
        answer.search = {"load.rate", true, "p(99)<50", 100, 0};
        answer.unit = "req/s";
        const auto trial = [](double value, bool held, double figure, bool confirming = false) {
            return experiment::Trial{value,     held, figure, value * 0.99, 4.0, {metrics::Verdict::Level::Valid, {}},
                                     confirming};
        };
        answer.trials = {trial(100, true, 12),      trial(200, true, 14), trial(400, true, 22),
                         trial(800, false, never),  trial(600, true, 31), trial(700, false, 88),
                         trial(650, true, 41, true)};
        answer.value = 650;
        answer.isConfirmed = true;
        report.search = answer;
        report.scalability = analysis::Scalability{110, 0.02, 0.0004, {100, 120}, {0.01, 0.03}, {0.0001, 0.0007}, 0.97};
        return report;
    }

    // Of runs that were made before, one after the other.
    static experiment::TuningReport comparison()
    {
        auto report = head(experiment::Kind::Compare);
        report.isSequential = true;
        report.arms = {arm("Monday", {}), arm("Tuesday & co", {{"pool.max_connections", "64", "16"}})};
        report.arms[1].verdict = {metrics::Verdict::Level::Suspect, {"1.0 % of the requests went out late."}};
        report.arms[0].runId = "20260131T081530-4f2a";
        report.arms[1].runId = "20260201T081530-77aa";
        for (int i = 1; i < 60; ++i) {
            const double share = i < 50 ? 0.9 * i / 50.0 : 1 - 0.1 * std::pow(10, -(i - 50) / 4.0);
            report.arms[0].curve.push_back({share, 4 - 8 * std::log10(1 - share)});
            report.arms[1].curve.push_back({share, share > 0.995 ? never : 5 - 6 * std::log10(1 - share)});
        }
        report.variants = {variant(1, 0.15, 0.02, 0.28, analysis::Judgement::Worse)};
        finish(report);
        return report;
    }

    static experiment::TuningReport head(experiment::Kind kind)
    {
        experiment::TuningReport report;
        report.id = "20260131T081530-4f2a";
        report.startedAt = base::WallTime{std::chrono::milliseconds{1769847330250}};
        report.kind = kind;
        report.scenario = "Shop, \"demo\"";
        report.target = "http://127.0.0.1:41873/?api_key=verysecret";
        report.machine = "AMD EPYC 7B13, 4 processors, Linux 6.1.0";
        report.endpoints = {"search", "@product", "=1+2<script>alert(1)</script>"};
        report.metrics = {"adjusted_p99_ms", "latency_p50_ms", "cache_hit_ratio", "wire_bytes", "planned"};
        report.blockSeconds = 5;
        report.blocksPlanned = report.blocksDone = 32;
        report.secondsPlanned = report.secondsDone = 160;
        report.measuredShare = 0.94;
        report.smallestDifference = 0.06;
        report.noiseRemoved = 0.41;
        report.notes = {"The target keeps its own state between blocks: it cannot be swapped."};
        return report;
    }

    static experiment::Arm arm(std::string name, std::vector<experiment::Change> changes)
    {
        return {std::move(name), std::move(changes), {metrics::Verdict::Level::Valid, {}}};
    }

    static experiment::Variant variant(std::size_t arm, double ratio, double low, double high,
                                       analysis::Judgement judgement)
    {
        using analysis::DifferenceScale;
        using analysis::Direction;
        using analysis::Judgement;
        experiment::Variant variant;
        variant.arm = arm;
        const auto logs = [](double r, double l, double h) {
            return analysis::PairedDifference{
                DifferenceScale::LogRatio, 16, 0, std::log1p(r), std::log1p(l), std::log1p(h), 0.1, 0, 0.95};
        };
        const auto plain = [](double d, double l, double h) {
            return analysis::PairedDifference{DifferenceScale::Plain, 16, 0, d, l, h, 0.01, 0.2, 0.9875};
        };
        variant.estimates = {
            {"adjusted_p99_ms", -1, 23.4, 23.4 * (1 + ratio), logs(ratio, low, high), Direction::LowerIsBetter,
             judgement},
            {"latency_p50_ms", -1, 4.8, 0.12, logs(-0.974, -0.979, -0.968), Direction::LowerIsBetter, Judgement::Better,
             false, true},
            {"cache_hit_ratio", -1, 0, 0.61, plain(0.61, 0.59, 0.63), Direction::HigherIsBetter, Judgement::Better,
             false, true},
            {"wire_bytes", -1, 1940000, 1905000, logs(-0.018, -0.019, 0.009), Direction::LowerIsBetter,
             Judgement::NoDifference, false, true},
            {"planned", -1, 1000, 1200, logs(0.2, 0.19, 0.21), Direction::LowerIsBetter, Judgement::Better, true, true},
            {"adjusted_p99_ms", 0, 20, 31, logs(0.55, 0.4, 0.7), Direction::LowerIsBetter, Judgement::Worse, false,
             true},
            {"adjusted_p99_ms", 1, 20, 11, logs(-0.45, -0.5, -0.4), Direction::LowerIsBetter, Judgement::Better, false,
             true},
            {"adjusted_p99_ms", 2, none, none, {DifferenceScale::LogRatio, 0, 0, none, none, none, none, 0, 0.95}},
        };
        for (int i = 0; i < 16; ++i) {
            const double wave = 1 + 0.1 * std::sin(i * 1.7);
            variant.pairs.push_back({23.4 * wave, 23.4 * (1 + ratio) * (2 - wave), 10.0 * i});
        }
        variant.guards = judgement == Judgement::Better ? std::vector<std::string>{}
                                                        : std::vector<std::string>{"endpoint search"};
        variant.isRecommended = judgement == Judgement::Better;
        return variant;
    }

    static void finish(experiment::TuningReport& report)
    {
        for (auto& variant : report.variants) {
            variant.sentence = sentenceOf(report, variant);
            variant.sureness = surenessOf(report, variant);
        }
    }
};

} // namespace weir::test

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/reporting.h"

#include "core/experiment/scalability_points.h"
#include "core/experiment/search_course.h"
#include "core/experiment/wording.h"
#include "core/settings/validate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace weir::experiment {

TuningReport emptyReport(const Plan& plan, double blockSeconds)
{
    TuningReport report;
    report.kind = plan.kind;
    report.scenario = plan.baseline.scenario.name;
    for (const auto& record : settings::effectiveRequests(plan.baseline))
        report.endpoints.push_back(record.name);
    report.metrics = plan.effectiveMetrics();
    if (plan.kind == Kind::Find)
        report.metrics.resize(1);
    report.margin = plan.margin;
    report.confidence = plan.confidence;
    report.blockSeconds = blockSeconds;
    report.smallestDifference = report.noiseRemoved = std::numeric_limits<double>::quiet_NaN();
    if (!plan.baseline.load.stages.empty())
        report.notes.emplace_back(
            "The scenario's stages were left out: every block was run at load.rate or load.users.");
    return report;
}

void addWords(TuningReport& report)
{
    for (auto& variant : report.variants) {
        variant.sentence = sentenceOf(report, variant);
        variant.sureness = surenessOf(report, variant);
    }
}

std::vector<Factor> factorsToConfirm(const TuningReport& report)
{
    constexpr std::size_t most = 3;
    std::vector<Factor> factors;
    for (const auto& effect : report.effects)
        if (factors.size() < most && !std::isnan(effect.low) && (effect.low > 0 || effect.high < 0))
            factors.push_back(effect.factor);
    return factors;
}

void addConfirming(const Plan& plan, std::span<const Factor> factors, Arms& arms)
{
    for (const auto& factor : factors) {
        arms.contrasts.push_back(confirmingContrast(plan, factor, arms));
        arms.confirms.push_back(factor.key);
    }
}

base::Result<TuningReport> reportOf(const Plan& plan, const std::string& id, base::WallTime startedAt,
                                    std::span<const BlockResult> blocks)
{
    auto arms = armsOf(plan);
    if (!arms)
        return std::unexpected(base::Error{base::Errc::InvalidScenario, settings::text(arms.error())});
    auto report = emptyReport(plan, blockSecondsFor(plan));
    report.id = id;
    report.startedAt = startedAt;
    const FigureColumns columns{report.metrics};
    const auto places = report.endpoints.size() + 1;
    std::vector<BlockResult> whole;
    double measured = 0;
    for (const auto& block : blocks)
        if (block.figures.size() == places * columns.width()) {
            whole.push_back(block);
            measured += block.seconds;
        }
    const Frame frame{plan, *arms, columns, report.endpoints.size()};
    if (plan.kind == Kind::Screen) {
        evaluate(frame, whole, false, report);
        addConfirming(plan, factorsToConfirm(report), *arms);
    }
    std::erase_if(whole, [&](const BlockResult& block) { return block.order.arm >= arms->list.size(); });
    evaluate(frame, whole, true, report);
    addWords(report);
    report.blocksDone = report.blocksPlanned = static_cast<int>(whole.size());
    report.secondsDone = report.secondsPlanned = whole.empty() ? 0 : whole.back().atS + whole.back().seconds;
    report.measuredShare = report.secondsDone > 0 ? measured / report.secondsDone : 0;
    if (plan.fitsScalability)
        fitScalability(report);
    return report;
}

SearchAnswer answerOf(const Plan& plan, std::span<const Trial> trials)
{
    SearchAnswer answer;
    answer.search = plan.search;
    answer.trials.assign(trials.begin(), trials.end());
    if (const auto path = settings::findKnob(plan.search.key))
        answer.unit = path->knob->unit;
    auto course = searchCourseOf(plan);
    const Trial* border = nullptr; // the least demanding one that failed
    for (const auto& trial : answer.trials) {
        if (std::isnan(trial.figure))
            continue;
        course.add(trial);
        if (!trial.held && (!border || (trial.value < border->value) == plan.search.wantsHighest))
            border = &trial;
    }
    answer.value = course.answer();
    answer.isConfirmed = course.isConfirmed();
    answer.isAtEnd = course.isAtEnd();
    answer.isOurLimit = border && border->verdict.level == metrics::Verdict::Level::Invalid;
    return answer;
}

void addSearchNotes(const Plan& plan, TuningReport& report)
{
    const auto& answer = *report.search;
    for (const auto& trial : answer.trials) {
        if (!std::isnan(trial.figure))
            continue;
        report.notes.push_back(fmt::format(
            "It ended at {} = {:.6g}: within {:.3g} s so few requests ended that {} has no value. A longer "
            "--block-seconds, a lower percentile or another --from helps.",
            plan.search.key, trial.value, trial.seconds, plan.search.condition));
    }
    if (!answer.isOurLimit)
        return;
    std::string reason;
    for (const auto& trial : answer.trials)
        if (!trial.held && trial.verdict.level == metrics::Verdict::Level::Invalid && !trial.verdict.reasons.empty())
            reason = trial.verdict.reasons.front();
    report.notes.push_back(
        fmt::format("Beyond it this machine could not send the load as planned, so the limit is its own: {}", reason));
}

TuningReport reportOf(const Plan& plan, const std::string& id, base::WallTime startedAt, std::span<const Trial> trials)
{
    auto report = emptyReport(plan, blockSecondsFor(plan));
    report.id = id;
    report.startedAt = startedAt;
    report.arms.push_back({"baseline", {}, {}, {}});
    report.search = answerOf(plan, trials);
    for (const auto& trial : trials)
        report.secondsDone += trial.seconds;
    report.blocksDone = report.blocksPlanned = static_cast<int>(trials.size());
    report.secondsPlanned = report.secondsDone;
    addSearchNotes(plan, report);
    if (plan.fitsScalability)
        fitScalability(report);
    return report;
}

} // namespace weir::experiment

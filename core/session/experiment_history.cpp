// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/experiment_history.h"

#include "core/experiment/record.h"
#include "core/experiment/reporting.h"

#include <fmt/format.h>

#include <atomic>

namespace weir::session {

using experiment::Kind;
using experiment::TuningReport;

ExperimentHistory::ExperimentHistory(store::RunStore& store, OnTrouble onTrouble)
    : m_store(store)
    , m_onTrouble(std::make_shared<OnTrouble>(std::move(onTrouble)))
{
}

void ExperimentHistory::post(std::function<base::Status(store::History&)> work)
{
    m_store.post([work = std::move(work), told = m_onTrouble](store::History* history, const base::Error& error) {
        const auto done = history ? work(*history) : base::Status{std::unexpected(error)};
        if (!done && *told) // once is enough
            std::exchange(*told, nullptr)(done.error());
    });
}

void ExperimentHistory::attach(ExperimentHooks& hooks)
{
    m_number = hooks.resumed ? static_cast<int>(hooks.resumed->blocks.size() + hooks.resumed->trials.size()) : 0;
    hooks.onBegin = [this, next = hooks.onBegin](const TuningReport& report, const experiment::Plan& plan) {
        if (next)
            next(report, plan);
        m_id = report.id;
        store::ExperimentStart start{report.id, report.startedAt, std::string{experiment::kindName(report.kind)},
                                     report.scenario, experiment::planText(plan)};
        post([start = std::move(start)](store::History& history) { return history.putExperiment(start); });
    };
    const auto append = [this](int number, const std::string& bytes) {
        const QByteArray block{bytes.data(), static_cast<qsizetype>(bytes.size())};
        post([id = m_id, number, block](store::History& history) { return history.appendBlock(id, number, block); });
    };
    hooks.onBlock = [this, append, next = hooks.onBlock](const experiment::BlockResult& block) {
        if (next)
            next(block);
        append(static_cast<int>(block.order.number), experiment::blockBytes(block));
    };
    hooks.onTrial = [this, append, next = hooks.onTrial](const experiment::Trial& trial) {
        if (next)
            next(trial);
        append(m_number++, experiment::trialBytes(trial));
    };
}

void ExperimentHistory::finish(const TuningReport& report)
{
    auto level = metrics::Verdict::Level::None;
    for (const auto& arm : report.arms)
        level = std::max(level, arm.verdict.level);
    post([id = m_id, verdict = std::string{metrics::verdictName(level)},
          isInterrupted = report.isInterrupted](store::History& history) {
        return history.finishExperiment(id, "", verdict, isInterrupted);
    });
}

// All up to the first that is missing or cannot be read.
template <typename Item>
static base::Result<std::vector<Item>> itemsOf(const store::StoredExperiment& kept,
                                               base::Result<Item> (*read)(std::string_view bytes))
{
    std::vector<Item> items;
    for (const auto& bytes : kept.blocks) {
        if (bytes.isEmpty())
            continue; // a screening may leave numbers out
        auto item = read({bytes.constData(), static_cast<std::size_t>(bytes.size())});
        if (!item)
            return std::unexpected(item.error());
        items.push_back(*std::move(item));
    }
    return items;
}

base::Result<TuningReport> keptReport(const store::StoredExperiment& kept)
{
    const auto plan = experiment::readPlan(kept.planJson);
    if (!plan)
        return std::unexpected(plan.error());
    base::Result<TuningReport> report = std::unexpected(base::Error{});
    if (plan->kind == Kind::Find) {
        const auto trials = itemsOf<experiment::Trial>(kept, experiment::readTrial);
        if (!trials)
            return std::unexpected(trials.error());
        report = experiment::reportOf(*plan, kept.entry.id, kept.entry.startedAt, *trials);
    } else {
        const auto blocks = itemsOf<experiment::BlockResult>(kept, experiment::readBlock);
        if (!blocks)
            return std::unexpected(blocks.error());
        report = experiment::reportOf(*plan, kept.entry.id, kept.entry.startedAt, *blocks);
    }
    if (report)
        report->isInterrupted = kept.entry.state != "finished";
    return report;
}

base::Result<KeptExperiment> resumable(const store::StoredExperiment& kept, const settings::Scenario* scenario)
{
    if (kept.entry.state == "running")
        return std::unexpected(base::Error{base::Errc::Unavailable, fmt::format("{} is under way.", kept.entry.id)});
    auto plan = experiment::readPlan(kept.planJson);
    if (!plan)
        return std::unexpected(plan.error());
    KeptExperiment result{*std::move(plan), {kept.entry.id, kept.entry.startedAt, {}, {}}};
    if (scenario) {
        // Files of its own folder, and credentials, are the given one's.
        const auto same = experiment::planText([&] {
            auto other = result.plan;
            other.baseline = *scenario;
            return other;
        }());
        if (same != experiment::planText(result.plan))
            return std::unexpected(base::Error{
                base::Errc::InvalidScenario,
                fmt::format("The scenario is not the one that {} began with. Begin a new experiment.", kept.entry.id)});
        result.plan.baseline = *scenario;
    } else if (kept.planJson.find("***") != std::string::npos) {
        return std::unexpected(base::Error{base::Errc::InvalidScenario,
                                           fmt::format("The history keeps no credentials. Give the scenario as well: "
                                                       "weir-cli experiment resume {} SCENARIO",
                                                       kept.entry.id)});
    }
    if (result.plan.kind == Kind::Find) {
        auto trials = itemsOf<experiment::Trial>(kept, experiment::readTrial);
        if (!trials)
            return std::unexpected(trials.error());
        result.done.trials = *std::move(trials);
    } else {
        auto blocks = itemsOf<experiment::BlockResult>(kept, experiment::readBlock);
        if (!blocks)
            return std::unexpected(blocks.error());
        result.done.blocks = *std::move(blocks);
    }
    return result;
}

} // namespace weir::session

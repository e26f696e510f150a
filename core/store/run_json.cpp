// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/run_json.h"

#include "core/store/json_members.h"

#include <array>

namespace weir::store {

namespace json = boost::json;
using metrics::RunInfo;
using metrics::Snapshot;

// By DistributionId.
static constexpr std::array<std::string_view, metrics::distributionCount + 1> distributionNames{
    "response", "service", "pool_wait", "schedule_lag", "failed", "cold_service", "warm_service", "adjusted"};

static json::array percentilesArray(const std::vector<metrics::AskedPercentile>& percentiles)
{
    json::array array;
    for (const auto& each : percentiles) {
        const auto name = distributionNames[static_cast<std::size_t>(each.of)];
        array.push_back(json::object{{"of", json::string{name.data(), name.size()}}, {"percent", each.percent}});
    }
    return array;
}

static std::vector<metrics::AskedPercentile> percentilesOf(const json::array& array)
{
    std::vector<metrics::AskedPercentile> percentiles;
    for (const auto& value : array) {
        const auto* object = value.if_object();
        metrics::AskedPercentile asked;
        const auto at = object ? std::ranges::find(distributionNames, textAt(*object, "of")) : distributionNames.end();
        if (at != distributionNames.end())
            asked.of = static_cast<metrics::DistributionId>(at - distributionNames.begin());
        if (const auto* percent = object ? object->if_contains("percent") : nullptr)
            asked.percent = percent->is_number() ? percent->to_number<double>() : 0;
        percentiles.push_back(asked);
    }
    return percentiles;
}

std::string infoJson(const RunInfo& info)
{
    return json::serialize(json::object{{"scenario", info.scenario},
                                        {"label", info.label},
                                        {"endpoints", textArray(info.endpoints)},
                                        {"phases", textArray(info.phases)},
                                        {"thresholds", textArray(info.thresholds)},
                                        {"percentiles", percentilesArray(info.percentiles)},
                                        {"client_groups", textArray(info.clientGroups)},
                                        {"warmup_ns", info.warmup.count()},
                                        {"duration_ns", info.duration.count()},
                                        {"good_within_ns", info.goodWithin.count()},
                                        {"target", info.target},
                                        {"built_in_origin", info.builtInOrigin},
                                        {"target_process", info.targetProcess},
                                        {"why_no_target_process", info.whyNoTargetProcess},
                                        {"seed", info.seed}});
}

base::Status readInfo(std::string_view text, RunInfo& info)
{
    const auto object = parsedObject(text);
    if (!object)
        return std::unexpected(object.error());
    info.scenario = textAt(*object, "scenario");
    info.label = textAt(*object, "label");
    info.endpoints = textsAt(*object, "endpoints");
    info.phases = textsAt(*object, "phases");
    info.thresholds = textsAt(*object, "thresholds");
    info.percentiles = percentilesOf(arrayAt(*object, "percentiles"));
    info.clientGroups = textsAt(*object, "client_groups");
    info.warmup = base::Nanos{integerAt(*object, "warmup_ns")};
    info.duration = base::Nanos{integerAt(*object, "duration_ns")};
    info.goodWithin = base::Nanos{integerAt(*object, "good_within_ns")};
    info.target = textAt(*object, "target");
    info.builtInOrigin = isTrueAt(*object, "built_in_origin");
    info.targetProcess = textAt(*object, "target_process");
    info.whyNoTargetProcess = textAt(*object, "why_no_target_process");
    info.seed = integerAt(*object, "seed");
    return {};
}

static json::object verdictMembers(const metrics::Verdict& verdict)
{
    const auto name = verdictName(verdict.level);
    return {{"level", json::string{name.data(), name.size()}}, {"reasons", textArray(verdict.reasons)}};
}

static metrics::Verdict verdictFrom(const json::object& object)
{
    metrics::Verdict verdict;
    const auto name = textAt(object, "level");
    for (const auto level :
         {metrics::Verdict::Level::Valid, metrics::Verdict::Level::Suspect, metrics::Verdict::Level::Invalid})
        if (verdictName(level) == name)
            verdict.level = level;
    verdict.reasons = textsAt(object, "reasons");
    return verdict;
}

std::string progressJson(const Snapshot& snapshot)
{
    json::array judged;
    for (const auto& verdict : snapshot.judged)
        judged.push_back(verdictMembers(verdict));
    json::array events;
    for (const auto& event : snapshot.events)
        events.push_back(json::object{
            {"number", event.number}, {"at_ns", event.at.count()}, {"epoch", event.epoch}, {"text", event.text}});
    return json::serialize(json::object{{"state", static_cast<std::int64_t>(snapshot.state)},
                                        {"elapsed_ns", snapshot.elapsed.count()},
                                        {"phase", static_cast<std::int64_t>(snapshot.phase)},
                                        {"epoch", static_cast<std::int64_t>(snapshot.epoch)},
                                        {"verdict", verdictMembers(snapshot.verdict)},
                                        {"judged", std::move(judged)},
                                        {"interrupted", snapshot.interrupted},
                                        {"end_cause", static_cast<std::int64_t>(snapshot.ended.cause)},
                                        {"end_text", snapshot.ended.text},
                                        {"end_threshold", snapshot.ended.threshold},
                                        {"end_figure", snapshot.ended.figure},
                                        {"events", std::move(events)}});
}

// A number that was an enumerator, one of `count`.
template <typename Enumeration>
static Enumeration enumeratorAt(const json::object& object, std::string_view key, std::int64_t count)
{
    const auto number = integerAt(object, key);
    return static_cast<Enumeration>(number >= 0 && number < count ? number : 0);
}

static void readEvents(const json::array& array, std::vector<metrics::EventMark>& events)
{
    for (const auto& value : array)
        if (const auto* object = value.if_object())
            events.push_back({static_cast<int>(integerAt(*object, "number")), base::Nanos{integerAt(*object, "at_ns")},
                              static_cast<metrics::EpochId>(integerAt(*object, "epoch")), textAt(*object, "text")});
}

base::Status readProgress(std::string_view text, Snapshot& snapshot)
{
    const auto object = parsedObject(text);
    if (!object)
        return std::unexpected(object.error());
    snapshot.state = enumeratorAt<metrics::RunState>(*object, "state", 5);
    snapshot.elapsed = base::Nanos{integerAt(*object, "elapsed_ns")};
    snapshot.phase = static_cast<metrics::PhaseId>(integerAt(*object, "phase"));
    snapshot.epoch = static_cast<metrics::EpochId>(integerAt(*object, "epoch"));
    snapshot.verdict = verdictFrom(objectAt(*object, "verdict"));
    for (const auto& value : arrayAt(*object, "judged"))
        snapshot.judged.push_back(value.is_object() ? verdictFrom(value.get_object()) : metrics::Verdict{});
    snapshot.interrupted = isTrueAt(*object, "interrupted");
    snapshot.ended = {enumeratorAt<metrics::RunEnd::Cause>(*object, "end_cause", 7), textAt(*object, "end_text"),
                      textAt(*object, "end_threshold"), textAt(*object, "end_figure")};
    readEvents(arrayAt(*object, "events"), snapshot.events);
    return {};
}

} // namespace weir::store

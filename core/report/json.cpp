// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/json.h"

#include "core/analysis/threshold.h"
#include "core/base/seconds.h"
#include "core/report/json_text.h"
#include "core/report/k6_metrics.h"
#include "core/report/knob_columns.h"
#include "core/report/noise_text.h"

#include <boost/json.hpp>

#include <cmath>

namespace weir::report {

namespace json = boost::json;
using metrics::Row;
using metrics::Snapshot;

static json::string_view view(std::string_view text)
{
    return {text.data(), text.size()};
}

template <typename Items, typename Convert>
static json::array arrayOf(const Items& items, Convert convert)
{
    json::array array;
    for (const auto& item : items)
        array.push_back(convert(item));
    return array;
}

static json::value textValue(const std::string& text)
{
    return json::string{text};
}

static json::object runObject(const Snapshot& snapshot)
{
    const auto& run = *snapshot.run;
    return {{"id", run.runId},
            {"started_at", base::rfc3339(run.startedAt)},
            {"scenario", run.scenario},
            {"label", run.label},
            {"target", run.target},
            {"built_in_origin", run.builtInOrigin},
            {"target_process", run.targetProcess.empty() ? json::value(nullptr) : json::string(run.targetProcess)},
            {"endpoints", arrayOf(run.endpoints, textValue)},
            {"warmup_s", jsonNumber(base::toSeconds(run.warmup))},
            {"duration_s", jsonNumber(base::toSeconds(run.duration))},
            {"elapsed_s", jsonNumber(base::toSeconds(snapshot.elapsed))},
            {"interrupted", snapshot.interrupted},
            {"ended_by", view(endName(snapshot.ended.cause))},
            {"end_reason", snapshot.ended.text}};
}

static json::object verdictObject(const metrics::Verdict& verdict)
{
    return {{"level", view(verdictName(verdict.level))}, {"reasons", arrayOf(verdict.reasons, textValue)}};
}

// Of each measured phase that was begun.
static json::array verdictsArray(const Snapshot& snapshot)
{
    json::array verdicts;
    for (std::size_t phase = metrics::measuredPhase; phase < snapshot.judged.size(); ++phase) {
        json::object one{{"phase", snapshot.run->phases[phase]}};
        for (auto& member : verdictObject(snapshot.judged[phase]))
            one.insert(std::move(member));
        verdicts.push_back(std::move(one));
    }
    return verdicts;
}

static json::object checkObject(const analysis::EpochCheck& check)
{
    return {{"phase", check.phase},
            {"epoch", check.epoch},
            {"value", check.value ? jsonNumber(*check.value) : nullptr},
            {"infinite", check.value && std::isinf(*check.value)},
            {"passed", check.passed}};
}

static json::object thresholdObject(const analysis::ThresholdResult& result)
{
    return {{"expression", result.threshold.text},
            {"passed", result.passed},
            {"state", view(stateName(result.state))},
            {"aborts", result.threshold.aborts},
            {"ended_run", result.endedRun},
            {"reason", result.reason},
            {"epochs", arrayOf(result.epochs, checkObject)}};
}

static json::object metricsObject(const metrics::MetricValues& values)
{
    json::object object;
    for (std::size_t i = 0; i < values.size(); ++i)
        object.emplace(view(metrics::metrics()[i].id), jsonNumber(values[i]));
    return object;
}

// Of one endpoint: without those that it has no value of, which are more than half.
static json::object knownMetricsObject(const metrics::MetricValues& values)
{
    json::object object;
    for (std::size_t i = 0; i < values.size(); ++i)
        if (!std::isnan(values[i]))
            object.emplace(view(metrics::metrics()[i].id), jsonNumber(values[i]));
    return object;
}

// JSON has no number for them: where there are any, the names of those metrics whose null is infinity rather than no
// value.
static void addInfinite(json::object& to, const metrics::MetricValues& values)
{
    json::array names;
    for (std::size_t i = 0; i < values.size(); ++i)
        if (std::isinf(values[i]))
            names.push_back(view(metrics::metrics()[i].id));
    if (!names.empty())
        to["infinite"] = std::move(names);
}

static json::object outcomesObject(const Row& row)
{
    json::object object;
    for (std::size_t i = 1; i < row.outcomes.size(); ++i)
        if (row.outcomes[i] > 0)
            object.emplace(view(outcomeName(static_cast<metrics::Outcome>(i))), row.outcomes[i]);
    return object;
}

template <typename Times, typename Name>
static json::object timesObject(const Times& times, Name name)
{
    json::object object;
    for (std::size_t i = 0; i < times.size(); ++i)
        object.emplace(view(name(i)), jsonNumber(base::toSeconds(times[i]) * 1000));
    return object;
}

// Its steps add up to its response time; the stages divide the same time another way, from its sending on.
static json::object exchangeObject(const metrics::ExchangeDetail& exchange)
{
    const auto stepAt = [](std::size_t i) { return metrics::stepName(static_cast<metrics::Step>(i)); };
    const auto stageAt = [](std::size_t i) { return metrics::stageName(static_cast<metrics::StageId>(i)); };
    return {{"request", redactedRequest(exchange.request())},
            {"at_s", jsonNumber(base::toSeconds(exchange.begin))},
            {"response_ms", jsonNumber(base::toSeconds(exchange.response) * 1000)},
            {"outcome", view(outcomeName(exchange.outcome))},
            {"status", exchange.status},
            {"cache", view(cacheStatusName(exchange.cache))},
            {"connection",
             exchange.connects > 0         ? "new"
                 : exchange.usedConnection ? "reused"
                                           : "none"},
            {"target", exchange.upstream},
            {"worker", exchange.worker},
            {"identity_bytes", exchange.identityBytes},
            {"wire_bytes", exchange.wireBytes},
            {"header_bytes", exchange.headerBytes},
            {"upstream_wire_bytes", exchange.upstreamWireBytes},
            {"steps_ms", timesObject(exchange.steps, stepAt)},
            {"stages_ms", timesObject(exchange.stages, stageAt)}};
}

static json::object rowObject(const Snapshot& snapshot, const Row& row)
{
    const auto endpoint = row.endpoint < 0 ? "*" : snapshot.run->endpoints[static_cast<std::size_t>(row.endpoint)];
    json::object object{{"phase", view(snapshot.phaseName(row.phase))},
                        {"epoch", row.epoch},
                        {"endpoint", endpoint},
                        {"begin_s", jsonNumber(base::toSeconds(row.begin))},
                        {"end_s", jsonNumber(base::toSeconds(row.end))},
                        {"metrics", row.endpoint < 0 ? metricsObject(row.values) : knownMetricsObject(row.values)},
                        {"failures", outcomesObject(row)}};
    addInfinite(object, row.values);
    if (row.exchanges && metrics::isMeasured(row.phase)) {
        object["slowest"] = arrayOf(row.exchanges->slowest, exchangeObject);
        object["sample"] = arrayOf(row.exchanges->sample, exchangeObject);
    }
    return object;
}

static json::object groupObject(const Snapshot& snapshot, const Row& row)
{
    auto object = rowObject(snapshot, row);
    object["client_group"] = snapshot.run->clientGroups[static_cast<std::size_t>(row.group)];
    return object;
}

static json::object eventObject(const metrics::EventMark& event)
{
    return {{"number", event.number},
            {"at_s", jsonNumber(base::toSeconds(event.at))},
            {"epoch", event.epoch},
            {"text", event.text}};
}

static json::object failureObject(const Snapshot& snapshot, const metrics::Failure& failure)
{
    return {{"endpoint", snapshot.run->endpoints[failure.endpoint]},
            {"outcome", view(outcomeName(failure.outcome))},
            {"status", failure.status},
            {"at_s", jsonNumber(base::toSeconds(failure.at))},
            {"request", redactedRequest(failure.request)},
            {"detail", failure.detail},
            {"body", failure.body}};
}

static json::value knobJson(const settings::KnobValue& value)
{
    return std::visit([](const auto& one) { return json::value_from(one); }, value);
}

static json::object recordObject(const settings::Scenario& scenario, const settings::Section& section,
                                 const std::string& record)
{
    json::object object;
    for (const auto& knob : section.knobs) {
        const settings::KnobPath path{&section, &knob, record};
        const auto value = settings::value(scenario, path);
        if (value != settings::defaultValue(path))
            object.emplace(view(knob.key), knobJson(settings::redactedValue(path, value)));
    }
    return object;
}

static json::object recordsObject(const settings::Scenario& scenario, const settings::Section& section)
{
    json::object records;
    for (const auto& record : section.records(scenario))
        records.emplace(record, recordObject(scenario, section, record));
    return records;
}

// The settings that the run began with, in the form of a scenario's file, but for credentials.
static json::object scenarioObject(const settings::Scenario& scenario)
{
    json::object object{{"weir", 1}};
    for (const auto& section : settings::sections()) {
        auto members = section.isRecordList ? recordsObject(scenario, section) : recordObject(scenario, section, {});
        if (section.key.empty())
            for (auto& member : members)
                object.insert(std::move(member));
        else if (!members.empty())
            object.emplace(view(section.key), std::move(members));
    }
    return object;
}

static json::object knobsObject(const std::vector<settings::KnobPath>& knobs, const settings::Scenario& scenario)
{
    json::object object;
    for (const auto& knob : knobs)
        object.emplace(knob.key(), settings::redactedText(knob, settings::value(scenario, knob)));
    return object;
}

// By epoch; null where its settings were never calibrated on this machine.
static json::array noiseFloors(const RunReport& report)
{
    json::array floors;
    for (std::size_t epoch = 0; epoch < report.epochs.size(); ++epoch) {
        const auto* noise = noiseOf(report, static_cast<metrics::EpochId>(epoch));
        if (!noise) {
            floors.emplace_back(nullptr);
            continue;
        }
        json::object floor{{"calibrated_at", noise->at},
                           {"coverage", calibration::floorCoverage},
                           {"block_s", jsonNumber(noise->floor.blockSeconds)}};
        for (std::size_t i = 0; i < calibration::noisyFigureCount; ++i)
            floor.emplace(std::string{calibration::noisyFigures[i].id} + "_ratio", jsonNumber(noise->floor.ratio[i]));
        floors.push_back(std::move(floor));
    }
    return floors;
}

static json::value driveLimit(const RunReport& report)
{
    const auto* known = calibration::driveOf(report.calibration.get(), report.scenario());
    return known ? jsonNumber(known->limit.validRps) : nullptr;
}

static json::object pointObject(const Snapshot& snapshot, const metrics::Point& point)
{
    json::object object{{"at_s", jsonNumber(base::toSeconds(point.at))},
                        {"span_s", jsonNumber(base::toSeconds(point.span))},
                        {"phase", view(snapshot.phaseName(point.phase))},
                        {"epoch", point.epoch},
                        {"metrics", metricsObject(point.values)}};
    addInfinite(object, point.values);
    return object;
}

std::string reportJson(const RunReport& report, Series series)
{
    const auto& snapshot = *report.snapshot;
    const auto knobs = changedKnobs(report);
    const auto thresholds = analysis::checkThresholds(report.scenario().scenario.thresholds, snapshot);
    JsonObjectText text;
    text.add("weir", WEIR_VERSION);
    text.add("run", runObject(snapshot));
    text.add("verdict", verdictObject(snapshot.verdict));
    text.add("verdicts", verdictsArray(snapshot));
    text.add("thresholds", arrayOf(thresholds, thresholdObject));
    text.add("metrics", k6Metrics(report));
    text.addArray("rows", snapshot.rows.size(), [&](std::size_t i) { return rowObject(snapshot, *snapshot.rows[i]); });
    text.add("noise_floor", noiseFloors(report));
    text.add("drive_limit_rps", driveLimit(report));
    text.add("events", arrayOf(snapshot.events, eventObject));
    text.add("failures", arrayOf(snapshot.failures, [&](const auto& f) { return failureObject(snapshot, f); }));
    text.add("scenario", scenarioObject(report.scenario()));
    text.add("knobs", arrayOf(report.epochs, [&](const auto& s) { return knobsObject(knobs, *s); }));
    if (!snapshot.groupRows.empty())
        text.add("client_groups",
                 arrayOf(snapshot.groupRows, [&](const auto& row) { return groupObject(snapshot, *row); }));
    if (series == Series::Include)
        text.addArray("series", snapshot.seconds.size(),
                      [&](std::size_t i) { return pointObject(snapshot, *snapshot.seconds[i]); });
    return text.take();
}

} // namespace weir::report

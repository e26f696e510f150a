// SPDX-License-Identifier: GPL-3.0-or-later
// What requests are filled from and strung together by: variables, environments, feeders, flows.
#include "core/settings/validate.h"

#include "core/base/strings.h"
#include "core/settings/data_table.h"
#include "core/settings/extract_grammar.h"
#include "core/settings/files.h"
#include "core/settings/request_grammar.h"
#include "core/settings/value_names.h"
#include "core/settings/vary_grammar.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir::settings {

using Problems = std::vector<Problem>;
using Names = std::vector<std::string>;
using NameSet = std::set<std::string, std::less<>>;

static constexpr std::string_view nameRemedy = "use letters, digits and _, not a digit first";

template <typename T>
static Names namesOf(const Records<T>& records)
{
    Names names;
    for (const auto& record : records)
        names.push_back(record.name);
    return names;
}

static std::optional<std::string> meantName(std::string_view name, const Names& known, const Problems& problems)
{
    return problems.size() < mostSuggestions ? base::nearest(name, known) : std::nullopt;
}

static void checkReferences(std::string key, const std::string& value, Problems& problems)
{
    if (const auto resolved = resolveEnvironment(value); !resolved)
        problems.push_back(
            {std::move(key), value, resolved.error().context, "set the variable, or mend the reference"});
}

static void checkVariables(const Scenario& scenario, const NameSet& extracted, Problems& problems)
{
    for (const auto& variable : scenario.variables)
        if (!isVariableName(variable.name))
            problems.push_back({"variables", variable.name, "is no name for a variable", std::string{nameRemedy}});
    for (const auto& variable : effectiveVariables(scenario)) {
        const auto key = fmt::format("variables.{}.value", variable.name);
        checkReferences(key, variable.value, problems);
        if (extracted.contains(variable.name))
            problems.push_back({key, {}, "is a name that a request extracts as well", "rename one of them"});
    }
}

static void checkEnvironments(const Scenario& scenario, Problems& problems)
{
    for (const auto& environment : scenario.environments)
        for (const auto& line : environment.settings.values)
            if (parseAssignment(line).name.empty())
                problems.push_back({fmt::format("environments.{}.values", environment.name),
                                    {},
                                    "has a line that is not of the form name=value",
                                    "write it as tenant=acme"});
    const auto& chosen = scenario.scenario.environment;
    if (chosen.empty() || scenario.environments.find(chosen) != nullptr)
        return;
    const auto meant = base::nearest(chosen, namesOf(scenario.environments));
    problems.push_back({"environment", chosen, "is not among environments",
                        meant ? fmt::format("did you mean {}?", *meant) : "add it there, or leave it empty"});
}

// The columns that requests ask for, each where it is asked.
static void checkColumns(const Scenario& scenario, std::string_view feeder, const DataTable& table, Problems& problems)
{
    for (const auto& request : scenario.requests)
        for (const auto text : templatesOf(request.settings)) {
            const auto pieces = splitTemplate(text);
            for (const auto& piece : pieces ? *pieces : std::vector<TemplatePiece>{}) {
                const auto name = piece.isVariable ? parseColumnName(piece.text) : std::nullopt;
                if (!name || name->feeder != feeder || table.column(name->column))
                    continue;
                const auto column = meantName(name->column, table.columns(), problems);
                problems.push_back({fmt::format("requests.{}", request.name), fmt::format("{{{{{}}}}}", piece.text),
                                    "is not a column of the feeder's file",
                                    column ? fmt::format("did you mean {}.{}?", feeder, *column) : std::string{}});
            }
        }
}

static void checkFeeders(const Scenario& scenario, Problems& problems)
{
    constexpr std::size_t most = 64;
    if (scenario.feeders.size() > most)
        problems.push_back({"feeders", {}, "are more than 64", "leave some out"});
    for (const auto& feeder : scenario.feeders) {
        if (!isVariableName(feeder.name))
            problems.push_back({"feeders", feeder.name, "is no name for a feeder", std::string{nameRemedy}});
        const auto& file = feeder.settings.file;
        const auto table = readTable(pathOf(scenario, file));
        if (table)
            checkColumns(scenario, feeder.name, *table, problems);
        else
            problems.push_back({fmt::format("feeders.{}.file", feeder.name), file,
                                table.error().context + lookedAt(scenario, file),
                                "give a CSV file with a header row, or a JSON list of objects"});
    }
}

// The names among `extracted` that the request takes from earlier replies: its own `vary` hides them.
static Names carriedInto(const RequestSettings& request, const NameSet& extracted)
{
    NameSet drawn;
    for (const auto& line : request.vary)
        if (const auto range = parseVary(line))
            drawn.emplace(range->name);
    Names carried;
    for (const auto text : templatesOf(request)) {
        const auto pieces = splitTemplate(text);
        for (const auto& piece : pieces ? *pieces : std::vector<TemplatePiece>{})
            if (piece.isVariable && extracted.contains(piece.text) && !drawn.contains(piece.text))
                carried.emplace_back(piece.text);
    }
    return carried;
}

namespace {

// One flow, followed step by step with the names that are known by then.
class FlowCheck {
public:
    FlowCheck(const Scenario& scenario, const NameSet& extracted, const std::string& name, Problems& problems)
        : m_scenario(scenario)
        , m_key(fmt::format("flows.{}.steps", name))
        , m_extracted(extracted)
        , m_problems(problems)
    {
    }

    void run(const FlowSettings& flow)
    {
        if (flow.steps.empty())
            m_problems.push_back({m_key, {}, "has no step", "give the names of requests"});
        for (const auto& step : flow.steps) {
            if (const auto* request = m_scenario.requests.find(step))
                follow(step, *request);
            else
                addUnknown(step);
        }
    }

private:
    void addUnknown(const std::string& step)
    {
        const bool isRead = m_problems.size() < mostSuggestions; // the names alone are as many as the requests
        const auto meant = isRead ? base::nearest(step, namesOf(m_scenario.requests)) : std::nullopt;
        m_problems.push_back({m_key, step, "is not among requests",
                              meant ? fmt::format("did you mean {}?", *meant) : "add a request of that name"});
    }
    void follow(const std::string& step, const RequestSettings& request)
    {
        for (const auto& name : carriedInto(request, m_extracted))
            if (!m_known.contains(name))
                m_problems.push_back({m_key, step,
                                      fmt::format("uses {{{{{}}}}} before any step has extracted it", name),
                                      "put the step that extracts it in front"});
        for (const auto& line : request.extract)
            if (const auto extract = parseExtract(line))
                m_known.emplace(extract->name);
    }

    const Scenario& m_scenario;
    std::string m_key;
    const NameSet& m_extracted;
    Problems& m_problems;
    NameSet m_known;
};

} // namespace

// A request that lives on what earlier replies gave cannot stand in the mix by itself.
static void checkLoneRequests(const Scenario& scenario, const NameSet& extracted, Problems& problems)
{
    for (const auto& request : scenario.requests) {
        const auto carried = carriedInto(request.settings, extracted);
        if (request.settings.weight > 0 && !carried.empty())
            problems.push_back(
                {fmt::format("requests.{}.weight", request.name), valueText(KnobValue{request.settings.weight}),
                 fmt::format("sends it alone, but {{{{{}}}}} comes from an earlier step", carried.front()),
                 "give it the weight 0; flows send it all the same"});
    }
}

void validateWorkload(const Scenario& scenario, Problems& problems)
{
    const auto extracted = ValueNames{scenario}.extracted;
    checkVariables(scenario, extracted, problems);
    checkEnvironments(scenario, problems);
    checkFeeders(scenario, problems);
    for (const auto& flow : scenario.flows)
        FlowCheck{scenario, extracted, flow.name, problems}.run(flow.settings);
    checkLoneRequests(scenario, extracted, problems);
    const bool sendsFlows = std::ranges::any_of(scenario.flows, [](const auto& f) { return f.settings.weight > 0; });
    const bool sendsRequests = scenario.requests.empty()
        || std::ranges::any_of(scenario.requests, [](const auto& r) { return r.settings.weight > 0; });
    if (!sendsFlows && !sendsRequests)
        problems.push_back({"requests", {}, "every request has the weight 0", "give one a weight above 0"});
}

} // namespace weir::settings

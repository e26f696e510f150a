// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/scope.h"

#include "core/settings/files.h"
#include "core/settings/request_grammar.h"
#include "core/settings/validate.h"
#include "core/settings/value_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace weir::workload {

using base::Errc;
using base::fail;

static base::Status addConstants(Scope& scope, const settings::Scenario& scenario)
{
    for (const auto& variable : settings::effectiveVariables(scenario)) {
        auto value = settings::resolveEnvironment(variable.value);
        if (!value)
            return fail(Errc::InvalidScenario, fmt::format("variables.{} {}", variable.name, value.error().context));
        scope.constants.push_back({variable.name, *std::move(value)});
    }
    return {};
}

static base::Status addFeeders(Scope& scope, const settings::Scenario& scenario)
{
    for (const auto& record : scenario.feeders) {
        const auto& file = record.settings.file;
        auto table = settings::readTable(settings::pathOf(scenario, file));
        if (!table)
            return fail(Errc::InvalidScenario,
                        fmt::format("feeders.{}.file = {}: {}", record.name, file, table.error().context));
        scope.feeders.push_back(
            {record.name, record.settings.order, std::make_shared<const settings::DataTable>(*std::move(table))});
    }
    return {};
}

static base::Status addBodies(Scope& scope, const settings::Scenario& scenario,
                              const settings::Records<settings::RequestSettings>& requests)
{
    constexpr std::size_t most = 256 * 1024 * 1024;
    for (const auto& record : requests) {
        const auto& file = record.settings.bodyFile;
        if (file.empty() || scope.bodies.contains(file))
            continue;
        auto bytes = settings::readWhole(settings::pathOf(scenario, file), most);
        if (!bytes)
            return fail(Errc::InvalidScenario,
                        fmt::format("requests.{}.body_file = {}: {}", record.name, file, bytes.error().context));
        scope.bodies.emplace(file, http::makeBytes(*std::move(bytes)));
    }
    return {};
}

void Scope::index()
{
    for (std::size_t i = 0; i < carried.size(); ++i)
        m_carriedPlaces.emplace(carried[i], i);
    for (std::size_t i = 0; i < constants.size(); ++i)
        m_constantPlaces.emplace(constants[i].name, i);
}

template <typename Places, typename List, typename Member>
static std::optional<std::size_t> placeIn(const Places& places, const List& list, Member member, std::string_view name)
{
    if (!places.empty()) {
        const auto at = places.find(name);
        return at == places.end() ? std::nullopt : std::optional{at->second};
    }
    const auto at = std::ranges::find(list, name, member);
    return at == list.end() ? std::nullopt : std::optional{static_cast<std::size_t>(at - list.begin())};
}

std::optional<std::size_t> Scope::carriedAt(std::string_view name) const
{
    return placeIn(m_carriedPlaces, carried, std::identity{}, name);
}

std::optional<std::size_t> Scope::constantAt(std::string_view name) const
{
    return placeIn(m_constantPlaces, constants, &Constant::name, name);
}

base::Result<std::shared_ptr<const Scope>> Scope::of(const settings::Scenario& scenario)
{
    auto scope = std::make_shared<Scope>();
    const auto requests = settings::effectiveRequests(scenario);
    scope->workers = settings::workerCount(scenario.engine);
    scope->carried = settings::extractedNames(requests);
    for (const auto& added :
         {addConstants(*scope, scenario), addFeeders(*scope, scenario), addBodies(*scope, scenario, requests)})
        if (!added)
            return std::unexpected{added.error()};
    scope->index();
    return std::shared_ptr<const Scope>{std::move(scope)};
}

} // namespace weir::workload

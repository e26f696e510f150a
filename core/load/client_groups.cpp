// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/client_groups.h"

#include "core/net/source_address.h"
#include "core/workload/request_template.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir::load {

base::Result<ClientGroups> ClientGroups::make(const settings::Scenario& scenario, int worker,
                                              const workload::Scope& scope)
{
    ClientGroups made;
    std::vector<double> weights;
    for (const auto& record : scenario.clientGroups) {
        settings::RequestSettings fields;
        fields.headers = record.settings.headers;
        auto compiled = workload::RequestTemplate::compile(fields, scope);
        if (!compiled)
            return std::unexpected(compiled.error());
        workload::RequestText text;
        base::Random unused;
        compiled->fill(unused, text);
        made.m_groups.push_back(Group{record.settings.weight, 0, std::move(text.headers), compiled->leftOut()});
        weights.push_back(record.settings.weight);
    }
    if (!weights.empty())
        made.m_mix.emplace(weights,
                           base::Random{static_cast<std::uint64_t>(scenario.load.seed)}.split(
                               0x30000 + static_cast<std::uint64_t>(worker)));
    return made;
}

// The next user goes to the group that lacks most of its share.
metrics::GroupId ClientGroups::ofUser(std::size_t number)
{
    if (m_groups.empty())
        return 0;
    double sum = 0;
    for (const auto& group : m_groups)
        sum += group.weight;
    while (m_users.size() <= number) {
        const auto users = static_cast<double>(m_users.size() + 1);
        const auto lacks = [&](const Group& group) { return users * group.weight / sum - group.users; };
        const auto next = std::ranges::max_element(m_groups, {}, lacks);
        ++next->users;
        m_users.push_back(static_cast<metrics::GroupId>(next - m_groups.begin()));
    }
    return m_users[number];
}

void ClientGroups::mark(metrics::GroupId group, http::HeaderMap& headers) const
{
    if (m_groups.empty())
        return;
    for (const auto& [name, value] : m_groups[group].headers)
        headers.set(name, value);
    for (const auto& name : m_groups[group].leftOut)
        headers.remove(name);
}

// An address for a group that names none: 127.0.1.1 and so on, which no other group names.
static std::string freeLoopback(const settings::Scenario& scenario, int& last)
{
    for (;;) {
        auto address = fmt::format("127.0.1.{}", ++last);
        if (std::ranges::none_of(scenario.clientGroups,
                                 [&](const auto& group) { return group.settings.sourceAddress == address; }))
            return address;
    }
}

static base::Result<net::asio::ip::address> sourceOf(const std::string& group, const std::string& text)
{
    net::error_code error;
    const auto address = net::asio::ip::make_address(text, error);
    if (!error)
        error = net::checkSource(address);
    if (!error)
        return address;
    return base::fail(base::Errc::InvalidScenario,
                      fmt::format("client_groups.{}.source_address = {}: this machine cannot send from it ({}). Choose "
                                  "one of its own addresses; on Linux all of 127.0.0.0/8 are.",
                                  group, text, error.message()));
}

base::Result<GroupTargets> targetsOfGroups(std::vector<upstream::Target> targets, const settings::Scenario& scenario)
{
    const auto path = scenario.load.path;
    GroupTargets all;
    if (scenario.clientGroups.empty() || path == settings::LoadPath::InProcess) {
        all.targets = std::move(targets);
        return all;
    }
    int last = 0;
    all.sources = scenario.clientGroups.size();
    for (const auto& record : scenario.clientGroups) {
        auto text = record.settings.sourceAddress;
        if (text.empty() && path == settings::LoadPath::Listener)
            text = freeLoopback(scenario, last);
        auto source = text.empty() ? base::Result<net::asio::ip::address>{} : sourceOf(record.name, text);
        if (!source)
            return std::unexpected(source.error());
        for (auto target : targets) {
            target.source = *source;
            all.targets.push_back(std::move(target));
        }
    }
    return all;
}

} // namespace weir::load

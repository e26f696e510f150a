// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/request_source.h"

#include "core/settings/validate.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace weir::load {

base::Result<RequestSource> RequestSource::make(const settings::Scenario& scenario, int worker)
{
    auto scope = workload::Scope::of(scenario);
    if (!scope)
        return std::unexpected(scope.error());
    return make(scenario, worker, *std::move(scope));
}

base::Result<RequestSource> RequestSource::make(const settings::Scenario& scenario, int worker,
                                                std::shared_ptr<const workload::Scope> scope)
{
    const auto requests = settings::effectiveRequests(scenario);
    const auto seed = static_cast<std::uint64_t>(scenario.load.seed);
    RequestSource source{workload::mixOf(requests, scenario.flows, seed, static_cast<std::size_t>(worker))};
    source.m_scope = std::move(scope);
    source.m_own = workload::UserValues{*source.m_scope};
    source.m_random = base::Random{seed}.split(0x10000 + static_cast<std::uint64_t>(worker));
    if (auto added = source.addRequests(requests); !added)
        return std::unexpected(added.error());
    auto groups = ClientGroups::make(scenario, worker, *source.m_scope);
    if (!groups)
        return std::unexpected(groups.error());
    source.m_groups = *std::move(groups);
    source.addFlows(scenario, requests);
    source.addCursors(seed, worker);
    source.setAcceptEncoding(scenario.load.acceptEncoding);
    return source;
}

base::Status RequestSource::addRequests(const settings::Records<settings::RequestSettings>& requests)
{
    for (const auto& record : requests) {
        auto text = workload::RequestTemplate::compile(record.settings, *m_scope);
        if (!text)
            return std::unexpected(text.error());
        auto expectations = workload::Expectations::compile(record.settings, *m_scope);
        if (!expectations)
            return std::unexpected(expectations.error());
        std::optional<std::size_t> target;
        if (record.settings.target > 0)
            target = static_cast<std::size_t>(record.settings.target - 1);
        m_kinds.push_back(Kind{*std::move(text), *std::move(expectations), target});
    }
    return {};
}

void RequestSource::addFlows(const settings::Scenario& scenario,
                             const settings::Records<settings::RequestSettings>& requests)
{
    for (const auto& record : scenario.flows) {
        auto flow = std::make_unique<Flow>();
        flow->thinkTime = std::chrono::duration_cast<base::Nanos>(
            std::chrono::duration<double, std::milli>(record.settings.thinkTimeMs));
        for (const auto& step : record.settings.steps) {
            const auto endpoint = requests.indexOf(step);
            flow->steps.push_back(static_cast<metrics::EndpointId>(endpoint));
            for (const auto feeder : m_kinds[endpoint].text.feeders())
                if (std::ranges::find(flow->feeders, feeder) == flow->feeders.end())
                    flow->feeders.push_back(feeder);
        }
        m_flows.push_back(std::move(flow));
    }
}

void RequestSource::addCursors(std::uint64_t seed, int worker)
{
    for (std::size_t i = 0; i < m_scope->feeders.size(); ++i) {
        const auto& feeder = m_scope->feeders[i];
        const auto random = base::Random{seed}.split(0x20000 + static_cast<std::uint64_t>(worker)).split(i);
        m_cursors.emplace_back(feeder.order, feeder.table->rows(), worker, m_scope->workers, random);
    }
}

std::optional<Turn> RequestSource::draw(std::optional<metrics::GroupId> group)
{
    const auto drawn = m_mix.next();
    Turn turn;
    turn.group = group ? *group : m_groups.draw();
    if (drawn >= m_kinds.size()) {
        turn.flow = m_flows[drawn - m_kinds.size()].get();
        turn.endpoint = turn.flow->steps.front();
    } else {
        turn.endpoint = static_cast<metrics::EndpointId>(drawn);
    }
    if (m_cursors.empty() || reserve(feedersOf(turn)))
        return turn;
    m_isUsedUp = true;
    return std::nullopt;
}

void RequestSource::putBack(const Turn& turn)
{
    for (const auto feeder : feedersOf(turn))
        m_cursors[feeder].putBack();
}

const std::vector<std::size_t>& RequestSource::feedersOf(const Turn& turn) const
{
    return turn.flow ? turn.flow->feeders : m_kinds[turn.endpoint].text.feeders();
}

bool RequestSource::reserve(const std::vector<std::size_t>& feeders)
{
    return std::ranges::all_of(feeders, [&](std::size_t feeder) { return m_cursors[feeder].reserve(); });
}

void RequestSource::takeRows(const std::vector<std::size_t>& feeders, workload::UserValues& user)
{
    for (const auto feeder : feeders)
        user.rows[feeder] = m_cursors[feeder].next();
}

void RequestSource::beginFlow(const Flow& flow, workload::UserValues& user)
{
    takeRows(flow.feeders, user);
    for (auto& value : user.carried)
        value.clear();
}

void RequestSource::drawAgain(std::uint64_t number)
{
    if (m_drawBegin && number == m_drawNumber) {
        m_mix = m_drawBegin->mix;
        m_groups = m_drawBegin->groups;
        m_random = m_drawBegin->random;
        m_cursors = m_drawBegin->cursors;
    } else {
        m_drawBegin.emplace(Draws{m_mix, m_groups, m_random, m_cursors});
        m_drawNumber = number;
    }
}

void RequestSource::setAcceptEncoding(const std::string& value)
{
    if (std::exchange(m_isRendered, true) && value == m_acceptEncoding)
        return; // as with most changes: ten thousand requests are not written anew on a worker's thread
    m_acceptEncoding = value;
    for (auto& kind : m_kinds)
        if (kind.text.isConstant()) {
            render(kind, kind.constant, m_own, base::Nanos::zero());
            kind.constantHeaders = std::make_shared<const http::HeaderMap>(kind.constant.headers);
        }
}

void RequestSource::fill(metrics::EndpointId endpoint, http::Request& request, const workload::UserValues* user,
                         base::Nanos elapsed)
{
    auto& kind = m_kinds[endpoint];
    if (!kind.text.isConstant()) {
        if (!user)
            takeRows(kind.text.feeders(), m_own);
        render(kind, request, user ? *user : m_own, elapsed);
        return;
    }
    request.method = kind.constant.method;
    request.target = kind.constant.target;
    request.headers.share(kind.constantHeaders);
    request.body = kind.constant.body.shared() ? http::Body{kind.constant.body.shared()} : http::Body{};
}

// The request's own fields, then those that every client sends unless the request says otherwise.
void RequestSource::render(Kind& kind, http::Request& request, const workload::UserValues& user, base::Nanos elapsed)
{
    kind.text.fill(workload::FillFrom{m_random, user, elapsed}, m_text);
    request.method = m_text.method;
    request.target = m_text.target;
    request.headers.clear();
    for (const auto& [name, value] : m_text.headers)
        request.headers.add(name, value);
    const auto addDefault = [&](std::string_view name, std::string_view value) {
        if (!request.headers.contains(name) && !kind.text.leavesOut(name))
            request.headers.add(name, value);
    };
    addDefault("Accept", "*/*");
    if (!m_acceptEncoding.empty())
        addDefault("Accept-Encoding", m_acceptEncoding);
    addDefault("User-Agent", "weir/" WEIR_VERSION);
    if (kind.text.fileBody())
        request.body = http::Body{kind.text.fileBody()};
    else
        request.body = m_text.body.empty() ? http::Body{} : http::Body{http::makeBytes(m_text.body)};
}

} // namespace weir::load

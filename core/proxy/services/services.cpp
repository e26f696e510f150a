// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/services/services.h"

#include "core/settings/load_stages.h"

#include <algorithm>
#include <cmath>
#include <thread>

namespace weir::proxy {

static std::uint64_t replyLimit(const settings::HttpSettings& settings)
{
    return settings.maxReplyBytes > 0 ? static_cast<std::uint64_t>(settings.maxReplyBytes) : http::Limits::anyLength;
}

static http::Limits limitsOf(const settings::HttpSettings& settings)
{
    http::Limits limits;
    limits.headerBytes = static_cast<std::size_t>(settings.maxHeaderBytes);
    limits.bodyBytes = replyLimit(settings);
    return limits;
}

// A client without a proxy has no pool: each user, or each request in flight, has a connection of its own, so none ever
// waits for one.
static settings::PoolSettings poolOf(const settings::Scenario& scenario, Side side)
{
    if (side == Side::Proxy)
        return scenario.pool;
    settings::PoolSettings own;
    const auto users = [&] {
        const auto planned = settings::loadCurve(settings::loadPhases(scenario.load)).highest();
        return std::max(scenario.load.users, static_cast<int>(std::ceil(planned)));
    };
    own.maxConnections = scenario.load.model == settings::LoadModel::Closed ? users() : scenario.load.maxInFlight;
    own.connectTimeoutMs = scenario.pool.connectTimeoutMs;
    own.responseTimeoutMs = scenario.pool.responseTimeoutMs;
    own.idleTimeoutS = scenario.pool.idleTimeoutS;
    own.dnsTtlS = scenario.pool.dnsTtlS;
    return own;
}

Services::Services(std::vector<upstream::Target> targets, const settings::Scenario& scenario, Side itsSide,
                   std::size_t sources)
    : side(itsSide)
    , cluster(std::move(targets), poolOf(scenario, itsSide), limitsOf(scenario.http), sources)
    , store(static_cast<std::size_t>(scenario.cache.capacityBytes))
    , codecs(std::thread::hardware_concurrency() / 2)
    , bodyLimit(static_cast<std::size_t>(replyLimit(scenario.http)))
{
}

void Services::configure(const settings::Scenario& scenario)
{
    cluster.configure(poolOf(scenario, side));
    store.setCapacity(static_cast<std::size_t>(scenario.cache.capacityBytes));
}

} // namespace weir::proxy

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/services/services.h"

#include <thread>

namespace weir::proxy {

static http::Limits limitsOf(const settings::HttpSettings& settings)
{
    http::Limits limits;
    limits.headerBytes = static_cast<std::size_t>(settings.maxHeaderBytes);
    limits.bodyBytes = static_cast<std::uint64_t>(settings.maxBodyBytes);
    return limits;
}

// On the direct path there is no pool between client and target: each user, or each request in flight, has a connection
// of its own, so none ever waits for one.
static settings::PoolSettings poolOf(const settings::Scenario& scenario)
{
    if (scenario.load.path != settings::LoadPath::Direct)
        return scenario.pool;
    settings::PoolSettings own;
    own.maxConnections =
        scenario.load.model == settings::LoadModel::Closed ? scenario.load.users : scenario.load.maxInFlight;
    own.connectTimeoutMs = scenario.pool.connectTimeoutMs;
    own.idleTimeoutS = scenario.pool.idleTimeoutS;
    return own;
}

Services::Services(std::vector<upstream::Target> targets, const settings::Scenario& scenario)
    : cluster(std::move(targets), poolOf(scenario), limitsOf(scenario.http)),
      store(static_cast<std::size_t>(scenario.cache.capacityBytes)),
      codecs(std::thread::hardware_concurrency() / 2),
      bodyLimit(static_cast<std::size_t>(scenario.http.maxBodyBytes))
{
}

void Services::configure(const settings::Scenario& scenario)
{
    cluster.configure(poolOf(scenario));
    store.setCapacity(static_cast<std::size_t>(scenario.cache.capacityBytes));
}

} // namespace weir::proxy

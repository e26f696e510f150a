// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/http/message.h"
#include "core/metrics/sample.h"
#include "core/settings/scenario.h"
#include "core/upstream/target.h"
#include "core/workload/mix.h"
#include "core/workload/scope.h"

#include <optional>
#include <string>
#include <vector>

namespace weir::load {

// Which client group each arrival and each user belongs to, and what its requests carry. A scenario without groups has
// one that is like no group at all. One worker's; lives as long as it.
class ClientGroups {
public:
    static base::Result<ClientGroups> make(const settings::Scenario& scenario, int worker,
                                           const workload::Scope& scope);

    // Of the next arrival: independent draws by weight from load.seed.
    metrics::GroupId draw() { return m_mix ? static_cast<metrics::GroupId>(m_mix->next()) : metrics::GroupId{0}; }
    // Of the run's n-th user, so that of any first n users each group has its share to the nearest one.
    metrics::GroupId ofUser(std::size_t number);

    // The group's own fields, in the place of the request's of the same name.
    void mark(metrics::GroupId group, http::HeaderMap& headers) const;

private:
    struct Group {
        double weight = 0;
        double users = 0;
        std::vector<std::pair<std::string, std::string>> headers;
        std::vector<std::string> leftOut; // fields that its requests do not have
    };
    std::vector<Group> m_groups;
    std::optional<workload::Mix> m_mix;
    std::vector<metrics::GroupId> m_users; // by number, as far as asked for
};

// The targets for each group's source address, one group after the other; `targets` themselves where no group has
// connections of its own. InvalidScenario for an address that this machine does not have.
struct GroupTargets {
    std::vector<upstream::Target> targets;
    std::size_t sources = 1;
};
base::Result<GroupTargets> targetsOfGroups(std::vector<upstream::Target> targets, const settings::Scenario& scenario);

} // namespace weir::load

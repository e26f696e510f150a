// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/store.h"
#include "core/proxy/services/codec_pool.h"
#include "core/settings/scenario.h"
#include "core/upstream/cluster.h"

namespace weir::proxy {

// What the stages share and what outlives a change of the settings. One set per run, used by every worker.
struct Services {
    Services(std::vector<upstream::Target> targets, const settings::Scenario& scenario);

    // Takes over the live knobs without losing state.
    void configure(const settings::Scenario& scenario);

    upstream::Cluster cluster;
    cache::Store store;
    CodecPool codecs;
    std::size_t bodyLimit;
};

} // namespace weir::proxy

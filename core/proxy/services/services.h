// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/store.h"
#include "core/proxy/services/codec_pool.h"
#include "core/settings/scenario.h"
#include "core/upstream/cluster.h"

namespace weir::proxy {

class NoteBoard;

// Whose pipeline it is: the proxy's, or that of a client that talks to its target without one.
enum class Side { Proxy, Client };
// Of the load engine's own pipeline.
constexpr Side sideOf(settings::LoadPath path)
{
    return path == settings::LoadPath::InProcess ? Side::Proxy : Side::Client;
}

// What the stages share and what outlives a change of the settings. One set per run, used by every worker.
struct Services {
    // `targets` are those of each source of connections, one source after the other.
    Services(std::vector<upstream::Target> targets, const settings::Scenario& scenario, Side itsSide,
             std::size_t sources = 1);

    // Takes over the live knobs without losing state.
    void configure(const settings::Scenario& scenario);

    const Side side;
    upstream::Cluster cluster;
    cache::Store store;
    CodecPool codecs;
    std::size_t bodyLimit; // of a reply, decoded; what http.max_reply_bytes says
    // Set before the first exchange:
    std::string viaName = "weir"; // this proxy's name in Via
    NoteBoard* notes = nullptr;   // of a gateway whose clients are in this process
};

} // namespace weir::proxy

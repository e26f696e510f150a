// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/message.h"
#include "core/http/server.h"
#include "core/net/deadline_wheel.h"
#include "core/net/interruption.h"
#include "core/proxy/stage_clock.h"
#include "core/upstream/connection_pool.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace weir::codec {
class StateCache;
} // namespace weir::codec

namespace weir::proxy {

// What a worker thread lends to the exchanges it runs. Outlives them.
struct WorkerContext {
    int index = 0;
    net::IoContext& io;
    net::DeadlineWheel& wheel;
    codec::StateCache& codecs;
};

// One request and all that becomes known of it on its way through the pipeline. Lives from the request's start until
// its body has ended, on one worker's thread; reused by the next exchange after reset(), which keeps its memory.
struct Exchange {
    explicit Exchange(WorkerContext& itsWorker) : worker(itsWorker) {}
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    WorkerContext& worker;
    http::Request request;
    StageClock clock;
    net::Interruption interruption; // ended by the exchange's deadline, or at the end of a run
    bool keepAlive = true;          // towards the target
    bool isPrepared = false;        // the request is the proxy's own by now; a redirect sends it once more
    http::Client* client = nullptr; // who asked, where that is a client of the listener
    std::string askedHost;          // which host that client asked for: the listener, as it knows it
    bool keepsHost = false;         // the request's Host is to reach the target, whatever target.host says
    bool hasOwnHost = false;        // once prepared: Host is in the request; else it is the target's authority

    // Failure is data: the pipeline always yields a Response, and says here what really happened.
    metrics::Outcome outcome = metrics::Outcome::Ok;
    std::string failure; // in words; empty when there is none

    metrics::CacheStatus cache = metrics::CacheStatus::None;
    std::string cacheKey;                       // when the reply lies in the cache: encodings are charged there
    std::optional<std::uint64_t> identityBytes; // when a stage has seen the body uncoded
    std::uint64_t sentBytes = 0; // of the request, to the target, each time that it was sent; streamed bodies aside
    std::uint64_t upstreamWireBytes = 0;
    std::size_t targetHeaderBytes = 0; // of the target's last reply, as received
    base::TimePoint firstByte;         // of the reply, wherever it came from
    base::Nanos sending{};             // of the upstream stage's time
    base::Nanos waiting{};             // from there to the reply's head
    std::size_t target = 0;            // index in the cluster
    bool keepsTarget = false;          // a redirect points to the target that sent it, not to its siblings
    std::uint8_t connects = 0;
    std::uint8_t resent = 0; // times that the target was sent the request anew
    bool usedConnection = false;
    upstream::Lease lease; // set by the pool stage, used by the upstream stage

    void fail(metrics::Outcome why, std::string words)
    {
        outcome = why;
        failure = std::move(words);
    }
    void reset();
};

// A connection was opened while the time was `stage`'s: to the look-up, connecting and its handshake each what is
// theirs. On the stage's thread, while it runs.
void chargeOpening(Exchange& exchange, metrics::StageId stage, const upstream::ConnectTimes& times);

} // namespace weir::proxy

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace weir::metrics {

// How a request ended. Everything but Ok is a failure; `outcomeName` is what reports print.
enum class Outcome : std::uint8_t {
    Ok,            // a whole reply with a status below 400, or with what its checks expect
    StatusError,   // a whole reply with a status of 400 or above
    HostNotFound,  // the target's name has no address
    LookupTimeout, // a time limit passed while its name was looked up; the next ones say where in the same way
    ConnectRefused,
    ConnectFailed,
    ConnectTimeout, // while it connected
    LocalLimit,     // no connection, for a limit of this process or machine: nothing that the target did
    TlsFailed,
    TlsTimeout,       // in the TLS handshake
    PoolTimeout,      // waiting for a connection
    PoolOverflow,     // pool.max_pending requests were waiting already
    SendTimeout,      // while it was sent
    FirstByteTimeout, // it was sent, and no reply began
    BodyTimeout,      // the reply began and did not end
    ResponseTimeout,  // elsewhere: while the reply was coded or decoded
    ConnectionLost,   // closed before the whole reply
    ConnectionReset,  // the same by a reset, as crashes and overload give
    Malformed,        // the reply was not HTTP
    TooLarge,         // the reply exceeded http.max_header_bytes or http.max_reply_bytes
    BadEncoding,      // the reply's content coding did not decode
    TooManyRedirects, // a further one than load.redirects
    CheckFailed,      // a whole reply, but not as its request's checks expect
    Cancelled,        // we ended it: not counted as a request
};
inline constexpr std::size_t outcomeCount = 24;
std::string_view outcomeName(Outcome outcome);

// Where an exchange's time goes: the client side and each stage, from the client inwards.
enum class StageId : std::uint8_t {
    Client, // drawing, serialising and reading the exchange in the load engine
    Compress,
    Cache,
    Decode,
    Pool,     // waiting for a connection to the target
    Lookup,   // of the target's name, before one is opened
    Connect,  // opening one
    Tls,      // its handshake
    Upstream, // the target: sending, waiting, receiving
};
inline constexpr std::size_t stageCount = 9;
std::string_view stageName(StageId stage); // "compress"
using StageTimes = std::array<base::Nanos, stageCount>;

// The same time as its client sees it pass, in this order. Together they are the response time.
enum class Step : std::uint8_t {
    Queued,  // due, but not sent yet
    Pool,    // waiting for a connection
    Lookup,  // of the target's name
    Connect, // opening a connection
    Tls,     // its handshake
    Send,    // writing the request
    Wait,    // for the reply's head
    Receive, // the rest of the reply
    Own,     // everything else: filling the request, cache, codecs
};
inline constexpr std::size_t stepCount = 9;
std::string_view stepName(Step step); // "queued"
using StepTimes = std::array<base::Nanos, stepCount>;

enum class CacheStatus : std::uint8_t {
    None,        // no cache on the way
    Hit,         // answered from the cache
    Revalidated, // the target confirmed a stale copy, which was then served
    Stale,       // served stale
    Miss,        // fetched, though it may be kept now
    Bypass,      // the request or reply may not be cached
};
inline constexpr std::size_t cacheStatusCount = 6;
std::string_view cacheStatusName(CacheStatus status);

using EndpointId = std::uint16_t;
using PhaseId = std::uint8_t;
using EpochId = std::uint32_t;
using GroupId = std::uint16_t; // of client groups

// The phases of a run are numbered in their order; statistics never blend them. The warm-up has the first number even
// where a run has none; all later ones are measured, and RunInfo names them.
inline constexpr PhaseId warmUpPhase = 0;
inline constexpr PhaseId measuredPhase = 1; // the first one
inline constexpr std::size_t mostPhases = 64;
constexpr bool isMeasured(PhaseId phase)
{
    return phase >= measuredPhase;
}

// Everything kept of one finished exchange: fixed size, no allocation. Written once, on the worker that ran it.
struct Sample {
    EndpointId endpoint = 0;
    EpochId epoch = 0; // both as of the intended start
    PhaseId phase = measuredPhase;
    std::uint8_t upstream = 0;
    std::uint16_t route = 0;
    GroupId clientGroup = 0;

    base::TimePoint intended;  // when the schedule wanted it sent; response time counts from here
    base::TimePoint sent;      // when its sending began; service time counts from here
    base::TimePoint firstByte; // of the reply's header
    base::TimePoint done;      // the body has ended
    base::Nanos iteration{
        -1}; // until then, since the flow was due that ended with it, or the request alone; else below 0

    StageTimes stages{};
    base::Nanos poolWait{};
    base::Nanos send{}; // of the upstream stage's time, what writing took
    base::Nanos wait{}; // and from there to the reply's head; the rest is receiving

    Outcome outcome = Outcome::Ok;
    std::uint16_t status = 0; // 0: no reply
    CacheStatus cache = CacheStatus::None;
    bool usedConnection = false; // a connection to the target served it
    std::uint8_t connects = 0;   // connections opened for it
    std::uint8_t resent = 0;     // times that the target was sent it anew

    std::uint64_t identityBytes = 0;     // the body without any content coding
    std::uint64_t wireBytes = 0;         // the body as coded on the client's side
    std::uint64_t headerBytes = 0;       // the reply's start line and header fields on the client's side
    std::uint64_t upstreamWireBytes = 0; // body octets received from the target
    std::uint64_t sentBytes = 0;         // request lines, header fields and bodies; in process, those to the target

    base::Nanos of(StageId stage) const { return stages[static_cast<std::size_t>(stage)]; }
    base::Nanos receive() const;
    // On the first use of a connection, on a later one, or on none.
    bool isCold() const { return usedConnection && connects > 0; }
    bool isWarm() const { return usedConnection && connects == 0; }
};
StepTimes stepsOf(const Sample& sample);

} // namespace weir::metrics

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/metrics/sample.h"
#include "core/settings/scenario.h"
#include "core/upstream/target.h"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir::proxy {

class NoteBoard;
struct Services;

// What a gateway has done since its start.
struct GatewayCounters {
    std::uint64_t connections = 0;  // accepted
    std::uint64_t open = 0;         // of them, at this moment
    std::uint64_t turnedAway = 0;   // closed at once, for too many were open
    std::uint64_t acceptPauses = 0; // times that it let nobody in for a while, for a limit of this process
    std::string_view acceptLimit;   // the last one: "EMFILE"
    std::uint64_t requests = 0;     // complete heads
    std::uint64_t bodyBytesSent = 0;
    std::uint64_t failedHandshakes = 0;     // of clients' TLS
    std::array<std::uint64_t, 6> replies{}; // by the first digit of the status
    std::map<int, std::uint64_t> refused;   // requests answered so by the gateway itself, before a target was asked
    std::array<std::uint64_t, metrics::outcomeCount> outcomes{}; // how the others ended, each once

    std::uint64_t of(metrics::Outcome outcome) const { return outcomes[static_cast<std::size_t>(outcome)]; }
    bool operator==(const GatewayCounters&) const = default;
    std::uint64_t failed() const; // of them; those whose client has gone (Cancelled) are neither well nor failed
};

// The proxy core behind a port of its own (listener.*): what a browser, curl or another load tester talks to. Workers
// with a thread each run its clients' connections, their exchanges and the connections to the targets that these use.
// The methods may be called from any one thread; the destructor ends what is under way and waits.
class Gateway {
public:
    // Listens when this returns. The error says what stands in the way: the address, the certificate. `notes`: of load
    // from this process, which outlives the gateway. `room`: clients that this process has descriptors for; where there
    // are so many, further ones are not accepted until others have gone.
    static base::Result<std::unique_ptr<Gateway>> start(const settings::Scenario& scenario,
                                                        std::vector<upstream::Target> targets,
                                                        NoteBoard* notes = nullptr,
                                                        std::optional<std::uint64_t> room = {});
    ~Gateway();

    std::string url() const; // "http://127.0.0.1:8080", with the real port
    // The certificate it shows, as PEM; empty without TLS. A client that trusts it trusts a self-signed one.
    const std::string& certificate() const;

    // Requests that arrive from now on run under the scenario's live knobs.
    void apply(std::shared_ptr<const settings::Scenario> scenario);

    // Accepts nothing more, ends idle connections, waits for replies under way at most listener.drain_s.
    void stop();

    GatewayCounters counters() const;
    base::Nanos cpuTime() const; // of its workers, up to about 50 ms ago
    int workerCount() const;
    Services& services(); // pool levels and cache; outlives the workers

private:
    struct Parts;
    explicit Gateway(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

} // namespace weir::proxy

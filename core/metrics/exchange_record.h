// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/sample.h"

namespace weir::metrics {

// One finished exchange, as files need it that list each: fixed size, no text, free of the clocks it was measured
// with. A value; any thread.
struct ExchangeRecord {
    EndpointId endpoint = 0;
    EpochId epoch = 0;
    PhaseId phase = measuredPhase;
    Outcome outcome = Outcome::Ok;
    std::uint16_t status = 0;   // 0: no reply
    std::uint16_t worker = 0;   // from 0
    std::uint32_t inFlight = 0; // exchanges of its worker under way when it ended, itself included

    base::Nanos begin{};     // its intended start, since the start of the run
    base::Nanos response{};  // from there to its end
    base::Nanos firstByte{}; // from there to the first byte of the reply's header; zero without a reply
    base::Nanos connect{};   // spent on opening a connection, TLS included

    std::uint64_t receivedBytes = 0; // header and body as coded on the client's side
    std::uint64_t sentBytes = 0;     // as Sample::sentBytes
};

// What a sample says of it. Worker, exchanges in flight and bytes sent are for those to fill in who know them.
ExchangeRecord exchangeRecord(const Sample& sample, base::TimePoint runBegin);

} // namespace weir::metrics

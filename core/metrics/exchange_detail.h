// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/sample.h"

#include <string_view>
#include <vector>

namespace weir::metrics {

// The first line of a request, where it is at hand. Views.
struct RequestLine {
    std::string_view method;
    std::string_view target;
};

// One exchange with all that is known of it: fixed size, no allocation, free of the clocks it was measured with. A
// value; any thread.
struct ExchangeDetail {
    static constexpr std::size_t lineLength = 118; // longer request lines are cut

    EndpointId endpoint = 0;
    EpochId epoch = 0;
    PhaseId phase = measuredPhase;
    Outcome outcome = Outcome::Ok;
    std::uint16_t status = 0; // 0: no reply
    CacheStatus cache = CacheStatus::None;
    bool usedConnection = false;
    std::uint8_t connects = 0; // connections opened for it
    std::uint8_t upstream = 0; // which target
    std::uint16_t worker = 0;

    base::Nanos begin{};    // its intended start, since the start of the run
    base::Nanos response{}; // from there to its end
    StepTimes steps{};      // which add up to it
    StageTimes stages{};    // self times, from its sending on

    std::uint64_t identityBytes = 0;
    std::uint64_t wireBytes = 0;
    std::uint64_t headerBytes = 0;
    std::uint64_t upstreamWireBytes = 0;

    base::Nanos of(Step step) const { return steps[static_cast<std::size_t>(step)]; }
    std::string_view request() const { return {m_line.data(), m_length}; } // "GET /products/17"
    bool isCut() const { return m_isCut; }
    void setRequest(const RequestLine& line);

private:
    std::array<char, lineLength> m_line{};
    std::uint8_t m_length = 0;
    bool m_isCut = false;
};

ExchangeDetail exchangeDetail(const Sample& sample, base::TimePoint runBegin, const RequestLine& line);

// What is kept whole of one endpoint, phase and epoch. Immutable once published; any thread.
struct KeptExchanges {
    std::vector<ExchangeDetail> slowest; // the slowest in front
    std::vector<ExchangeDetail> sample;  // drawn evenly from all of them, in the order of time
};

} // namespace weir::metrics

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/tick_part.h"

#include <bit>
#include <memory>
#include <span>
#include <vector>

namespace weir::metrics {

// Bands of latency, four to an octave: [1, 1.25), [1.25, 1.5), [1.5, 1.75), [1.75, 2) times a power of two nanoseconds.
// Each is made of whole buckets of a Histogram.
namespace latency_band {
inline constexpr std::size_t count = 168; // up to Histogram::highest
inline std::size_t of(std::uint64_t nanos)
{
    const auto value = nanos < 4 ? 4 : nanos;
    const auto exponent = static_cast<std::size_t>(std::bit_width(value)) - 1;
    return exponent * 4 + ((value >> (exponent - 2)) & 3);
}
inline std::uint64_t lowest(std::size_t band) // above 8
{
    return (4 + band % 4) << (band / 4 - 2);
}
} // namespace latency_band

// How many response times fell into which band, over a stretch of a run.
struct LatencyColumn {
    struct Cell {
        std::uint16_t band = 0;
        std::uint32_t count = 0;
    };
    base::Nanos begin{}; // since the start of the run
    base::Nanos end{};
    PhaseId phase = warmUpPhase;
    EpochId epoch = 0;
    std::vector<Cell> cells; // rising, none that is empty
};
using LatencyColumns = std::vector<std::shared_ptr<const LatencyColumn>>;

// The response times of a run, by time and band, for a heat map. As in TimeSeries a column is of one phase and epoch,
// and what ends after a change of them is in none. Lives in the collector, on its thread.
//
// Memory has a ceiling: from `most` columns on (and one more for each phase and epoch), neighbours are joined and new
// ones are twice as long. A column is below 0.5 KiB as a rule, so that is 128 KiB.
class LatencyBands {
public:
    static constexpr base::Nanos finest = std::chrono::milliseconds{200};
    static constexpr std::size_t most = 256;

    void begin(base::Nanos at, PhaseId phase, EpochId epoch);
    void add(base::Nanos until, std::span<const TickPart> parts);

    LatencyColumns columns() const; // in the order of time, the one under way included

private:
    struct Stretch {
        base::Nanos begin{};
        PhaseId phase = warmUpPhase;
        EpochId epoch = 0;
    };
    void consume(base::Nanos until, std::span<const TickPart> parts);
    std::shared_ptr<const LatencyColumn> open() const;
    void close();
    void join();

    LatencyColumns m_columns;
    base::Nanos m_length = finest;
    std::size_t m_stretches = 0;
    Stretch m_stretch;
    std::vector<Stretch> m_pending; // begun since the last add
    std::array<std::uint32_t, latency_band::count> m_counts{};
    base::Nanos m_begin{}; // of the column under way
    base::Nanos m_until{};
};

} // namespace weir::metrics

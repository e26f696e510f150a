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
    bool late = false;       // of what began in that phase and epoch and ended after them
};
using LatencyColumns = std::vector<std::shared_ptr<const LatencyColumn>>;

// The response times of a run, by time and band, for a heat map. As in TimeSeries a column is of one phase and epoch,
// and what ends after a change of them is in late columns. Lives in the collector, on its thread.
//
// Memory has a ceiling: from `most` columns on (and one more for each phase and epoch), neighbours are joined and new
// ones are twice as long. A phase and epoch has at most `mostLate` late ones; the last takes in the rest. A column is
// below 0.5 KiB as a rule, so that is 128 KiB, and about one more column for each phase and epoch.
class LatencyBands {
public:
    static constexpr base::Nanos finest = std::chrono::milliseconds{200};
    static constexpr std::size_t most = 256;
    static constexpr std::size_t mostLate = 4;

    void begin(base::Nanos at, PhaseId phase, EpochId epoch);
    void add(base::Nanos until, std::span<const TickPart> parts);

    LatencyColumns columns() const; // in the order of time, the one under way included; the late ones behind them

private:
    struct Stretch {
        base::Nanos begin{};
        PhaseId phase = warmUpPhase;
        EpochId epoch = 0;
    };
    using Counts = std::array<std::uint32_t, latency_band::count>;
    struct Late {
        Stretch stretch;
        base::Nanos begin{};
        base::Nanos end{};
        Counts counts{};
    };
    static void addTo(Counts& counts, const TickPart& part);
    bool isLate(const TickPart& part) const;
    void addLate(base::Nanos until, std::span<const TickPart> parts);
    void consume(base::Nanos until, std::span<const TickPart> parts);
    std::shared_ptr<const LatencyColumn> open() const;
    void close();
    void closeLate();
    void keepLate(LatencyColumn column);
    void join();

    LatencyColumns m_columns;
    LatencyColumns m_lateColumns;
    std::vector<Late> m_late; // since the last column was closed
    base::Nanos m_length = finest;
    std::size_t m_stretches = 0;
    Stretch m_stretch;
    std::vector<Stretch> m_pending; // begun since the last add
    Counts m_counts{};
    base::Nanos m_begin{}; // of the column under way
    base::Nanos m_until{};
};

} // namespace weir::metrics

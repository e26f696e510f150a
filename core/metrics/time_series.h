// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/portions.h"
#include "core/metrics/snapshot.h"
#include "core/metrics/tally.h"
#include "core/metrics/tick_part.h"
#include "core/metrics/trailing_windows.h"

#include <deque>
#include <span>

namespace weir::metrics {

// The time lines of a run: a moving view (recent) and one point a second (seconds). Lives in the collector, on its
// thread. A point counts the samples that ended in its stretch and began in its own phase and epoch. Those that end
// after a change get points of their own, marked as late, in front of the point of the same moment: so the points of a
// phase and epoch add up to its row, and a stall across a change is seen. A late point covers the time since the late
// one before, has no rates, since nothing was sent any more, and percentiles of its own samples only.
//
// Counts, rates and levels of a recent point are over the trailing second, of the others over the time since the point
// before; neither reaches back over a change of phase or epoch. Where one falls inside a second, that second gets a
// point for each side. Percentiles are over the smallest of the trailing windows of 1, 5, 10 and 60 s, of the same
// phase and epoch, that has enough samples; the adjusted ones of what ended or was left out there, so requests that are
// still in the air count neither way.
//
// Memory has a ceiling: recent points reach back five minutes, seconds an hour and before that stand points of ten
// seconds, 0.6 KiB each (3 MiB at one hour, 10 MiB after a day). The windows keep at most 40 blocks of 8 bytes for
// each distinct latency of each distribution: below 16 MiB at 50 000 requests a second spread over three decades. An
// epoch adds a point or two that stay, and as many late ones as there are seconds in which something of it ends.
class TimeSeries {
public:
    static constexpr base::Nanos recentStep = std::chrono::milliseconds{200};
    static constexpr base::Nanos recentReach = std::chrono::minutes{5};
    static constexpr base::Nanos secondsReach = std::chrono::hours{1};

    using Part = TickPart;

    explicit TimeSeries(base::Pause pause = base::noPause, base::Nanos goodWithin = {});

    // A phase or epoch begins at `at`. What is told of the one before by the next call of add still counts for it.
    void begin(base::Nanos at, PhaseId phase, EpochId epoch);

    // What ended since the last call, up to `until`.
    void add(base::Nanos until, std::span<const Part> parts);

    // No more samples: the last second, however short, gets its point.
    void finish();

    const Points& recent() const { return m_recent; }
    const Points& seconds() const { return m_seconds; }
    std::size_t windowBytes() const;

private:
    // The stretch under way of one phase and epoch.
    struct Stretch {
        base::Nanos begin{};
        PhaseId phase = warmUpPhase;
        EpochId epoch = 0;
    };

    // When the next point is due: at the tick nearest to each multiple of the step.
    struct Cadence {
        base::Nanos step{};
        base::Nanos next = step;

        bool reached(base::Nanos now);
    };

    // What ends after its own stretch, since the last late point of the same step.
    struct Late {
        PhaseId phase = warmUpPhase;
        EpochId epoch = 0;
        Tally tally;
        std::array<Histogram, windowedDistributions> distributions;
    };
    using Lates = std::vector<Late>;

    bool isLate(const Part& part) const;
    void addLate(base::Nanos until, std::span<const Part> parts);
    void addTo(Lates& lates, base::Nanos until, const Part& part) const;
    template <typename Points>
    void emitLate(Lates& lates, Points& points);
    std::shared_ptr<Point> latePoint(const Late& late) const;
    MetricSource sourceOf(const Tally& tally) const;
    void consume(base::Nanos until, std::span<const Part> parts);
    void slideWindows(const Tally& tally, const Aggregate* total); // null: nothing ended
    void extend(const Tally& tally);
    void emitDue();
    void closeStretch();
    void emitRecent();
    void emitSecond();
    void emitTen();
    void rollUp();
    std::shared_ptr<Point> point(const Tally& tally, std::size_t firstWindow);
    const Histogram* holding(std::uint64_t samples, Counted counted, std::size_t distribution, std::size_t firstWindow);

    base::Pause m_pause;
    base::Nanos m_goodWithin;
    std::array<TrailingWindows, windowedDistributions> m_windows;
    struct Sums { // of the windows, for the point that is being made
        std::array<Histogram, TrailingWindows::spans.size()> sums;
        std::array<bool, TrailingWindows::spans.size()> isKnown{};
    };
    std::array<Sums, windowedDistributions> m_sums;
    Stretch m_stretch;
    std::vector<Stretch> m_pending; // begun since the last add
    base::Nanos m_until{};

    std::deque<Tally> m_trailing; // the ticks of the last second
    Tally m_second;
    Tally m_ten;
    Lates m_lateRecent;
    Lates m_lateSecond;
    Lates m_lateTen;

    Cadence m_recentDue{recentStep};
    Cadence m_secondDue{std::chrono::seconds{1}};
    Cadence m_tenDue{std::chrono::seconds{10}};

    Points m_recent;
    Points m_seconds;
    std::deque<std::shared_ptr<const Point>> m_tens; // to take the place of seconds that get old
    std::size_t m_rolledUp = 0;                      // leading points of m_seconds that are ten seconds long
};

} // namespace weir::metrics

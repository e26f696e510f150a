// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/load/arrival_process.h"
#include "core/load/bursts.h"
#include "core/settings/load_curve.h"

#include <cstdint>
#include <deque>
#include <optional>

namespace weir::load {

// The schedule of one worker under the open model: the arrivals of the whole plan, of which worker w of W takes every
// W-th, so that the workers together make the plan exactly, whatever its distribution. Decides by the time it is given;
// no clock of its own.
class Pacer {
public:
    struct Start {
        base::TimePoint intended;
        bool skip = false; // load.late=skip and it is too late
    };

    // Of the load's settings: arrivals, their shape and bursts, the seed, and what happens to late ones.
    Pacer(int worker, int workers, const settings::LoadSettings& load);

    // The plan from `anchor` on. What an earlier plan has due before that stays due.
    void plan(base::TimePoint anchor, const settings::LoadCurve& rate) { plan(anchor, rate, m_plans++); }
    // With the arrivals of that number: the same ones, after the anchor, each time.
    void planAgain(base::TimePoint anchor, const settings::LoadCurve& rate, std::uint64_t number);
    void end(base::TimePoint end) { m_end = end; } // nothing is due from here on

    // The next request that may be sent, consumed from the plan. Arrivals that were missed come at most at twice the
    // rate, so that a stall is followed by no burst; each keeps its intended time.
    std::optional<Start> poll(base::TimePoint now);

    // The next arrival of the plan, consumed without being sent; none when the plan is done.
    std::optional<base::TimePoint> discard();

    // When poll should be called again; max() when the plan is done.
    base::TimePoint next() const;
    // Whether the next arrival is due, even if its sending is held back.
    bool isDue(base::TimePoint now) const { return m_next < m_end && m_next <= now; }
    base::TimePoint nextDue() const { return m_next; } // whatever holds it back; max() when the plan is done

private:
    // From one anchor on.
    struct Stretch {
        base::TimePoint anchor;
        settings::LoadCurve rate;
        ArrivalProcess arrivals;
        double count = 0; // of the arrival of the whole plan that is this worker's next
        base::TimePoint end = base::TimePoint::max();
    };
    void plan(base::TimePoint anchor, const settings::LoadCurve& rate, std::uint64_t stream);
    base::TimePoint due(const Stretch& stretch) const;
    base::Nanos leastGap(const Stretch& stretch) const;
    void advance();
    void settle();

    int m_worker;
    int m_workers;
    settings::LoadSettings m_load;
    Bursts m_bursts;
    std::uint64_t m_plans = 0;
    std::deque<Stretch> m_stretches; // the front one holds the next arrival
    base::TimePoint m_next = base::TimePoint::max();
    base::TimePoint m_end = base::TimePoint::max();
    base::TimePoint m_earliest = base::TimePoint::min(); // of the next sending that is late
    base::TimePoint m_caughtUp = base::TimePoint::min(); // what that is half a gap behind
    bool m_isHeldBack = false;                           // the next one is late and has to wait for that
};

} // namespace weir::load

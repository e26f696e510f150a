// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/settings/load_settings.h"

#include <cstdint>
#include <deque>
#include <optional>

namespace weir::load {

// The schedule of one worker under the open model: even arrivals at a total rate, of which worker w of W takes every
// W-th, so that the workers together make the plan exactly. Decides by the time it is given; no clock of its own.
class Pacer {
public:
    struct Start {
        base::TimePoint intended;
        bool skip = false; // load.late=skip and it is too late
    };

    Pacer(int worker, int workers, settings::LatePolicy late) : m_worker(worker), m_workers(workers), m_late(late) {}

    // The plan from `anchor` on: arrival k is due at anchor + k / rate. What an earlier plan has due before that stays
    // due.
    void plan(base::TimePoint anchor, double rate);
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

private:
    struct Stretch {
        base::TimePoint anchor;
        double periodNs = 0; // of the whole plan
        std::uint64_t k = 0; // arrival of the whole plan that is this worker's next
        base::TimePoint end = base::TimePoint::max();

        base::TimePoint due() const;
    };
    void advance();
    void settle();

    int m_worker;
    int m_workers;
    settings::LatePolicy m_late;
    std::deque<Stretch> m_stretches; // of one rate each; the front one holds the next arrival
    base::TimePoint m_next = base::TimePoint::max();
    base::TimePoint m_end = base::TimePoint::max();
    base::TimePoint m_earliest = base::TimePoint::min(); // of the next sending, while catching up
};

} // namespace weir::load

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <algorithm>

namespace weir::load {

// Which arrivals load.max_in_flight holds back: those that are due while it is reached and the worker has read
// everything there was to read, so that it is the target that is waited for; and those that queue behind one. An
// arrival that was late before is not: the generator was. One worker's, told in the order of time; no clock of its own.
class HeldBack {
public:
    // The limit is reached, and there is no reply to read. `next`: the arrival that would be sent now or later; where
    // it was held back already, this is the same block still.
    void blocked(base::TimePoint now, base::TimePoint next)
    {
        if (!m_isBlocked && !holds(next))
            m_from = now;
        m_isBlocked = true;
    }
    // A request may be sent again.
    void freed(base::TimePoint now)
    {
        if (m_isBlocked)
            m_until = now;
        m_isBlocked = false;
    }
    bool isBlocked() const { return m_isBlocked; }

    bool holds(base::TimePoint due) const { return due >= m_from && (m_isBlocked || due <= m_until); }
    // One that it holds is sent only now, so what is due before now has queued behind it.
    void sent(base::TimePoint due, base::TimePoint now)
    {
        if (holds(due))
            m_until = std::max(m_until, now);
    }

private:
    bool m_isBlocked = false;
    base::TimePoint m_from = base::TimePoint::max();
    base::TimePoint m_until = base::TimePoint::min();
};

} // namespace weir::load

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/machine_watch.h"

#include <utility>

namespace weir::load {

namespace {

// Time daemons slew by at most 0.5 ms a second; what is more than this between two rounds was set.
constexpr base::Nanos leastStep = std::chrono::milliseconds{5};

} // namespace

MachineWatch::MachineWatch(Stolen stolen) : m_ask(std::move(stolen))
{
    if (m_ask)
        m_stolen = m_ask();
}

metrics::MachineLevels MachineWatch::take(base::TimePoint now, base::WallTime wall)
{
    metrics::MachineLevels levels;
    if (m_now) {
        const auto step = std::chrono::duration_cast<base::Nanos>(wall - m_wall) - (now - *m_now);
        if (const auto size = step < base::Nanos::zero() ? -step : step; size >= leastStep)
            levels.clockStep = size;
    }
    m_now = now;
    m_wall = wall;
    if (const auto stolen = m_stolen ? m_ask() : std::nullopt) {
        levels.stolen = std::max(base::Nanos::zero(), stolen->time - m_stolen->time);
        levels.processors = stolen->processors;
        m_stolen = stolen;
    }
    return levels;
}

} // namespace weir::load

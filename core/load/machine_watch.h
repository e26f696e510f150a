// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/machine_levels.h"

#include <functional>
#include <optional>

namespace weir::load {

// Notices what the machine does to a run: time that a hypervisor took away, and steps of the wall clock, by which a
// run's times in files jump (its durations do not: they are the steady clock's). Used by the collector, on its thread.
class MachineWatch {
public:
    using Stolen = std::function<std::optional<metrics::StolenTime>()>; // none where it is not known

    explicit MachineWatch(Stolen stolen); // may be empty

    // Since the last call, by the two clocks now.
    metrics::MachineLevels take(base::TimePoint now, base::WallTime wall);

private:
    Stolen m_ask;
    std::optional<metrics::StolenTime> m_stolen;
    std::optional<base::TimePoint> m_now;
    base::WallTime m_wall;
};

} // namespace weir::load

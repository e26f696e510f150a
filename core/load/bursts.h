// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/settings/load_settings.h"

namespace weir::load {

// On/off bursts: what a whole cycle has due is sent in its first part, at a rate higher by as much. Times are since the
// plan's beginning, where a cycle begins too. Without bursts both directions change nothing. A value; any thread.
class Bursts {
public:
    explicit Bursts(const settings::LoadSettings& load);

    // When is sent what a plan without bursts has due at `planned`.
    base::Nanos sent(base::Nanos planned) const;
    // Up to where a plan without bursts has due what is sent before `sent`.
    base::Nanos planned(base::Nanos sent) const;
    // By how much the rate is higher while it is on.
    double height() const { return static_cast<double>(m_cycle.count()) / static_cast<double>(m_on.count()); }

private:
    base::Nanos m_on{1};
    base::Nanos m_cycle{1};
};

} // namespace weir::load

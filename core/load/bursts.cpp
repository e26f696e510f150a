// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/bursts.h"

#include "core/base/seconds.h"

#include <algorithm>

namespace weir::load {

namespace {

base::Nanos scaled(base::Nanos time, double factor)
{
    return base::Nanos{static_cast<std::int64_t>(static_cast<double>(time.count()) * factor)};
}

} // namespace

Bursts::Bursts(const settings::LoadSettings& load)
{
    if (load.arrivals != settings::Arrivals::Bursts)
        return;
    m_on = base::fromSeconds(load.burstOnS);
    m_cycle = m_on + base::fromSeconds(load.burstOffS);
}

base::Nanos Bursts::sent(base::Nanos planned) const
{
    return planned / m_cycle * m_cycle + scaled(planned % m_cycle, 1 / height());
}

base::Nanos Bursts::planned(base::Nanos sent) const
{
    return sent / m_cycle * m_cycle + scaled(std::min(sent % m_cycle, m_on), height());
}

} // namespace weir::load

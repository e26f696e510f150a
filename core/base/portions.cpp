// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/portions.h"

#include <thread>

namespace weir::base {

void Portions::begin()
{
    m_worksSince = now();
    m_rested = Nanos::zero();
}

void Portions::pause()
{
    if (const auto time = now(); time < m_worksSince || time - m_worksSince < m_size.work || m_rested >= m_size.mostRest)
        return;
    std::this_thread::sleep_for(m_size.rest);
    m_rested += m_size.rest;
    m_worksSince = now();
}

} // namespace weir::base

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/failure_log.h"

namespace weir::load {

bool FailureLog::wants(metrics::EndpointId endpoint, metrics::Outcome outcome)
{
    const std::lock_guard lock{m_mutex};
    auto& count = m_counts[{endpoint, outcome}];
    return count < kept ? ++count, true : false;
}

void FailureLog::add(metrics::Failure failure)
{
    const std::lock_guard lock{m_mutex};
    m_failures.push_back(std::move(failure));
}

std::vector<metrics::Failure> FailureLog::take()
{
    const std::lock_guard lock{m_mutex};
    return std::exchange(m_failures, {});
}

} // namespace weir::load

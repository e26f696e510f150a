// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/host/process.h"

#include <algorithm>
#include <map>
#include <utility>

namespace weir::host {

// What each process used since it was last asked about. A process id is used again once its process has ended: then the
// count begins anew, as it does for one that is new. A value, on one thread.
class CpuAccount {
public:
    base::Nanos used(ProcessId process, base::Nanos soFar)
    {
        const auto [entry, isNew] = m_soFar.try_emplace(process, soFar);
        const auto before = std::exchange(entry->second, soFar);
        return isNew || soFar < before ? base::Nanos::zero() : soFar - before;
    }
    // Those that have ended are forgotten, so that nothing is left for who gets their id.
    void forget(ProcessId process) { m_soFar.erase(process); }
    void keepOnly(std::span<const ProcessId> processes)
    {
        std::erase_if(m_soFar,
                      [&](const auto& entry) { return std::ranges::find(processes, entry.first) == processes.end(); });
    }
    std::size_t size() const { return m_soFar.size(); }

private:
    std::map<ProcessId, base::Nanos> m_soFar;
};

} // namespace weir::host

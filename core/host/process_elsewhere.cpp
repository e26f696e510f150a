// SPDX-License-Identifier: GPL-3.0-or-later
// On systems that tell of their processes in another way than Linux: nothing is known.
#include "core/host/process.h"

#if !defined(__linux__)

namespace weir::host {

bool isSupported()
{
    return false;
}

ProcessId ownProcess()
{
    return 0;
}

std::vector<ProcessId> listenersOn(const Listening&, const base::Pause&)
{
    return {};
}

std::vector<ProcessId> familyOf(ProcessId, const base::Pause&)
{
    return {};
}

std::string nameOf(ProcessId)
{
    return {};
}

std::expected<ProcessUsage, NoUsage> usageOf(ProcessId, const base::Pause&)
{
    return std::unexpected(NoUsage::Unreadable);
}

std::optional<FileLimit> fileLimit()
{
    return std::nullopt;
}

std::optional<FileLimit> raiseFileLimit()
{
    return std::nullopt;
}

std::optional<std::uint64_t> openFiles()
{
    return std::nullopt;
}

std::optional<metrics::StolenTime> stolenTime()
{
    return std::nullopt;
}

std::optional<base::Nanos> threadDelay()
{
    return std::nullopt;
}

std::optional<std::uint64_t> networkBytesOf(ProcessId)
{
    return std::nullopt;
}

} // namespace weir::host

#endif

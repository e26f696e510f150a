// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/target_processes.h"

#include "core/net/local_address.h"

namespace weir::session {

base::Result<std::unique_ptr<host::TargetWatch>> watchTargets(const Targets& targets,
                                                              const settings::TargetSettings& settings)
{
    if (targets.origin)
        return base::fail(base::Errc::NotFound,
                          "The built-in origin answers in this process, on a thread of its own: see Origin CPU.");
    host::WatchedTarget watched;
    watched.process = settings.pid;
    for (const auto& target : targets.list)
        for (const auto& address : target.addresses)
            if (net::isOnThisMachine(address.address()))
                watched.listening.push_back({net::bytesOf(address.address()), address.port()});
    if (watched.listening.empty() && watched.process == 0)
        return base::fail(base::Errc::NotFound, "The target runs on another machine.");
    return host::TargetWatch::start(std::move(watched));
}

} // namespace weir::session

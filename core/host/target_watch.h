// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/host/cpu_account.h"
#include "core/metrics/target_levels.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace weir::host {

// Whose resources are looked at: the processes that listen on these addresses, or the one given and its descendants.
struct WatchedTarget {
    std::vector<Listening> listening; // on this machine only
    ProcessId process = 0;            // 0: find them by what they listen on
};

// Samples what the target's processes use, twice a second, or less often where that would take more than a 500th of a
// processor, on a thread of its own: it reads files of /proc, which may take milliseconds, in small portions, since a
// worker may have to share its processor. Lives as long as its run.
class TargetWatch {
public:
    // Errors: Unsupported (not on this system), NotFound (no process, or it cannot be seen), InvalidArgument (it is
    // this process: its own work would be taken for the target's). Blocks while it looks.
    static base::Result<std::unique_ptr<TargetWatch>> start(WatchedTarget target);
    TargetWatch(const TargetWatch&) = delete;
    TargetWatch& operator=(const TargetWatch&) = delete;
    ~TargetWatch();

    const std::string& name() const { return m_name; } // "nginx (process 812 and 2 more)"
    metrics::TargetLevels take();                      // since the last call. Any thread

private:
    TargetWatch(WatchedTarget target, std::vector<ProcessId> processes);
    base::Pause pause()
    {
        return [this] { m_portions.pause(); };
    }
    void run();
    void sample(base::TimePoint now);
    using Usages = std::vector<std::pair<ProcessId, ProcessUsage>>;
    std::optional<Usages> usages();
    void search();
    void addUsages(const Usages& usages, metrics::TargetLevels& levels, base::TimePoint now);
    void addNetwork(metrics::TargetLevels& levels, base::TimePoint now);

    // The sampler's own.
    WatchedTarget m_target;
    base::Portions m_portions;
    std::vector<ProcessId> m_processes;
    CpuAccount m_cpu;
    std::optional<std::uint64_t> m_network;
    base::TimePoint m_sampled; // up to where what follows is known
    base::TimePoint m_networkSampled;

    std::string m_name;
    std::mutex m_mutex; // guards what follows
    std::condition_variable m_wake;
    bool m_ends = false;
    metrics::TargetLevels m_levels;
    std::thread m_thread;
};

} // namespace weir::host

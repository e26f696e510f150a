// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/target_watch.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace weir::host {

namespace {

constexpr base::Nanos sampleEvery = std::chrono::milliseconds{500};
// Looking takes longer the more sockets the target holds: it then looks less often, so that this stays below a 500th of
// a processor.
constexpr int restPerWork = 500;
constexpr int samplesBetweenSearches = 20; // servers fork, and restart their workers

constexpr base::Portions::Size portions{
    .work = std::chrono::microseconds{25}, .rest = std::chrono::microseconds{300}, .mostRest = sampleEvery / 2};

std::vector<ProcessId> search(const WatchedTarget& target, const base::Pause& pause)
{
    if (target.process > 0)
        return familyOf(target.process, pause);
    std::vector<ProcessId> found;
    for (const auto& listening : target.listening)
        for (const auto process : listenersOn(listening, pause))
            if (std::ranges::find(found, process) == found.end())
                found.push_back(process);
    return found;
}

std::string notFound(const WatchedTarget& target)
{
    if (target.process > 0)
        return fmt::format("There is no process {} (target.pid).", target.process);
    return "Which process answers there cannot be seen from this one: name it with target.pid.";
}

} // namespace

base::Result<std::unique_ptr<TargetWatch>> TargetWatch::start(WatchedTarget target)
{
    if (!isSupported())
        return base::fail(base::Errc::Unsupported, "Not available on this system.");
    auto processes = search(target, base::noPause);
    if (processes.empty())
        return base::fail(base::Errc::NotFound, notFound(target));
    if (std::ranges::find(processes, ownProcess()) != processes.end())
        return base::fail(base::Errc::InvalidArgument,
                          "It answers in this process, whose resources are the load's as well.");
    return std::unique_ptr<TargetWatch>(new TargetWatch(std::move(target), std::move(processes)));
}

TargetWatch::TargetWatch(WatchedTarget target, std::vector<ProcessId> processes)
    : m_target(std::move(target))
    , m_portions(portions)
    , m_processes(std::move(processes))
{
    const auto first = m_processes.front();
    m_name = fmt::format("{} (process {}", nameOf(first), first);
    m_name += m_processes.size() > 1 ? fmt::format(" and {} more)", m_processes.size() - 1) : ")";
    sample(base::now()); // what was used before does not count
    m_levels = {};
    m_thread = std::thread{[this] { run(); }};
}

TargetWatch::~TargetWatch()
{
    {
        const std::lock_guard lock{m_mutex};
        m_ends = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void TargetWatch::run()
{
    auto due = m_sampled + sampleEvery;
    for (int count = 1;; ++count) {
        {
            std::unique_lock lock{m_mutex};
            if (m_wake.wait_until(lock, due, [this] { return m_ends; }))
                return;
        }
        const auto begun = base::threadCpuTime();
        m_portions.begin();
        if (count % samplesBetweenSearches == 0) {
            m_processes = search(m_target, pause());
            m_cpu.keepOnly(m_processes);
        }
        sample(base::now());
        // From now: a machine that slept is not caught up with.
        due = base::now() + std::max(sampleEvery, restPerWork * (base::threadCpuTime() - begun));
    }
}

void TargetWatch::addUsage(ProcessId process, metrics::TargetLevels& levels, double seconds)
{
    const auto usage = usageOf(process, pause());
    if (!usage)
        return m_cpu.forget(process);
    levels.cpu += m_cpu.used(process, usage->cpu);
    levels.residentMax += usage->residentBytes;
    levels.residentByteSeconds += static_cast<double>(usage->residentBytes) * seconds;
    levels.socketSeconds += static_cast<double>(usage->sockets) * seconds;
    levels.threadSeconds += static_cast<double>(usage->threads) * seconds;
}

void TargetWatch::sample(base::TimePoint now)
{
    metrics::TargetLevels levels;
    levels.span = now - std::exchange(m_sampled, now);
    const double seconds = std::chrono::duration<double>(levels.span).count();
    for (const auto process : m_processes)
        addUsage(process, levels, seconds);
    if (!m_processes.empty()) {
        const auto network = networkBytesOf(m_processes.front());
        if (network && m_network && *network >= *m_network)
            levels.networkBytes = static_cast<double>(*network - *m_network);
        m_network = network;
    }
    const std::lock_guard lock{m_mutex};
    m_levels += levels;
}

metrics::TargetLevels TargetWatch::take()
{
    const std::lock_guard lock{m_mutex};
    return std::exchange(m_levels, {});
}

} // namespace weir::host

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

std::vector<ProcessId> found(const WatchedTarget& target, const base::Pause& pause)
{
    if (target.process > 0)
        return familyOf(target.process, pause);
    std::vector<ProcessId> all;
    for (const auto& listening : target.listening)
        for (const auto process : listenersOn(listening, pause))
            if (std::ranges::find(all, process) == all.end())
                all.push_back(process);
    return all;
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
    auto processes = found(target, base::noPause);
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
            search();
        }
        sample(base::now());
        // From now: a machine that slept is not caught up with.
        due = base::now() + std::max(sampleEvery, restPerWork * (base::threadCpuTime() - begun));
    }
}

// Without a free descriptor nobody is found; then those that were are watched further.
void TargetWatch::search()
{
    auto now = found(m_target, pause());
    if (now.empty())
        return;
    m_processes = std::move(now);
    m_cpu.keepOnly(m_processes);
}

// Of those that live; none where one of them could not be read, so that no sum lacks a part.
std::optional<TargetWatch::Usages> TargetWatch::usages()
{
    Usages all;
    for (const auto process : m_processes) {
        const auto usage = usageOf(process, pause());
        if (usage)
            all.emplace_back(process, *usage);
        else if (usage.error() == NoUsage::Ended)
            m_cpu.forget(process);
        else
            return std::nullopt;
    }
    return all;
}

void TargetWatch::addUsages(const Usages& usages, metrics::TargetLevels& levels, base::TimePoint now)
{
    const bool isFirst = m_cpu.size() == 0; // nothing to count from
    levels.span = isFirst ? base::Nanos::zero() : now - m_sampled;
    m_sampled = now;
    const double seconds = std::chrono::duration<double>(levels.span).count();
    bool knowsSockets = true;
    for (const auto& [process, usage] : usages) {
        levels.cpu += m_cpu.used(process, usage.cpu);
        levels.residentMax += usage.residentBytes;
        levels.residentByteSeconds += static_cast<double>(usage.residentBytes) * seconds;
        levels.threadSeconds += static_cast<double>(usage.threads) * seconds;
        levels.socketSeconds += static_cast<double>(usage.sockets.value_or(0)) * seconds;
        knowsSockets = knowsSockets && usage.sockets;
    }
    levels.socketSpan = knowsSockets ? levels.span : base::Nanos::zero();
    levels.socketSeconds = knowsSockets ? levels.socketSeconds : 0;
}

void TargetWatch::addNetwork(metrics::TargetLevels& levels, base::TimePoint now)
{
    const auto network = networkBytesOf(m_processes.front());
    if (!network)
        return; // the next one that can be read counts from the last one that could
    const auto before = std::exchange(m_network, network);
    const auto span = now - std::exchange(m_networkSampled, now);
    if (!before || *network < *before)
        return;
    levels.networkSpan = span;
    levels.networkBytes = static_cast<double>(*network - *before);
}

// What cannot be read at the moment is caught up with later: the use of a processor is counted by the system.
void TargetWatch::sample(base::TimePoint now)
{
    metrics::TargetLevels levels;
    const auto all = usages();
    if (all && all->empty())
        m_sampled = now; // all have ended: there is nothing to know
    else if (all)
        addUsages(*all, levels, now);
    addNetwork(levels, now);
    const std::lock_guard lock{m_mutex};
    m_levels += levels;
}

metrics::TargetLevels TargetWatch::take()
{
    const std::lock_guard lock{m_mutex};
    return std::exchange(m_levels, {});
}

} // namespace weir::host

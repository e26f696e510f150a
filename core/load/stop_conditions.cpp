// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/stop_conditions.h"

namespace weir::load {

namespace {

// | number of the tenth: 20 bits | requests: 22 | failures: 22 |; 40 million requests a second fit.
constexpr int countBits = 22;
constexpr std::uint64_t countMask = (1ULL << countBits) - 1;
constexpr std::uint64_t oneRequest = 1ULL << countBits;
constexpr std::uint64_t numberMask = (1ULL << 20) - 1;

constexpr std::uint64_t numberOf(std::uint64_t word)
{
    return word >> (2 * countBits);
}

} // namespace

StopConditions::StopConditions(const settings::LoadSettings& load, int workers)
    : m_requests(static_cast<std::uint64_t>(load.stopAfterRequests))
    , m_errorRatio(load.stopErrorRatio)
    , m_workers(workers)
{
}

bool StopConditions::mayPlan()
{
    if (m_requests == 0)
        return !reached();
    const auto before = m_planned.fetch_add(1, std::memory_order_relaxed);
    if (before + 1 >= m_requests)
        m_reached.store(true, std::memory_order_relaxed);
    return before < m_requests;
}

void StopConditions::dataEnded()
{
    if (m_workersWithoutData.fetch_add(1, std::memory_order_relaxed) + 1 == m_workers)
        m_reached.store(true, std::memory_order_relaxed);
}

void StopConditions::count(std::uint64_t tenth, bool failed)
{
    auto& word = m_tenths[tenth % tenths];
    auto seen = word.load(std::memory_order_relaxed);
    for (;;) {
        const auto begin = numberOf(seen) == tenth ? seen : tenth << (2 * countBits);
        if (word.compare_exchange_weak(seen, begin + oneRequest + (failed ? 1 : 0), std::memory_order_relaxed))
            return;
    }
}

void StopConditions::judge(base::TimePoint when, bool failed)
{
    const auto tenth = static_cast<std::uint64_t>(when.time_since_epoch() / std::chrono::milliseconds{100})
        & numberMask;
    count(tenth, failed);
    if (!failed)
        return; // the share only fell
    std::uint64_t requests = 0;
    std::uint64_t failures = 0;
    for (std::uint64_t back = 0; back < 10; ++back) {
        const auto wanted = (tenth - back) & numberMask;
        const auto word = m_tenths[wanted % tenths].load(std::memory_order_relaxed);
        if (numberOf(word) != wanted)
            continue;
        requests += (word >> countBits) & countMask;
        failures += word & countMask;
    }
    if (requests >= fewestJudged && static_cast<double>(failures) > m_errorRatio * static_cast<double>(requests))
        m_reached.store(true, std::memory_order_relaxed);
}

} // namespace weir::load

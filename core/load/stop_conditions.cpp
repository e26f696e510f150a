// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/stop_conditions.h"

#include <fmt/format.h>

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
    , m_planEnds(static_cast<std::size_t>(workers))
{
    for (auto& end : m_planEnds)
        end.store(never, std::memory_order_relaxed);
}

// Who sets the moment sets the cause: then whoever sees the cause sees its moment.
void StopConditions::reach(Cause cause, base::TimePoint when)
{
    auto none = never;
    if (m_when.compare_exchange_strong(none, when.time_since_epoch().count(), std::memory_order_relaxed))
        m_cause.store(cause, std::memory_order_release);
}

void StopConditions::planEnded(int worker, base::TimePoint when)
{
    m_planEnds[static_cast<std::size_t>(worker)].store(when.time_since_epoch().count(), std::memory_order_release);
}

base::TimePoint StopConditions::planEnd(int worker) const
{
    return fromNumber(m_planEnds[static_cast<std::size_t>(worker)].load(std::memory_order_acquire));
}

void StopConditions::end(metrics::RunEnd why)
{
    {
        const std::lock_guard lock{m_mutex};
        if (m_told.cause == Cause::None)
            m_told = why;
    }
    reach(why.cause, base::now());
}

metrics::RunEnd StopConditions::reason() const
{
    const auto cause = m_cause.load(std::memory_order_acquire);
    switch (cause) {
    case Cause::None: return {};
    case Cause::Requests: return {cause, fmt::format("{} requests were sent (load.stop_after_requests)", m_requests)};
    case Cause::Data: return {cause, "a feeder's rows were used up"};
    case Cause::Errors: {
        const auto judged = m_judged.load(std::memory_order_relaxed);
        if (m_errorRatio >= 1)
            return {cause, fmt::format("all {} requests within a second failed (load.stop_error_ratio)", judged >> 32)};
        return {cause,
                fmt::format("{} of {} requests within a second failed, more than {:g} % (load.stop_error_ratio)",
                            judged & 0xffffffff, judged >> 32, 100 * m_errorRatio)};
    }
    default: break;
    }
    const std::lock_guard lock{m_mutex};
    return m_told;
}

bool StopConditions::mayPlan()
{
    if (m_requests == 0)
        return !reached();
    const auto before = m_planned.fetch_add(1, std::memory_order_relaxed);
    if (before + 1 >= m_requests)
        reach(Cause::Requests, base::now());
    return before < m_requests;
}

void StopConditions::dataEnded(base::TimePoint when)
{
    const auto number = when.time_since_epoch().count();
    auto last = m_lastData.load(std::memory_order_relaxed);
    while (last < number && !m_lastData.compare_exchange_weak(last, number, std::memory_order_relaxed)) {}
    if (m_workersWithoutData.fetch_add(1, std::memory_order_acq_rel) + 1 == workers())
        reach(Cause::Data, fromNumber(m_lastData.load(std::memory_order_relaxed)));
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
    // No share is above 1, so there it means all.
    const bool isTooMuch = m_errorRatio >= 1
        ? failures == requests
        : static_cast<double>(failures) > m_errorRatio * static_cast<double>(requests);
    if (requests >= fewestJudged && isTooMuch) {
        if (!reached())
            m_judged.store(requests << 32 | failures, std::memory_order_relaxed);
        reach(Cause::Errors, when);
    }
}

} // namespace weir::load

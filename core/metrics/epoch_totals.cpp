// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/epoch_totals.h"

#include <algorithm>
#include <limits>

namespace weir::metrics {

static constexpr int packedAfter = 10; // ticks without a sample: a second

static bool isEmpty(const Aggregate& aggregate)
{
    return aggregate.counters == Counters{};
}

EpochTotals::EpochTotals(PhaseId phase, EpochId epoch, base::Nanos begin, Dimensions dimensions,
                         const base::Random& random, std::shared_ptr<const RunInfo> run, const base::Pause& pause)
    : m_pause(pause)
    , m_phase(phase)
    , m_epoch(epoch)
    , m_begin(begin)
    , m_end(begin)
    , m_random(random)
    , m_run(std::move(run))
    , m_endpoints(dimensions.endpoints)
    , m_groups(dimensions.groups)
    , m_kept(dimensions.endpoints, ExchangeKeeping{KeptQuota::of(dimensions.endpoints)})
    , m_rows(dimensions.endpoints + 1)
    , m_isStale(dimensions.endpoints + 1, true)
    , m_groupRows(dimensions.groups)
{
    if (m_endpoints.size() > fewEndpoints)
        for (auto& endpoint : m_endpoints)
            endpoint.keepPacked();
}

bool EpochTotals::hasTick() const
{
    return !isEmpty(m_tick) || m_tickLevels != Levels{};
}

void EpochTotals::clearTick()
{
    m_quietTicks = hasTick() ? 0 : m_quietTicks + 1;
    m_tick.clear(m_pause);
    m_tickLevels = Levels{};
    if (!m_open && m_quietTicks == packedAfter)
        pack();
}

// The rows hold copies, so they are made once more from what is packed.
void EpochTotals::pack()
{
    m_tick.pack();
    m_total.pack();
    for (auto& endpoint : m_endpoints)
        endpoint.pack();
    for (auto& group : m_groups)
        group.pack();
    forgetRows();
}

void EpochTotals::dropExchanges()
{
    m_kept.clear();
    forgetRows();
}

void EpochTotals::closeTick()
{
    m_total.merge(m_tick, m_pause);
}

void EpochTotals::foldEndpoint(std::size_t place, Interval::Slice& slice, int worker)
{
    auto& part = slice.endpoints[place];
    const auto endpoint = slice.ids[place];
    m_endpoints[endpoint].merge(part, m_pause);
    if (!m_kept.empty())
        m_kept[endpoint].fold(worker, part.counters.requests, slice.picks[place]);
    // One worker with one endpoint is the rule where each microsecond here counts.
    if (m_endpoints.size() <= fewEndpoints && isEmpty(m_tick))
        std::swap(m_tick, part);
    else
        m_tick.merge(part, m_pause);
    m_isStale[0] = m_isStale[endpoint + std::size_t{1}] = true;
}

void EpochTotals::foldGroup(std::size_t group, const Interval::Slice& slice)
{
    if (isEmpty(slice.groups[group]))
        return;
    m_groups[group].merge(slice.groups[group], m_pause);
    m_groupRows[group] = nullptr;
}

void EpochTotals::addLevels(const Levels& levels)
{
    m_levels += levels;
    m_tickLevels += levels;
    m_isStale[0] = true;
}

void EpochTotals::addDrainLevels(const Levels& levels)
{
    m_tickLevels += levels;
}

void EpochTotals::reopen(base::Nanos begin, base::Nanos now)
{
    m_begin = begin;
    m_end = std::max(begin, now);
    m_open = true;
    forgetRows();
}

void EpochTotals::extend(base::Nanos now)
{
    if (!m_open || now <= m_end)
        return;
    m_end = now;
    forgetRows();
}

void EpochTotals::close(base::Nanos at)
{
    m_end = std::max(at, m_begin);
    m_open = false;
    forgetRows();
}

void EpochTotals::forgetRows()
{
    m_isStale.assign(m_isStale.size(), true);
    std::ranges::fill(m_groupRows, nullptr);
}

void EpochTotals::finish()
{
    m_isFinished = true;
}

const std::vector<std::shared_ptr<const Row>>& EpochTotals::rows()
{
    static const std::vector<std::shared_ptr<const Row>> none;
    if (m_end == m_begin && isEmpty(m_total))
        return none;
    if (m_isStale[0])
        m_rows[0] = makeRow(-1, m_total, &m_levels);
    m_isStale[0] = false;
    makeRows(m_isFinished ? m_endpoints.size() : rowsAtOnce);
    m_opened = {};
    return m_rows;
}

// By turns, those that nothing came for when all others are made. There is a row of each from the beginning.
void EpochTotals::makeRows(std::size_t most)
{
    const auto count = m_endpoints.size();
    const bool isAll = most >= count;
    std::size_t made = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const auto endpoint = (m_turn + i) % count;
        const bool isNew = !m_rows[endpoint + 1];
        if (!isNew && (!m_isStale[endpoint + 1] || (!isAll && (made == most || isEmpty(m_endpoints[endpoint])))))
            continue;
        m_pause();
        m_rows[endpoint + 1] = makeRow(static_cast<int>(endpoint), m_endpoints[endpoint], nullptr);
        m_isStale[endpoint + 1] = false;
        if (!isNew && ++made == most)
            m_turn = (endpoint + 1) % count;
    }
}

const std::vector<std::shared_ptr<const Row>>& EpochTotals::groupRows()
{
    static const std::vector<std::shared_ptr<const Row>> none;
    if (rows().empty())
        return none;
    for (std::size_t i = 0; i < m_groups.size(); ++i) {
        if (m_groupRows[i])
            continue;
        m_pause();
        m_groupRows[i] = makeRow(-1, m_groups[i], nullptr, static_cast<int>(i));
    }
    m_opened = {};
    return m_groupRows;
}

std::shared_ptr<const KeptExchanges> EpochTotals::keptOf(int endpoint)
{
    return endpoint < 0 || m_kept.empty()
        ? nullptr
        : m_kept[static_cast<std::size_t>(endpoint)].published(m_random.split(static_cast<std::uint64_t>(endpoint)));
}

// A percentile of what is packed walks along it, and a row has two dozen of them.
const Histogram& EpochTotals::readable(std::size_t id, const Aggregate& aggregate)
{
    const auto& histogram = aggregate.distributions[id];
    auto& opened = m_opened[id];
    if (histogram.empty() || histogram.isPaged())
        return histogram;
    opened.clear();
    opened.merge(histogram);
    if (!opened.isPaged())
        opened.pack();
    return opened;
}

// For as long as the row lives, which may be long.
static std::shared_ptr<const Histogram> lastingCopy(const Histogram& histogram)
{
    auto copy = std::make_shared<Histogram>(histogram);
    if (!copy->isPaged())
        copy->pack();
    return copy;
}

std::shared_ptr<const Row> EpochTotals::makeRow(int endpoint, const Aggregate& aggregate, const Levels* levels,
                                                int group)
{
    MetricSource source{.counters = &aggregate.counters,
                        .span = m_end - m_begin,
                        .distributions = {},
                        .response = aggregate.at(DistributionId::Response).summary(),
                        .failed = aggregate.at(DistributionId::Failed).summary(),
                        .scheduleLag = aggregate.at(DistributionId::ScheduleLag).summary(),
                        .goodWithin = m_run->goodWithin,
                        .levels = levels};
    for (std::size_t id = 0; id < distributionCount; ++id) {
        const auto& histogram = readable(id, aggregate);
        source.distributions[id] = wholeOf(histogram);
        if (static_cast<DistributionId>(id) == DistributionId::Response)
            source.distributions[static_cast<std::size_t>(DistributionId::Adjusted)] = wholeOf(histogram, Counted::All);
    }
    MetricValues asked;
    for (const auto& percentile : m_run->percentiles)
        asked.push_back(
            percentileMs(source, percentile.of, percentile.percent).value_or(std::numeric_limits<double>::quiet_NaN()));
    const auto& failed = aggregate.at(DistributionId::Failed);
    return std::make_shared<const Row>(Row{m_phase, m_epoch, endpoint, m_begin, m_end, readAll(source),
                                           aggregate.counters.outcomes,
                                           lastingCopy(aggregate.at(DistributionId::Response)), keptOf(endpoint), group,
                                           std::move(asked), failed.empty() ? nullptr : lastingCopy(failed),
                                           levels ? std::make_shared<const Counters>(aggregate.counters) : nullptr});
}

} // namespace weir::metrics

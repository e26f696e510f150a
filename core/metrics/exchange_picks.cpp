// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/exchange_picks.h"

#include <algorithm>
#include <functional>

namespace weir::metrics {

KeptQuota KeptQuota::of(std::size_t endpoints)
{
    constexpr std::size_t perStretch = 15'000, inAll = 60'000; // details of a third of a KiB
    constexpr std::size_t fewestStretches = 4;
    KeptQuota quota;
    const auto count = std::max<std::size_t>(endpoints, 1);
    const auto share = perStretch / count;
    quota.slowest = std::clamp<std::size_t>(share / 3, 1, Slowest::kept);
    quota.sample = std::clamp<std::size_t>(2 * share / 3, 2, sampleKept);
    quota.stretches = std::clamp<std::size_t>(inAll / (count * (quota.slowest + quota.sample)), fewestStretches,
                                              mostPhases);
    return quota;
}

void ExchangePicks::put(std::size_t place, const ExchangeDetail& detail)
{
    const auto at = std::ranges::find(placed, place, &Placed::place);
    if (at != placed.end())
        at->detail = detail;
    else
        placed.push_back({place, detail});
}

void ExchangePicks::clear()
{
    slowest.clear();
    placed.clear();
}

void ExchangePicker::raise(base::Nanos response)
{
    const auto all = m_slowest.begin();
    if (m_count == m_most)
        std::pop_heap(all, all + static_cast<std::ptrdiff_t>(m_count), std::greater{});
    else
        ++m_count;
    const auto end = all + static_cast<std::ptrdiff_t>(m_count);
    *(end - 1) = response;
    std::push_heap(all, end, std::greater{});
    if (m_count == m_most)
        m_floor = m_slowest.front();
}

void ExchangeKeeping::fold(int worker, std::uint64_t requests, const ExchangePicks& picks)
{
    const auto index = static_cast<std::size_t>(worker);
    if (index >= m_workers.size())
        m_workers.resize(index + 1);
    auto& stream = m_workers[index];
    stream.seen += requests;
    for (const auto& [place, detail] : picks.placed) {
        if (place >= stream.kept.size())
            stream.kept.resize(place + 1);
        stream.kept[place] = detail;
    }
    m_slowest.merge(picks.slowest);
    if (!picks.empty() || (m_workers.size() > 1 && requests > 0))
        m_published = nullptr;
}

std::vector<ExchangeDetail> ExchangeKeeping::sample(const base::Random& random) const
{
    if (m_workers.size() == 1)
        return m_workers.front().kept;
    std::vector<StreamSample<ExchangeDetail>> streams;
    for (const auto& worker : m_workers)
        streams.push_back({worker.seen, worker.kept});
    return mergedSample<ExchangeDetail>(streams, m_sample, random);
}

std::shared_ptr<const KeptExchanges> ExchangeKeeping::published(const base::Random& random)
{
    if (m_published)
        return m_published;
    KeptExchanges kept;
    kept.slowest = m_slowest.sorted();
    kept.sample = sample(random);
    std::ranges::sort(kept.sample, {}, &ExchangeDetail::begin);
    m_published = std::make_shared<const KeptExchanges>(std::move(kept));
    return m_published;
}

} // namespace weir::metrics

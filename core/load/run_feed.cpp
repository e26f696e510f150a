// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/run_feed.h"

namespace weir::load {

using metrics::DistributionId;
using metrics::Histogram;

void RunFeed::add(const std::vector<std::unique_ptr<metrics::Interval>>& intervals)
{
    for (const auto& interval : intervals) {
        if (m_listeners.onExchanges && !interval->exchanges.empty())
            m_listeners.onExchanges(m_run, interval->exchanges);
        if (!m_listeners.onInterval)
            continue;
        for (std::size_t i = 0; i < interval->used; ++i) {
            const auto& slice = interval->slices[i];
            auto& [answered, failed] = m_second[{slice.phase, slice.epoch}];
            for (std::size_t place = 0; place < slice.touched; ++place) {
                answered[slice.ids[place]].merge(slice.endpoints[place].at(DistributionId::Response));
                if (const auto& some = slice.endpoints[place].at(DistributionId::Failed); !some.empty())
                    failed[slice.ids[place]].merge(some);
            }
        }
    }
}

void RunFeed::advance(base::Nanos now, bool isLast)
{
    if (!isLast && now - m_begin < std::chrono::seconds{1})
        return;
    for (const auto& [stretch, times] : m_second) {
        metrics::IntervalRecord record;
        record.phase = stretch.first;
        record.epoch = stretch.second;
        record.begin = m_begin;
        record.length = now - m_begin;
        handOut(record, times.answered);
        record.isOfFailed = true;
        handOut(record, times.failed);
    }
    m_second.clear();
    m_begin = now;
}

// The total first, then the endpoints that have any.
void RunFeed::handOut(metrics::IntervalRecord record, const Endpoints& endpoints) const
{
    Histogram total;
    for (const auto& [endpoint, response] : endpoints)
        total.merge(response);
    if (total.empty())
        return;
    record.response = &total;
    m_listeners.onInterval(m_run, record);
    for (const auto& [endpoint, response] : endpoints) {
        if (response.empty())
            continue;
        record.endpoint = endpoint;
        record.response = &response;
        m_listeners.onInterval(m_run, record);
    }
}

} // namespace weir::load

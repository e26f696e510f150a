// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/exchange_detail.h"

#include <algorithm>

namespace weir::metrics {

void ExchangeDetail::setRequest(const RequestLine& line)
{
    char* end = m_line.data();
    const auto append = [&](std::string_view part) {
        const auto room = static_cast<std::size_t>(m_line.data() + m_line.size() - end);
        m_isCut = m_isCut || part.size() > room;
        end = std::ranges::copy(part.substr(0, room), end).out;
    };
    m_isCut = false;
    append(line.method);
    append(line.method.empty() ? "" : " ");
    append(line.target);
    m_length = static_cast<std::uint8_t>(end - m_line.data());
}

ExchangeDetail exchangeDetail(const Sample& sample, base::TimePoint runBegin, const RequestLine& line)
{
    ExchangeDetail detail;
    detail.endpoint = sample.endpoint;
    detail.epoch = sample.epoch;
    detail.phase = sample.phase;
    detail.outcome = sample.outcome;
    detail.status = sample.status;
    detail.cache = sample.cache;
    detail.usedConnection = sample.usedConnection;
    detail.connects = sample.connects;
    detail.upstream = sample.upstream;
    detail.begin = sample.intended - runBegin;
    detail.response = std::max(sample.done - sample.intended, base::Nanos::zero());
    detail.steps = stepsOf(sample);
    detail.stages = sample.stages;
    detail.identityBytes = sample.identityBytes;
    detail.wireBytes = sample.wireBytes;
    detail.headerBytes = sample.headerBytes;
    detail.upstreamWireBytes = sample.upstreamWireBytes;
    detail.setRequest(line);
    return detail;
}

} // namespace weir::metrics

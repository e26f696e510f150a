// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/slowest.h"

#include <algorithm>

namespace weir::metrics {

static bool isSlower(const ExchangeDetail& a, const ExchangeDetail& b)
{
    return a.response > b.response;
}

void Slowest::add(const ExchangeDetail& detail)
{
    if (m_heap.size() == m_most) {
        if (detail.response <= m_heap.front().response)
            return;
        std::ranges::pop_heap(m_heap, isSlower);
        m_heap.back() = detail;
    } else {
        m_heap.reserve(m_most);
        m_heap.push_back(detail);
    }
    std::ranges::push_heap(m_heap, isSlower);
}

void Slowest::merge(const Slowest& other)
{
    for (const auto& detail : other.m_heap)
        add(detail);
}

std::vector<ExchangeDetail> Slowest::sorted() const
{
    auto result = m_heap;
    std::ranges::sort(result, [](const ExchangeDetail& a, const ExchangeDetail& b) {
        return a.response != b.response ? a.response > b.response : a.begin < b.begin;
    });
    return result;
}

} // namespace weir::metrics

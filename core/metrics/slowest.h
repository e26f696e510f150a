// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/exchange_detail.h"

namespace weir::metrics {

// The slowest of all exchanges it was given, exactly; of equally slow ones those that came first. Owned and used by
// one thread at a time.
class Slowest {
public:
    static constexpr std::size_t kept = 10;

    explicit Slowest(std::size_t most = kept) : m_most(most) {}

    void add(const ExchangeDetail& detail);
    void merge(const Slowest& other);
    void clear() { m_heap.clear(); } // keeps its memory

    bool empty() const { return m_heap.empty(); }
    std::vector<ExchangeDetail> sorted() const; // the slowest in front

private:
    std::size_t m_most;
    std::vector<ExchangeDetail> m_heap; // the fastest of them in front
};

} // namespace weir::metrics

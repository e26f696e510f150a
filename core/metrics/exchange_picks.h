// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/reservoir.h"
#include "core/metrics/slowest.h"

#include <memory>

namespace weir::metrics {

inline constexpr std::size_t sampleKept = 20; // of each endpoint, phase and epoch

// How many whole exchanges a run keeps. The figures above hold up to five hundred endpoints; beyond, each has its share
// of a total, so that ten thousand have one of the slowest and two that were drawn: 10 MiB for each phase and epoch.
// They are kept of the newest stretches of one phase and epoch only: of all those of a run that nobody turns knobs in,
// and of as many changes as a reader can follow, within a total as well.
struct KeptQuota {
    std::size_t slowest = Slowest::kept; // of each endpoint, phase and epoch
    std::size_t sample = sampleKept;
    std::size_t stretches = mostPhases;

    static KeptQuota of(std::size_t endpoints);
};

// Of one interval and endpoint: what its worker wants kept. At most Slowest::kept and sampleKept details.
struct ExchangePicks {
    struct Placed {
        std::size_t place = 0;
        ExchangeDetail detail;
    };
    Slowest slowest;            // of them those that are kept in the end
    std::vector<Placed> placed; // into the worker's uniform sample

    void put(std::size_t place, const ExchangeDetail& detail);
    bool empty() const { return slowest.empty() && placed.empty(); }
    void clear();
};

// One worker's choice of what to keep of one endpoint, phase and epoch. Where nothing is, that is two comparisons and a
// count. On its worker's thread.
class ExchangePicker {
public:
    explicit ExchangePicker(base::Random random, const KeptQuota& quota = {})
        : m_reservoir(quota.sample, random)
        , m_most(quota.slowest)
    {
    }

    struct Choice {
        bool isSlow = false;
        std::optional<std::size_t> place;

        explicit operator bool() const { return isSlow || place; }
    };
    Choice offer(base::Nanos response)
    {
        Choice choice;
        choice.place = m_reservoir.offer();
        choice.isSlow = response > m_floor;
        if (choice.isSlow) [[unlikely]]
            raise(response);
        return choice;
    }

private:
    void raise(base::Nanos response);

    base::Nanos m_floor{-1}; // of the slowest so far the fastest, once there are enough
    Reservoir m_reservoir;
    std::array<base::Nanos, Slowest::kept> m_slowest{}; // a heap, its fastest in front
    std::size_t m_count = 0;
    std::size_t m_most = Slowest::kept;
};

// All that is kept of one endpoint, phase and epoch, from all workers. In the collector, on its thread.
class ExchangeKeeping {
public:
    explicit ExchangeKeeping(const KeptQuota& quota = {}) : m_slowest(quota.slowest), m_sample(quota.sample) {}

    // `requests`: how many the picks were made of.
    void fold(int worker, std::uint64_t requests, const ExchangePicks& picks);
    // The same again until something new was folded in.
    std::shared_ptr<const KeptExchanges> published(const base::Random& random);

private:
    struct Stream {
        std::uint64_t seen = 0;
        std::vector<ExchangeDetail> kept;
    };
    std::vector<ExchangeDetail> sample(const base::Random& random) const;

    Slowest m_slowest;
    std::size_t m_sample;
    std::vector<Stream> m_workers;
    std::shared_ptr<const KeptExchanges> m_published;
};

} // namespace weir::metrics

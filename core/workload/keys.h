// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/settings/vary_grammar.h"
#include "core/workload/zipf.h"

#include <optional>

namespace weir::workload {

// Draws the keys of one line of `vary`. The lowest keys are the popular ones; a shifting hot set moves on by its own
// size and begins again at the range's end. One per worker, used on that worker's thread.
class Keys {
public:
    // `workers`: how many draw from the same line, so that a shift counted in draws counts those of all.
    Keys(const settings::VaryRange& range, int workers);

    // `elapsed` since the start of the run. The same seed and times give the same keys.
    std::int64_t next(base::Random& random, base::Nanos elapsed)
    {
        return m_popularity == settings::Popularity::Uniform ? random.between(m_low, m_high)
                                                             : nextPopular(random, elapsed);
    }

private:
    std::int64_t nextPopular(base::Random& random, base::Nanos elapsed);
    std::uint64_t nextOfHotSet(base::Random& random, base::Nanos elapsed);
    std::uint64_t shifts(base::Nanos elapsed);

    settings::Popularity m_popularity;
    std::int64_t m_low;
    std::int64_t m_high;
    std::optional<Zipf> m_zipf;

    std::uint64_t m_count = 1; // hot set: of keys
    std::uint64_t m_hot = 1;   // of hot ones
    double m_hotDraws = 1;
    std::uint64_t m_shiftDraws = 0; // of all workers
    base::Nanos m_shiftTime{};
    std::uint64_t m_workers;
    std::uint64_t m_drawn = 0;
};

} // namespace weir::workload

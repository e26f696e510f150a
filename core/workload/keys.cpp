// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/keys.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

namespace weir::workload {

namespace {

// The range of all 64-bit numbers has one key more than fits; it loses its last.
std::uint64_t countOf(std::int64_t low, std::int64_t high)
{
    const auto span = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
    return span == std::numeric_limits<std::uint64_t>::max() ? span : span + 1;
}

// Uniform in [0, count), count > 0.
std::uint64_t below(base::Random& random, std::uint64_t count)
{
    return static_cast<std::uint64_t>(random.between(0, static_cast<std::int64_t>(count - 1)));
}

} // namespace

Keys::Keys(const settings::VaryRange& range, int workers)
    : m_popularity(range.popularity)
    , m_low(range.low)
    , m_high(range.high)
    , m_count(countOf(range.low, range.high))
    , m_hotDraws(range.hotDraws)
    , m_shiftDraws(static_cast<std::uint64_t>(range.shiftDraws))
    , m_shiftTime(std::chrono::duration_cast<base::Nanos>(std::chrono::duration<double>(range.shiftS)))
    , m_workers(static_cast<std::uint64_t>(workers))
{
    if (m_popularity == settings::Popularity::Zipf)
        m_zipf.emplace(m_count, range.exponent);
    const auto hot = std::llround(std::min(static_cast<double>(m_count) * range.hotKeys, 0x1p53));
    m_hot = std::clamp<std::uint64_t>(static_cast<std::uint64_t>(hot), 1, m_count);
}

std::int64_t Keys::nextPopular(base::Random& random, base::Nanos elapsed)
{
    const auto index = m_zipf ? m_zipf->next(random) - 1 : nextOfHotSet(random, elapsed);
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(m_low) + index);
}

std::uint64_t Keys::nextOfHotSet(base::Random& random, base::Nanos elapsed)
{
    const bool isHot = random.unit() < m_hotDraws || m_hot == m_count;
    const auto places = (m_count + m_hot - 1) / m_hot;
    const auto begin = shifts(elapsed) % places * m_hot;
    ++m_drawn;
    const auto offset = isHot ? below(random, m_hot) : m_hot + below(random, m_count - m_hot);
    return offset < m_count - begin ? begin + offset : offset - (m_count - begin);
}

// This worker's draws stand for those of all, which interleave.
std::uint64_t Keys::shifts(base::Nanos elapsed)
{
    if (m_shiftDraws > 0)
        return m_drawn * m_workers / m_shiftDraws;
    return m_shiftTime.count() > 0 ? static_cast<std::uint64_t>(elapsed / m_shiftTime) : 0;
}

} // namespace weir::workload

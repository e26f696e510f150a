// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/course.h"

#include "core/base/random.h"

#include <algorithm>
#include <numeric>

namespace weir::experiment {

// Fisher and Yates.
static void shuffle(std::vector<std::size_t>& places, base::Random& random)
{
    for (std::size_t i = places.size(); i > 1; --i)
        std::swap(places[i - 1], places[static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(i) - 1))]);
}

static std::vector<std::size_t> countingUp(std::size_t count)
{
    std::vector<std::size_t> places(count);
    std::iota(places.begin(), places.end(), std::size_t{0});
    return places;
}

Course::Course(std::vector<Contrast> contrasts, int rounds, std::uint64_t seed) : m_seed(seed)
{
    auto random = base::Random{seed}.split(1);
    std::vector<bool> baselineFirst(contrasts.size());
    auto places = countingUp(contrasts.size());
    for (int round = 0; round < rounds; ++round) {
        shuffle(places, random);
        for (const auto i : places) {
            baselineFirst[i] = round % 2 == 0 ? random.unit() < 0.5 : !baselineFirst[i];
            addPair(contrasts[i], i, round, baselineFirst[i], false);
        }
    }
}

Course::Course(const std::vector<std::size_t>& designRuns, int rounds, std::uint64_t seed) : m_seed(seed)
{
    auto random = base::Random{seed}.split(2);
    auto places = countingUp(designRuns.size());
    for (int round = 0; round < rounds; ++round) {
        shuffle(places, random);
        for (const auto run : places)
            m_orders.push_back({m_orders.size(), designRuns[run], run, false, false, round, m_draws});
        ++m_draws;
    }
}

void Course::append(const Contrast& contrast, std::size_t number, int rounds)
{
    auto random = base::Random{m_seed}.split(3 + number);
    bool baselineFirst = true;
    for (int round = 0; round < rounds; ++round) {
        baselineFirst = round % 2 == 0 ? random.unit() < 0.5 : !baselineFirst;
        addPair(contrast, number, round, baselineFirst, true);
    }
}

void Course::addPair(const Contrast& contrast, std::size_t number, int round, bool baselineFirst, bool isConfirming)
{
    for (const bool isVariant : {!baselineFirst, baselineFirst})
        m_orders.push_back({m_orders.size(), isVariant ? contrast.variant : contrast.baseline, number, isVariant,
                            isConfirming, round, m_draws});
    ++m_draws;
}

std::optional<BlockOrder> Course::next() const
{
    if (m_done >= m_orders.size())
        return std::nullopt;
    return m_orders[m_done];
}

void Course::done()
{
    ++m_done;
}

void Course::back()
{
    --m_done;
}

bool Course::isPairOpen() const
{
    return m_done > 0 && m_done < m_orders.size() && m_orders[m_done].draw == m_orders[m_done - 1].draw;
}

void Course::close(std::size_t contrast)
{
    const auto from = m_orders.begin() + static_cast<std::ptrdiff_t>(m_done);
    const auto open = isPairOpen() ? m_orders[m_done].draw : m_draws;
    m_orders.erase(std::remove_if(from, m_orders.end(),
                                  [&](const BlockOrder& order) {
                                      return order.contrast == contrast && order.draw != open;
                                  }),
                   m_orders.end());
    for (std::size_t i = m_done; i < m_orders.size(); ++i)
        m_orders[i].number = i;
}

} // namespace weir::experiment

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/decimate.h"

#include <algorithm>
#include <cmath>

namespace weir::ui {

namespace {

// Collects the values of one pixel column at a time.
class Columns {
public:
    explicit Columns(std::span<const double> y) : m_y(y) {}

    void add(std::size_t index, std::ptrdiff_t column)
    {
        if (!std::isfinite(m_y[index])) {
            addGap(index);
            return;
        }
        m_inGap = false;
        if (m_open && column == m_column) {
            if (m_y[index] < m_y[m_low])
                m_low = index;
            if (m_y[index] > m_y[m_high])
                m_high = index;
            return;
        }
        flush();
        m_open = true;
        m_column = column;
        m_low = m_high = index;
    }

    std::vector<std::size_t> take()
    {
        flush();
        return std::move(m_kept);
    }

private:
    void addGap(std::size_t index)
    {
        flush();
        if (!m_inGap)
            m_kept.push_back(index);
        m_inGap = true;
    }

    void flush()
    {
        if (!m_open)
            return;
        m_kept.push_back(std::min(m_low, m_high));
        if (m_low != m_high)
            m_kept.push_back(std::max(m_low, m_high));
        m_open = false;
    }

    std::span<const double> m_y;
    std::vector<std::size_t> m_kept;
    std::size_t m_low = 0;
    std::size_t m_high = 0;
    std::ptrdiff_t m_column = 0;
    bool m_open = false;
    bool m_inGap = false;
};

} // namespace

std::vector<std::size_t> decimate(std::span<const double> x, std::span<const double> y, double begin, double end,
                                  std::size_t columns)
{
    if (x.empty() || columns == 0 || !(end > begin))
        return {};
    auto first = std::ranges::lower_bound(x, begin) - x.begin();
    auto last = std::ranges::upper_bound(x, end) - x.begin();
    first = std::max<std::ptrdiff_t>(first - 1, 0);
    last = std::min<std::ptrdiff_t>(last + 1, std::ssize(x));
    const double perColumn = (end - begin) / static_cast<double>(columns);
    Columns kept(y);
    for (auto i = first; i < last; ++i) {
        const auto index = static_cast<std::size_t>(i);
        kept.add(index, static_cast<std::ptrdiff_t>(std::floor((x[index] - begin) / perColumn)));
    }
    return kept.take();
}

std::vector<Stretch> stretches(std::span<const double> y, std::span<const std::size_t> indices)
{
    std::vector<Stretch> found;
    bool open = false;
    for (std::size_t i = 0; i < indices.size(); ++i) {
        const bool gap = !std::isfinite(y[indices[i]]);
        if (!gap && !open)
            found.push_back(Stretch{i, i});
        open = !gap;
        if (open)
            found.back().last = i + 1;
    }
    return found;
}

} // namespace weir::ui

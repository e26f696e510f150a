// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/interval_bar.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace weir::report {

namespace {

constexpr double widestAxis = 1;

// 1, 2 or 5 times a power of ten, as an axis ends.
double roundedUp(double value)
{
    const double power = std::pow(10, std::floor(std::log10(value)));
    for (const double factor : {1.0, 2.0, 3.0, 5.0, 7.0})
        if (value <= factor * power * 1.000001)
            return factor * power;
    return 10 * power;
}

// Characters of a bar; column 0 is the leftmost.
class BarCells {
public:
    explicit BarCells(double reach, std::size_t width) : m_cells(width, " "), m_reach(reach) { put(0, "│"); }

    void put(double ratio, const char* cell) { m_cells[columnOf(ratio)] = cell; }
    void fill(double from, double to, const char* cell)
    {
        const auto [first, last] = std::minmax({columnOf(from), columnOf(to)});
        for (auto column = first; column <= last; ++column)
            m_cells[column] = cell;
    }
    void markBeyond(double low, double high)
    {
        if (low < -m_reach)
            m_cells.front() = "◂";
        if (high > m_reach)
            m_cells.back() = "▸";
    }
    std::string text() const
    {
        std::string text;
        for (const auto* cell : m_cells)
            text += cell;
        return text;
    }

private:
    std::size_t columnOf(double ratio) const
    {
        const auto half = static_cast<double>(m_cells.size() / 2);
        return static_cast<std::size_t>(std::lround(half + half * std::clamp(ratio / m_reach, -1.0, 1.0)));
    }

    std::vector<const char*> m_cells;
    double m_reach;
};

bool hasBounds(const Span& span)
{
    return !std::isnan(span.low) && !std::isnan(span.high);
}

} // namespace

Span spanOf(const experiment::Estimate& estimate)
{
    const auto& difference = estimate.difference;
    return {difference.asRatio(difference.low), difference.asRatio(difference.difference),
            difference.asRatio(difference.high)};
}

Span spanOf(const experiment::FactorEffect& effect)
{
    analysis::PairedDifference difference;
    difference.scale = effect.scale;
    return {difference.asRatio(effect.low), difference.asRatio(effect.effect), difference.asRatio(effect.high)};
}

double axisReach(std::span<const Span> spans, double margin)
{
    double reach = std::clamp(2 * margin, 0.001, widestAxis);
    for (const auto& span : spans)
        for (const double end : {span.low, span.middle, span.high})
            if (std::isfinite(end))
                reach = std::max(reach, std::min(std::abs(end), widestAxis));
    return std::min(roundedUp(reach), widestAxis);
}

std::string intervalBar(const Span& span, double reach, std::size_t width)
{
    BarCells cells{reach, width};
    if (hasBounds(span)) {
        cells.fill(span.low, span.high, "━");
        cells.put(0, span.low <= 0 && span.high >= 0 ? "┿" : "│");
    }
    if (!std::isnan(span.middle))
        cells.put(span.middle, "●");
    if (hasBounds(span))
        cells.markBeyond(span.low, span.high);
    return cells.text();
}

std::string tornadoBar(const Span& span, double reach, std::size_t width)
{
    BarCells cells{reach, width};
    if (std::isnan(span.middle))
        return cells.text();
    cells.fill(0, span.middle, "█");
    if (hasBounds(span))
        cells.fill(span.low, span.high, "─");
    cells.put(0, "│");
    cells.markBeyond(std::min(span.middle, span.low), std::max(span.middle, span.high));
    return cells.text();
}

} // namespace weir::report

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/chart_frame.h"

#include "core/report/format.h"

#include <fmt/format.h>

#include <cmath>

namespace weir::report {

namespace {

constexpr std::size_t mostLabels = 8;

} // namespace

std::string figureText(std::string_view metric, double value)
{
    if (const auto* known = metrics::findMetric(metric))
        return formatMetric(*known, value);
    return std::isnan(value) ? "-" : std::isinf(value) ? "never" : fmt::format("{:.4g}", value);
}

ChartFrame::ChartFrame(double width, double height, std::string_view description)
    : m_svg(width, height, description)
    , m_right(width - 16)
    , m_bottom(height - 24)
    , m_x(0, 1, m_left, m_right)
    , m_y(0, 1, m_bottom, m_top)
{
}

void ChartFrame::setY(const std::vector<double>& figures, bool fromZero, std::string_view metric, bool isLogarithmic)
{
    m_y = ChartScale::around(figures, m_bottom, m_top, fromZero, isLogarithmic);
    for (const double tick : m_y.ticks()) {
        m_svg.line(m_left, m_y.at(tick), m_right, m_y.at(tick), "grid");
        m_svg.text(m_left - 8, m_y.at(tick) + 4, figureText(metric, tick), "dim", SvgCanvas::Anchor::End);
    }
}

void ChartFrame::setXScale(const ChartScale& scale, const std::vector<std::pair<double, std::string>>& labels)
{
    m_x = scale;
    for (const auto& [value, label] : labels)
        m_svg.text(m_x.at(value), m_bottom + 17, label, "dim", SvgCanvas::Anchor::Middle);
}

void ChartFrame::setX(const std::vector<double>& values, bool isLogarithmic, std::string_view metric)
{
    const auto scale = ChartScale::around(values, m_left, m_right, false, isLogarithmic);
    std::vector<std::pair<double, std::string>> labels;
    for (const double tick : scale.ticks())
        labels.emplace_back(tick, figureText(metric, tick));
    setXScale(scale, labels);
}

void ChartFrame::setXRange(double from, double to, const std::vector<double>& labelled)
{
    std::vector<std::pair<double, std::string>> labels;
    const auto step = std::max<std::size_t>(1, (labelled.size() + mostLabels - 1) / mostLabels);
    for (std::size_t i = 0; i < labelled.size(); i += step)
        labels.emplace_back(labelled[i], fmt::format("{:g}", labelled[i]));
    setXScale({from, to, m_left, m_right}, labels);
}

void ChartFrame::drawFigure(double x, double figure, double radius, std::string_view style, Mark mark)
{
    const auto dot = fmt::format("dot {}", style);
    if (std::isinf(figure))
        m_svg.triangle(x, m_top, radius + 1, dot);
    else if (mark == Mark::Circle)
        m_svg.circle(x, m_y.at(figure), radius, dot);
    else if (mark == Mark::Square)
        m_svg.square(x, m_y.at(figure), radius * 0.9, dot);
    else
        m_svg.cross(x, m_y.at(figure), radius, fmt::format("bar {}", style));
}

} // namespace weir::report

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/chart_scale.h"
#include "core/report/svg_canvas.h"

#include <string>
#include <string_view>
#include <vector>

namespace weir::report {

// A chart with its axes: a light horizontal grid, four or five labels each way. Set y before x, both once, then draw.
// One thread.
class ChartFrame {
public:
    enum class Mark { Circle, Square, Cross };

    ChartFrame(double width, double height, std::string_view description);

    // Figures of that metric of the catalogue, which labels the axis; an id that is none gives plain numbers.
    void setY(const std::vector<double>& figures, bool fromZero, std::string_view metric, bool isLogarithmic = false);
    void setX(const std::vector<double>& values, bool isLogarithmic = false, std::string_view metric = "");
    void setXRange(double from, double to, const std::vector<double>& labelled); // some of them, evenly
    void setXScale(const ChartScale& scale, const std::vector<std::pair<double, std::string>>& labels);

    double x(double value) const { return m_x.at(value); }
    double y(double figure) const { return m_y.at(figure); }
    double top() const { return m_top; }
    double bottom() const { return m_bottom; }
    double left() const { return m_left; }
    double right() const { return m_right; }
    SvgCanvas& svg() { return m_svg; }

    // At a figure; what is infinite is a triangle at the upper edge, what is not known nothing.
    void drawFigure(double x, double figure, double radius, std::string_view style, Mark mark);

    std::string take() { return m_svg.take(); }

private:
    SvgCanvas m_svg;
    double m_left = 64;
    double m_right;
    double m_top = 12;
    double m_bottom;
    ChartScale m_x;
    ChartScale m_y;
};

// A figure of a metric with its unit; a plain number where there is none of that id.
std::string figureText(std::string_view metric, double value);

} // namespace weir::report

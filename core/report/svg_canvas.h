// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weir::report {

// A picture as SVG within an HTML page. Colours and type are the page's, by class. Whatever a coordinate is not finite
// of is left out, so a figure that is not known draws nothing. One thread.
class SvgCanvas {
public:
    enum class Anchor { Start, Middle, End };
    using Points = std::vector<std::pair<double, double>>;

    // `description`: for who cannot see it.
    SvgCanvas(double width, double height, std::string_view description);

    void line(double x1, double y1, double x2, double y2, std::string_view style);
    void rect(double x, double y, double width, double height, std::string_view style, double radius = 0);
    void circle(double x, double y, double radius, std::string_view style);
    void square(double x, double y, double radius, std::string_view style);
    void cross(double x, double y, double radius, std::string_view style);
    void triangle(double x, double y, double radius, std::string_view style); // points up: beyond the axis
    void path(const Points& points, std::string_view style);                  // breaks where a point is not finite
    void text(double x, double y, std::string_view text, std::string_view style = "", Anchor anchor = Anchor::Start);

    // What a pointer over it is told; wraps what is drawn until `end`.
    void beginTip(std::string_view tip);
    void endTip();

    std::string take();

private:
    std::string m_text;
};

} // namespace weir::report

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/svg_canvas.h"

#include "core/report/html_text.h"

#include <fmt/format.h>

#include <cmath>

namespace weir::report {

namespace {

template <typename... Numbers>
bool areFinite(Numbers... numbers)
{
    return (std::isfinite(numbers) && ...);
}

std::string_view anchorName(SvgCanvas::Anchor anchor)
{
    return anchor == SvgCanvas::Anchor::End ? "end" : anchor == SvgCanvas::Anchor::Middle ? "middle" : "start";
}

} // namespace

SvgCanvas::SvgCanvas(double width, double height, std::string_view description)
    : m_text(fmt::format("<svg viewBox=\"0 0 {0:.0f} {1:.0f}\" width=\"{0:.0f}\" height=\"{1:.0f}\" role=\"img\" "
                         "aria-label=\"{2}\">",
                         width, height, htmlText(description)))
{
}

void SvgCanvas::line(double x1, double y1, double x2, double y2, std::string_view style)
{
    if (areFinite(x1, y1, x2, y2))
        m_text += fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" class=\"{}\"/>", x1, y1,
                              x2, y2, style);
}

void SvgCanvas::rect(double x, double y, double width, double height, std::string_view style, double radius)
{
    if (areFinite(x, y, width, height) && width >= 0 && height >= 0)
        m_text += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"{:.0f}\" "
                              "class=\"{}\"/>",
                              x, y, width, height, radius, style);
}

void SvgCanvas::circle(double x, double y, double radius, std::string_view style)
{
    if (areFinite(x, y))
        m_text += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\" class=\"{}\"/>", x, y, radius, style);
}

void SvgCanvas::square(double x, double y, double radius, std::string_view style)
{
    rect(x - radius, y - radius, 2 * radius, 2 * radius, style);
}

void SvgCanvas::cross(double x, double y, double radius, std::string_view style)
{
    line(x - radius, y - radius, x + radius, y + radius, style);
    line(x - radius, y + radius, x + radius, y - radius, style);
}

void SvgCanvas::triangle(double x, double y, double radius, std::string_view style)
{
    if (areFinite(x, y))
        m_text += fmt::format("<path d=\"M{:.1f} {:.1f}l{:.1f} {:.1f}h{:.1f}z\" class=\"{}\"/>", x, y - radius, radius,
                              2 * radius, -2 * radius, style);
}

void SvgCanvas::path(const Points& points, std::string_view style)
{
    std::string steps;
    bool isBegun = false;
    for (const auto& [x, y] : points) {
        const bool isKnown = areFinite(x, y);
        if (isKnown)
            steps += fmt::format("{}{:.1f} {:.1f}", isBegun ? "L" : "M", x, y);
        isBegun = isKnown;
    }
    if (!steps.empty())
        m_text += fmt::format("<path d=\"{}\" class=\"{}\"/>", steps, style);
}

void SvgCanvas::text(double x, double y, std::string_view text, std::string_view style, Anchor anchor)
{
    if (areFinite(x, y))
        m_text += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\" class=\"{}\">{}</text>", x, y,
                              anchorName(anchor), style, htmlText(text));
}

void SvgCanvas::beginTip(std::string_view tip)
{
    m_text += fmt::format("<g><title>{}</title>", htmlText(tip));
}

void SvgCanvas::endTip()
{
    m_text += "</g>";
}

std::string SvgCanvas::take()
{
    return std::move(m_text) + "</svg>";
}

} // namespace weir::report

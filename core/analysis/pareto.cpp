// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/pareto.h"

#include <algorithm>
#include <cmath>

namespace weir::analysis {

namespace {

struct Span {
    double middle, low, high; // turned so that lower is better
};

Span turned(double middle, double low, double high, Direction direction)
{
    return direction == Direction::LowerIsBetter ? Span{middle, low, high} : Span{-middle, -high, -low};
}

bool isBetter(const Span& a, const Span& b)
{
    return a.high < b.low;
}

// By its middle: two equal settings do not throw each other off the front, for neither is better.
bool isNoWorse(const Span& a, const Span& b)
{
    return a.middle <= b.middle;
}

} // namespace

std::vector<bool> paretoFront(std::span<const FrontPoint> points, Direction xWay, Direction yWay)
{
    std::vector<Span> xs, ys;
    for (const auto& p : points) {
        xs.push_back(turned(p.x, p.xLow, p.xHigh, xWay));
        ys.push_back(turned(p.y, p.yLow, p.yHigh, yWay));
    }
    std::vector<bool> front(points.size(), true);
    for (std::size_t i = 0; i < points.size(); ++i) {
        for (std::size_t k = 0; k < points.size() && front[i]; ++k) {
            const bool dominates = (isBetter(xs[k], xs[i]) && isNoWorse(ys[k], ys[i]))
                || (isBetter(ys[k], ys[i]) && isNoWorse(xs[k], xs[i]));
            front[i] = !dominates;
        }
    }
    return front;
}

std::optional<double> smallestWithin(std::span<const SweepPoint> points, Direction direction, double share)
{
    if (points.empty())
        return std::nullopt;
    const bool lower = direction == Direction::LowerIsBetter;
    const auto [least, most] = std::ranges::minmax(points, {}, &SweepPoint::figure);
    const double best = lower ? least.figure : most.figure;
    std::optional<double> smallest;
    for (const auto& [setting, figure] : points) {
        const bool isGood = lower ? figure <= best * (1 + share) : figure >= best * (1 - share);
        if (isGood && (!smallest || setting < *smallest))
            smallest = setting;
    }
    return smallest;
}

std::optional<double> kneeOf(std::span<const SweepPoint> points, Direction direction)
{
    if (points.size() < 4)
        return std::nullopt;
    std::vector<SweepPoint> sorted(points.begin(), points.end());
    std::ranges::sort(sorted, {}, &SweepPoint::setting);
    if (direction == Direction::LowerIsBetter) {
        for (auto& point : sorted)
            point.figure = -point.figure;
    }
    const auto [least, most] = std::ranges::minmax(sorted, {}, &SweepPoint::figure);
    const double width = sorted.back().setting - sorted.front().setting;
    const double height = most.figure - least.figure;
    if (width <= 0 || height <= 0)
        return std::nullopt;
    const double slope = (sorted.back().figure - sorted.front().figure) / width;
    std::optional<double> knee;
    double farthest = height / 10;
    for (const auto& point : sorted) {
        const double above = point.figure - (sorted.front().figure + slope * (point.setting - sorted.front().setting));
        if (above > farthest) {
            farthest = above;
            knee = point.setting;
        }
    }
    return knee;
}

} // namespace weir::analysis

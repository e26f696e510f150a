// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/run_stretch_figures.h"

#include "core/analysis/independent_difference.h"
#include "core/base/seconds.h"
#include "core/metrics/trailing_windows.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace weir::experiment {

using metrics::Metric;
using metrics::MetricKind;
using metrics::Point;

namespace {

constexpr std::size_t mostFigures = 60;
constexpr double shortestSecond = 0.9; // a part of one has figures of its own luck

using StretchPoints = std::vector<const Point*>;

StretchPoints pointsOf(const RunStretch& stretch)
{
    StretchPoints points;
    for (const auto& point : stretch.snapshot->seconds)
        if (point->phase == stretch.total->phase && point->epoch == stretch.total->epoch && !point->late
            && base::toSeconds(point->span) >= shortestSecond)
            points.push_back(point.get());
    return points;
}

double valueAt(const Point& point, std::string_view id)
{
    return point.values[metrics::metricIndex(id)];
}

// Where nothing says how many samples a distribution has, as of waits for a connection, a quarter of the requests.
double samplesAt(const Metric& metric, const Point& point)
{
    const auto known = metrics::samplesOf(metric.percentile.of, point.values);
    return known ? *known : valueAt(point, "requests") / 4;
}

// How far back the percentile of a point looks: the smallest window with enough samples, of which it covers nine tenths
// at least (trailing_windows.h).
double windowAt(const Metric& metric, const StretchPoints& points, std::size_t index)
{
    const auto needed = static_cast<double>(metrics::samplesNeeded(metric.percentile.percent));
    constexpr double covered = 0.9;
    constexpr int slack = 10; // a second is a tick longer or shorter than one
    for (const auto span : metrics::TrailingWindows::spans) {
        double samples = 0;
        for (std::size_t i = index + 1; i-- > 0 && points[index]->at - points[i]->at < span - span / slack;)
            samples += samplesAt(metric, *points[i]);
        if (span + span / slack >= points[index]->span && samples * covered >= needed)
            return base::toSeconds(span);
    }
    return base::toSeconds(metrics::TrailingWindows::spans.back());
}

std::vector<double> percentilesOver(const StretchPoints& points, const Metric& metric)
{
    std::vector<double> figures;
    double end = -std::numeric_limits<double>::infinity(); // of the figure before
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double figure = valueAt(*points[i], metric.id);
        const double at = base::toSeconds(points[i]->at);
        if (std::isnan(figure) || at - end < windowAt(metric, points, i) * 0.95)
            continue;
        figures.push_back(figure);
        end = at;
    }
    return figures;
}

bool addsUp(const Metric& metric)
{
    return metric.kind == MetricKind::Count || metric.kind == MetricKind::Bytes;
}

template <typename Figure>
std::vector<double> eachSecond(const RunStretch& stretch, Figure figure)
{
    std::vector<double> figures;
    for (const auto* point : pointsOf(stretch))
        figures.push_back(figure(*point));
    return analysis::batchMeans(figures, mostFigures);
}

std::vector<double> sharesOver(const RunStretch& stretch, std::initializer_list<std::string_view> parts)
{
    return eachSecond(stretch, [&](const Point& point) {
        double lost = 0;
        for (const auto part : parts)
            lost += valueAt(point, part);
        const double all = valueAt(point, "requests") + valueAt(point, "skipped") + valueAt(point, "unfinished");
        return all > 0 ? lost / all : std::numeric_limits<double>::quiet_NaN();
    });
}

} // namespace

const metrics::Row* RunStretch::endpoint(std::size_t which) const
{
    const metrics::Row* found = nullptr;
    snapshot->forEachRowOf(static_cast<int>(which), [&](const metrics::Row& row) {
        if (row.phase == total->phase && row.epoch == total->epoch)
            found = &row;
    });
    return found;
}

double RunStretch::seconds() const
{
    return base::toSeconds(total->end - total->begin);
}

std::optional<RunStretch> stretchOf(const metrics::Snapshot& snapshot, std::optional<metrics::EpochId> epoch)
{
    static const auto requests = metrics::metricIndex("requests");
    const metrics::Row* best = nullptr;
    for (const auto& row : snapshot.rows) {
        if (!metrics::isMeasured(row->phase) || row->endpoint >= 0 || (epoch && row->epoch != *epoch))
            continue;
        const auto rankOf = [](const metrics::Row& r) { return std::pair{r.epoch, r.values[requests]}; };
        if (!best || rankOf(*row) > rankOf(*best))
            best = row.get();
    }
    return best ? std::optional{RunStretch{&snapshot, best}} : std::nullopt;
}

std::vector<double> figuresOver(const RunStretch& stretch, const Metric& metric)
{
    if (metric.percentile.percent > 0)
        return analysis::batchMeans(percentilesOver(pointsOf(stretch), metric), mostFigures);
    return eachSecond(stretch, [&](const Point& point) {
        const double value = valueAt(point, metric.id);
        return addsUp(metric) ? value / base::toSeconds(point.span) : value;
    });
}

std::vector<double> failedShares(const RunStretch& stretch)
{
    return sharesOver(stretch, {"failed"});
}

std::vector<double> skippedShares(const RunStretch& stretch)
{
    return sharesOver(stretch, {"skipped", "unfinished"});
}

} // namespace weir::experiment

// SPDX-License-Identifier: GPL-3.0-or-later
// What a chart over time takes out of a snapshot, and how it says it in words.
#include "ui/charts/time_plot.h"

#include "core/base/seconds.h"

#include <algorithm>
#include <cmath>

namespace weir::ui {

TimePlot::TimePlot(ChartSpec spec, QWidget* parent) : PlotView(parent), m_spec(std::move(spec))
{
    setObjectName(m_spec.name);
    m_columns.resize(m_spec.series.size());
    setGroup(new ChartGroup(this));
    setTitle(m_spec.title, m_spec.unit);
    setHelp(m_spec.help);
    if (!m_spec.emptyText.isEmpty())
        setEmptyText(m_spec.emptyText);
}

void TimePlot::setGroup(ChartGroup* group)
{
    if (m_group)
        m_group->disconnect(this);
    m_group = group;
    connect(group, &ChartGroup::hoveredChanged, this, qOverload<>(&QWidget::update));
}

// 200 ms points for what fits in two minutes and is still kept, whole seconds beyond.
static const metrics::Points& pointsFor(const metrics::Snapshot& snapshot, TimeRange range)
{
    constexpr base::Nanos fine = std::chrono::minutes(2);
    if (snapshot.seconds.empty() || snapshot.recent.empty())
        return snapshot.recent.empty() ? snapshot.seconds : snapshot.recent;
    const bool covered = snapshot.recent.front()->at <= std::max(range.begin, snapshot.seconds.front()->at);
    return range.end - range.begin <= fine && covered ? snapshot.recent : snapshot.seconds;
}

void TimePlot::setData(const metrics::Snapshot& snapshot, TimeRange range)
{
    m_begin = base::toSeconds(range.begin);
    m_end = base::toSeconds(range.end);
    m_warmupEnd = snapshot.run ? base::toSeconds(snapshot.run->warmup) : 0;
    const auto& points = pointsFor(snapshot, range);
    m_hasPoints = !points.empty();
    takePoints(points);
    snapshotTaken(snapshot);
    takeMarks(snapshot);
    const auto* last = lastPoint(snapshot.recent.empty() ? points : snapshot.recent);
    setHeadline(last && m_spec.headline ? m_spec.headline(*last) : QString());
    const QString absent = m_hasPoints && m_spec.absent ? m_spec.absent(snapshot) : m_spec.absentText;
    setEmptyText(m_hasPoints && !absent.isEmpty() ? absent : m_spec.emptyText);
}

void TimePlot::clear()
{
    setData(metrics::Snapshot{}, TimeRange{base::Nanos{}, std::chrono::seconds(10)});
}

void TimePlot::setNoise(const NoiseBands& noise)
{
    m_noise = noise;
    const bool drawn = std::ranges::any_of(m_spec.series, &SeriesSpec::hasNoise) && !noise.isEmpty();
    setHelp(drawn ? QStringLiteral("%1 %2").arg(
                m_spec.help,
                tr("A band is the noise floor around the figure of a whole stretch of the run; the line's points, of a "
                   "second or less, scatter more widely. %1")
                    .arg(noise.sentence()))
                  : m_spec.help);
}

const metrics::Point* TimePlot::lastPoint(const metrics::Points& points) const
{
    for (auto at = points.rbegin(); at != points.rend(); ++at)
        if (!(*at)->late && base::toSeconds((*at)->at) <= m_end + 1e-9)
            return at->get();
    return nullptr;
}

void TimePlot::takePoints(const metrics::Points& points)
{
    m_times.clear();
    m_lateLines.clear();
    for (const auto& point : points) {
        if (point->late) {
            takeLate(*point);
            continue;
        }
        m_times.push_back(base::toSeconds(point->at));
    }
    for (std::size_t i = 0; i < m_columns.size(); ++i)
        takeColumn(points, i);
    valuesTaken();
}

void TimePlot::takeLate(const metrics::Point& point)
{
    auto line = std::ranges::find_if(
        m_lateLines, [&](const LateLine& l) { return l.phase == point.phase && l.epoch == point.epoch; });
    if (line == m_lateLines.end())
        line = m_lateLines.insert(line, LateLine{point.phase, point.epoch, {}, {}});
    line->times.push_back(base::toSeconds(point.at));
    line->values.resize(m_columns.size());
    for (std::size_t i = 0; i < m_columns.size(); ++i)
        line->values[i].push_back(metricValue(point, m_spec.series[i].metric));
}

void TimePlot::takeColumn(const metrics::Points& points, std::size_t series)
{
    const auto index = metrics::metricIndex(m_spec.series[series].metric);
    auto& column = m_columns[series];
    column = {};
    column.values.reserve(points.size());
    for (const auto& point : points) {
        if (point->late)
            continue;
        const double value = index < point->values.size() ? point->values[index] : std::nan("");
        column.values.push_back(value);
        column.present = column.present || std::isfinite(value);
        column.never = column.never || std::isinf(value);
        column.nonZero = column.nonZero || value > 0;
    }
}

void TimePlot::takeMarks(const metrics::Snapshot& snapshot)
{
    m_marks.clear();
    for (const auto& event : snapshot.events) {
        const double at = base::toSeconds(event.at);
        if (at >= m_begin && at <= m_end)
            m_marks.push_back(Mark{event.number, at, QString::fromStdString(event.text)});
    }
}

bool TimePlot::isEmpty() const
{
    return std::ranges::none_of(m_columns, [](const Column& column) { return column.present || column.never; });
}

QString TimePlot::seriesLabel(std::size_t series) const
{
    const auto& spec = m_spec.series[series];
    if (!spec.label.isEmpty())
        return spec.label;
    const auto* metric = metrics::findMetric(spec.metric);
    return metric ? QString::fromUtf8(metric->label.data(), static_cast<qsizetype>(metric->label.size())) : QString();
}

QColor TimePlot::seriesColor(std::size_t series) const
{
    return resolve(colors(this), m_spec.series[series].color);
}

QString TimePlot::summary() const
{
    QStringList parts;
    if (!headline().isEmpty())
        parts << headline();
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        const auto& values = m_columns[i].values;
        if (!m_columns[i].present || !(isShown(i) || m_spec.series[i].told))
            continue;
        const auto known = [](double value) { return std::isfinite(value); };
        const auto last = std::find_if(values.rbegin(), values.rend(), known);
        double low = *last;
        double high = *last;
        for (const double value : values) {
            low = value < low ? value : low;
            high = value > high && std::isfinite(value) ? value : high;
        }
        if (std::isinf(values.back())) {
            parts << tr("%1 now never").arg(seriesLabel(i));
            continue;
        }
        const auto format = m_spec.series[i].told.value_or(m_spec.format);
        parts << tr("%1 now %2, from %3 to %4")
                     .arg(seriesLabel(i), valueText(*last, format), valueText(low, format), valueText(high, format));
    }
    return parts.join(QStringLiteral("; "));
}

QList<QStringList> TimePlot::table() const
{
    std::vector<std::size_t> known; // what this run has nothing of is no column
    for (std::size_t i = 0; i < m_columns.size(); ++i)
        if (!std::ranges::all_of(m_columns[i].values, [](double value) { return std::isnan(value); }))
            known.push_back(i);
    QStringList header{tr("Time")};
    for (const auto i : known)
        header << seriesLabel(i);
    QList<QStringList> rows{header};
    for (std::size_t at = 0; at < m_times.size(); ++at) {
        QStringList row{clockText(m_times[at])};
        for (const auto i : known)
            row << valueText(m_columns[i].values[at], m_spec.series[i].told.value_or(m_spec.format));
        rows << row;
    }
    return rows;
}

} // namespace weir::ui

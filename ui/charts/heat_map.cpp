// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/heat_map.h"

#include "ui/charts/plot_paint.h"
#include "ui/theme.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace weir::ui {

namespace band = metrics::latency_band;

static double seconds(base::Nanos span)
{
    return std::chrono::duration<double>(span).count();
}

static double lowestMs(std::size_t of)
{
    return static_cast<double>(band::lowest(of)) / 1e6;
}

static std::uint64_t requestsOf(const metrics::LatencyColumn& column)
{
    std::uint64_t sum = 0;
    for (const auto& cell : column.cells)
        sum += cell.count;
    return sum;
}

void HeatMap::snapshotTaken(const metrics::Snapshot& snapshot)
{
    m_columns.clear();
    m_length = m_most = 0;
    m_lowest = band::count;
    m_highest = 0;
    for (const auto& source : snapshot.latencies) {
        const Column column{seconds(source->begin), seconds(source->end), 1, source};
        if (source->cells.empty() || column.end < timeBegin() || column.begin > timeEnd())
            continue;
        m_columns.push_back(column);
        if (!source->late)
            m_length = std::max(m_length, column.end - column.begin);
        m_lowest = std::min<std::size_t>(m_lowest, source->cells.front().band);
        m_highest = std::max<std::size_t>(m_highest, source->cells.back().band);
    }
    for (auto& column : m_columns) {
        // One that has just begun, or that a change cut short, says little: it is not blown up.
        column.scale = std::min(4.0, m_length / std::max(column.end - column.begin, 1e-3));
        for (const auto& cell : column.source->cells)
            m_most = std::max(m_most, cell.count * column.scale);
    }
}

bool HeatMap::isEmpty() const
{
    return m_columns.empty();
}

TimePlot::Extent HeatMap::extent() const
{
    return {lowestMs(m_lowest), lowestMs(m_highest + 1)};
}

QColor HeatMap::colorOf(double count) const
{
    const auto& ramp = colors(this).heat;
    const double share = m_most > 1 ? std::log1p(count) / std::log1p(m_most) : 1;
    const double place = std::clamp(share, 0.0, 1.0) * static_cast<double>(ramp.size() - 1);
    const auto at = std::min(static_cast<std::size_t>(place), ramp.size() - 2);
    const double rest = place - static_cast<double>(at);
    const auto mix = [rest](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * rest)); };
    const QColor& from = ramp[at];
    const QColor& to = ramp[at + 1];
    return QColor(mix(from.red(), to.red()), mix(from.green(), to.green()), mix(from.blue(), to.blue()));
}

// On whole pixels, so that neighbours neither overlap nor leave a line between them.
QRectF HeatMap::cellRect(double begin, double end, std::size_t of) const
{
    const double left = std::round(xOf(begin));
    const double top = std::round(yOf(lowestMs(of + 1)));
    const double right = std::max(left + 1, std::round(xOf(end)));
    const double bottom = std::max(top + 1, std::round(yOf(lowestMs(of))));
    return QRectF(QPointF(left, top), QPointF(right, bottom));
}

// Adds up what falls into less than two pixels.
class HeatMap::Painted {
public:
    void add(const Column& column)
    {
        m_begin = m_columns++ == 0 ? column.begin : m_begin;
        m_end = column.end;
        for (const auto& cell : column.source->cells)
            m_counts[cell.band] += cell.count * column.scale;
    }
    bool isWide(const HeatMap& map) const { return map.xOf(m_end) - map.xOf(m_begin) >= 2; }
    void paint(QPainter& painter, const HeatMap& map)
    {
        for (std::size_t of = map.m_lowest; m_columns > 0 && of <= map.m_highest; ++of)
            if (m_counts[of] > 0)
                painter.fillRect(map.cellRect(m_begin, m_end, of), map.colorOf(m_counts[of] / m_columns));
        m_counts.fill(0);
        m_columns = 0;
    }

private:
    std::array<double, band::count> m_counts{};
    double m_begin = 0;
    double m_end = 0;
    int m_columns = 0;
};

void HeatMap::paintValues(QPainter& painter)
{
    painter.setRenderHint(QPainter::Antialiasing, false);
    // Late columns lie beneath those under way; being slow, they are seen above them.
    for (const bool late : {true, false}) {
        Painted painted;
        for (const auto& column : m_columns) {
            if (column.source->late != late)
                continue;
            painted.add(column);
            if (late || painted.isWide(*this))
                painted.paint(painter, *this);
        }
        painted.paint(painter, *this);
    }
}

const HeatMap::Column* HeatMap::columnAt(double at) const
{
    const auto found = std::ranges::find_if(m_columns,
                                            [at](const Column& c) { return !c.source->late && at <= c.end + 1e-9; });
    return found != m_columns.end() && found->begin < at + 0.05 ? &*found : nullptr;
}

std::optional<std::size_t> HeatMap::hoveredBand() const
{
    if (!m_pointerY || *m_pointerY < plotRect().top() || *m_pointerY > plotRect().bottom())
        return std::nullopt;
    for (std::size_t of = m_lowest; of <= m_highest; ++of)
        if (*m_pointerY >= yOf(lowestMs(of + 1)) && *m_pointerY < yOf(lowestMs(of)))
            return of;
    return std::nullopt;
}

std::vector<TimePlot::ReadOutLine> HeatMap::readOut(std::size_t at) const
{
    const auto* column = columnAt(times()[at]);
    if (!column)
        return {{tr("no request"), {}, {}}};
    const double length = column->end - column->begin;
    std::vector<ReadOutLine> lines;
    if (const auto of = hoveredBand()) {
        const auto& cells = column->source->cells;
        const auto cell = std::ranges::find(cells, *of, &metrics::LatencyColumn::Cell::band);
        const std::uint32_t count = cell == cells.end() ? 0 : cell->count;
        lines.push_back({tr("%1 to %2").arg(durationText(lowestMs(*of)), durationText(lowestMs(*of + 1))),
                         plainNumber(count), count > 0 ? colorOf(count * column->scale) : QColor()});
    }
    lines.push_back({tr("all, in %1 s").arg(plainNumber(length)),
                     plainNumber(static_cast<double>(requestsOf(*column->source))),
                     {}});
    std::uint64_t late = 0;
    for (const auto& other : m_columns)
        if (other.source->late && other.begin < column->end && other.end > column->begin)
            late += requestsOf(*other.source);
    if (late > 0)
        lines.push_back({tr("begun under earlier settings"), plainNumber(static_cast<double>(late)), {}});
    return lines;
}

void HeatMap::paintOverlay(QPainter& painter)
{
    const auto at = hoveredIndex();
    const auto of = hoveredBand();
    const auto* column = at ? columnAt(times()[*at]) : nullptr;
    if (column && of) {
        painter.setPen(QPen(colors(this).text, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(cellRect(column->begin, column->end, *of).adjusted(-0.5, -0.5, 0.5, 0.5));
    }
    TimePlot::paintOverlay(painter);
}

void HeatMap::mouseMoveEvent(QMouseEvent* event)
{
    m_pointerY = event->position().y();
    TimePlot::mouseMoveEvent(event);
    update(); // the moment may be the same
}

void HeatMap::leaveEvent(QEvent* event)
{
    m_pointerY.reset();
    TimePlot::leaveEvent(event);
}

std::vector<PlotView::LegendEntry> HeatMap::legend() const
{
    const auto entry = [this](double count, const QString& label) {
        return LegendEntry{label, colorOf(count), Qt::SolidLine, true};
    };
    std::vector<LegendEntry> entries{entry(1, QStringLiteral("1"))};
    const double middle = std::round(std::expm1(std::log1p(m_most) / 2));
    if (middle > 1.5 && middle < m_most - 0.5)
        entries.push_back(entry(middle, plainNumber(middle)));
    entries.push_back(
        entry(m_most, tr("%1 requests in %2 s").arg(plainNumber(std::round(m_most)), plainNumber(m_length))));
    return entries;
}

QString HeatMap::summary() const
{
    std::uint64_t all = 0;
    for (const auto& column : m_columns)
        all += requestsOf(*column.source);
    return tr("%1 response times from %2 to %3; at most %4 in a cell of %5 s")
        .arg(plainNumber(static_cast<double>(all)), durationText(lowestMs(m_lowest)),
             durationText(lowestMs(m_highest + 1)), plainNumber(std::round(m_most)), plainNumber(m_length));
}

QList<QStringList> HeatMap::table() const
{
    QList<QStringList> rows{{tr("From"), tr("To"), tr("Latency from"), tr("Latency to"), tr("Requests")}};
    for (const auto& column : m_columns)
        for (const auto& cell : column.source->cells)
            rows << QStringList{clockText(column.begin), clockText(column.end), durationText(lowestMs(cell.band)),
                                durationText(lowestMs(cell.band + 1u)), plainNumber(cell.count)};
    return rows;
}

} // namespace weir::ui

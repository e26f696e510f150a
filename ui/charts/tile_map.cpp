// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/tile_map.h"

#include "ui/charts/plot_paint.h"
#include "ui/theme.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace weir::ui {

void TileMap::setTiles(const QStringList& columns, const QStringList& rows, std::vector<Tile> tiles, ValueFormat format)
{
    m_columns = columns;
    m_rows = rows;
    m_tiles = std::move(tiles);
    m_format = format;
    contentChanged();
}

void TileMap::makeScales(const QSizeF&)
{
    m_lowest = HUGE_VAL;
    m_highest = -HUGE_VAL;
    for (const auto& tile : m_tiles) {
        if (!std::isfinite(tile.figure))
            continue;
        m_lowest = std::min(m_lowest, tile.figure);
        m_highest = std::max(m_highest, tile.figure);
    }
}

QPointF TileMap::centreOf(const Tile& tile) const
{
    return {(static_cast<double>(tile.column) + 0.5) / static_cast<double>(m_columns.size()),
            (static_cast<double>(tile.row) + 0.5) / static_cast<double>(m_rows.size())};
}

QRectF TileMap::rectOf(const Tile& tile) const
{
    const QRectF plot = plotRect();
    const QSizeF size(plot.width() / static_cast<double>(m_columns.size()),
                      plot.height() / static_cast<double>(m_rows.size()));
    const QPointF centre = centreOf(tile);
    const QPointF at = SeriesPlot::at(centre.x(), centre.y());
    return QRectF(at.x() - size.width() / 2, at.y() - size.height() / 2, size.width(), size.height())
        .adjusted(1, 1, -1, -1);
}

std::vector<SeriesPlot::Tick> TileMap::xTicks() const
{
    std::vector<Tick> ticks;
    for (qsizetype i = 0; i < m_columns.size(); ++i)
        ticks.push_back({(static_cast<double>(i) + 0.5) / static_cast<double>(m_columns.size()), m_columns[i]});
    return ticks;
}

std::vector<SeriesPlot::Tick> TileMap::yTicks() const
{
    std::vector<Tick> ticks;
    const auto step = std::max<qsizetype>(1, m_rows.size() / 12);
    for (qsizetype i = 0; i < m_rows.size(); i += step)
        ticks.push_back({(static_cast<double>(i) + 0.5) / static_cast<double>(m_rows.size()), m_rows[i].left(16)});
    return ticks;
}

// Along the ramp by the logarithm where figures reach over more than a decade.
std::size_t TileMap::shadeOf(double figure) const
{
    const std::size_t last = colors(this).heat.size() - 1;
    if (std::isinf(figure))
        return last;
    double share = 0;
    if (m_lowest > 0 && m_highest > 10 * m_lowest)
        share = std::log(figure / m_lowest) / std::log(m_highest / m_lowest);
    else if (m_highest > m_lowest)
        share = (figure - m_lowest) / (m_highest - m_lowest);
    return std::min(last, static_cast<std::size_t>(share * static_cast<double>(last) + 0.5));
}

void TileMap::paintBeneath(QPainter& painter) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (const auto& tile : m_tiles)
        paintTile(painter, tile);
    painter.restore();
}

static QString tileFigure(double figure, ValueFormat format)
{
    return std::isinf(figure) ? TileMap::tr("never") : valueText(figure, format);
}

void TileMap::paintTile(QPainter& painter, const Tile& tile) const
{
    const Colors& c = colors(this);
    const QRectF rect = rectOf(tile);
    const QColor fill = std::isnan(tile.figure) ? c.panel : c.heat[shadeOf(tile.figure)];
    painter.setPen(tile.isBest           ? QPen(c.good, 2.5)
                       : tile.isBaseline ? QPen(c.orange, 2.5, Qt::DashLine)
                                         : QPen(Qt::NoPen));
    painter.setBrush(fill);
    painter.drawRoundedRect(rect, 3, 3);
    const bool isLight = fill.lightness() > 140;
    const QColor ink = isLight ? lightColors().text : darkColors().text;
    if (tile.isInvalid) {
        painter.setPen(QPen(withAlpha(ink, 0.6), 1));
        painter.drawLine(rect.topLeft(), rect.bottomRight());
        painter.drawLine(rect.topRight(), rect.bottomLeft());
        return;
    }
    const QString label = std::isnan(tile.figure) ? QString() : tileFigure(tile.figure, m_format);
    if (QFontMetricsF(uiFont(11)).horizontalAdvance(label) + 6 > rect.width() || rect.height() < 14)
        return;
    painter.setFont(uiFont(11));
    painter.setPen(ink);
    painter.drawText(rect, Qt::AlignCenter, label);
}

QString TileMap::text(const Tile& tile) const
{
    return QStringLiteral("%1, %2: %3")
        .arg(m_columns.value(static_cast<qsizetype>(tile.column)), m_rows.value(static_cast<qsizetype>(tile.row)),
             tileFigure(tile.figure, m_format));
}

std::vector<SeriesPlot::Spot> TileMap::spots() const
{
    std::vector<Spot> spots;
    for (const auto& tile : m_tiles)
        spots.push_back({centreOf(tile), text(tile)});
    return spots;
}

std::vector<PlotView::LegendEntry> TileMap::legend() const
{
    const Colors& c = colors(this);
    return {{tr("lowest"), c.heat.front(), Qt::SolidLine, true},
            {tr("highest"), c.heat.back(), Qt::SolidLine, true},
            {tr("best"), c.good},
            {tr("baseline"), c.orange, Qt::DashLine},
            {tr("crossed out: invalid"), c.dimText, Qt::DotLine}};
}

QString TileMap::summary() const
{
    const auto best = std::ranges::find_if(m_tiles, &Tile::isBest);
    const QString range = tr("%1 to %2").arg(valueText(m_lowest, m_format), valueText(m_highest, m_format));
    return best == m_tiles.end() ? range : tr("%1; best at %2").arg(range, text(*best));
}

QList<QStringList> TileMap::table() const
{
    QList<QStringList> rows{QStringList{QString()} + m_columns};
    for (qsizetype row = 0; row < m_rows.size(); ++row) {
        QStringList cells{m_rows[row]};
        cells.resize(m_columns.size() + 1);
        for (const auto& tile : m_tiles)
            if (static_cast<qsizetype>(tile.row) == row)
                cells[static_cast<qsizetype>(tile.column) + 1] = tileFigure(tile.figure, m_format)
                    + (tile.isInvalid ? tr(" (invalid)") : QString());
        rows.append(cells);
    }
    return rows;
}

} // namespace weir::ui

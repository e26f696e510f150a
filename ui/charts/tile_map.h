// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/series_plot.h"

#include <optional>

namespace weir::ui {

// A figure over two knobs: a tile for each pair of values, the darker (in the dark scheme the lighter) the higher, with
// the figure written in it where it fits. An invalid tile is crossed out, a missing one is empty.
class TileMap : public SeriesPlot {
    Q_OBJECT

public:
    using SeriesPlot::SeriesPlot;

    struct Tile {
        std::size_t column = 0;
        std::size_t row = 0;
        double figure = 0; // infinite where never reached; NaN: none
        bool isInvalid = false;
        bool isBaseline = false;
        bool isBest = false;
    };
    void setTiles(const QStringList& columns, const QStringList& rows, std::vector<Tile> tiles, ValueFormat format);

    bool isEmpty() const override { return m_tiles.empty(); }
    QString summary() const override;
    QList<QStringList> table() const override;

protected:
    void makeScales(const QSizeF& room) override;
    std::vector<Tick> xTicks() const override;
    std::vector<Tick> yTicks() const override;
    void fill(QChart&) const override {} // Qt Charts has no tiles
    void paintBeneath(QPainter& painter) const override;
    std::vector<Spot> spots() const override;
    std::vector<LegendEntry> legend() const override;

private:
    QPointF centreOf(const Tile& tile) const; // fractions
    QRectF rectOf(const Tile& tile) const;
    std::size_t shadeOf(double figure) const;
    void paintTile(QPainter& painter, const Tile& tile) const;
    QString text(const Tile& tile) const;

    QStringList m_columns;
    QStringList m_rows;
    std::vector<Tile> m_tiles;
    ValueFormat m_format = ValueFormat::Plain;
    double m_lowest = 0;
    double m_highest = 1;
};

} // namespace weir::ui

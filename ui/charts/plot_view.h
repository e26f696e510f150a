// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPixmap>
#include <QStringList>
#include <QWidget>

#include <vector>

namespace weir::ui {

// A chart card: the seam behind which every chart of Weir draws. It owns what all have in common (border, title line
// with unit and headline, legend line, empty sentence, keyboard, texts for those who cannot see it), a subclass draws
// into plotRect(). The picture is kept until data, size or palette change; what follows the pointer is drawn over it.
class PlotView : public QWidget {
    Q_OBJECT

public:
    explicit PlotView(QWidget* parent = nullptr);

    void setTitle(const QString& title, const QString& unit = {});
    void setHelp(const QString& help);      // tool tip of the title line, and What's This
    void setEmptyText(const QString& text); // a general sentence where empty
    void setHeadline(const QString& text);
    QString title() const { return m_title; }
    QString headline() const { return m_headline; }

    struct LegendEntry {
        QString label;
        QColor color;
        Qt::PenStyle line = Qt::SolidLine;
        bool filled = false; // a layer of a stack: a square instead of a line
    };

    virtual bool isEmpty() const = 0;
    // One sentence with the figures: "p99 12.4 ms, from 8.1 to 31".
    virtual QString summary() const = 0;
    // What is drawn, as a table: header first. For "View as table".
    virtual QList<QStringList> table() const = 0;

    // On paper: in the light colours, as vectors where the device has them.
    void print(QPainter& painter, const QRectF& target);

    QSize sizeHint() const override { return {320, 240}; }
    QSize minimumSizeHint() const override { return {200, 140}; }

signals:
    void maximiseRequested(); // double click, Return or F11

protected:
    virtual std::vector<LegendEntry> legend() const = 0; // in the current colours
    virtual void paintPlot(QPainter& painter) = 0;       // kept in the picture
    virtual void paintOverlay(QPainter& painter);        // anew each time
    // Where curves may go: inside the axes' labels. Recomputed by layoutPlot() on every change of size or content.
    virtual QRectF layoutPlot(const QRectF& inner) = 0;
    QRectF plotRect() const { return m_plot; }

    void contentChanged(); // drops the picture, tells assistive tools, repaints

    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QRectF titleRect() const;
    QRectF legendRect() const;
    std::vector<QPointF> legendPlaces(const std::vector<LegendEntry>& entries) const;
    void drawPicture(QPainter& painter);
    void drawTitle(QPainter& painter);
    void drawLegend(QPainter& painter);
    void drawEmpty(QPainter& painter);

    QString m_title;
    QString m_unit;
    QString m_headline;
    QString m_help;
    QString m_emptyText;
    QRectF m_plot;
    int m_legendRows = 1;
    QPixmap m_picture;
    bool m_pictureDark = false;
};

} // namespace weir::ui

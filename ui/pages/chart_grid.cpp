// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/chart_grid.h"

#include "ui/charts/chart_group.h"
#include "ui/charts/live_charts.h"
#include "ui/charts/time_plot.h"
#include "ui/theme.h"

#include <QScrollBar>

#include <algorithm>
#include <utility>

namespace weir::ui {

static constexpr int gap = 10;
static constexpr int leastHeight = 198; // two rows at 1280x800

ChartGrid::ChartGrid(QWidget* parent) : QScrollArea(parent), m_content(new QWidget), m_group(new ChartGroup(this))
{
    setObjectName(QStringLiteral("charts"));
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setRole(m_content, Role::Window);
    setWidget(m_content);
    for (const auto& spec : liveCharts()) {
        TimePlot* chart = makeChart(spec, m_group, m_content);
        connect(chart, &PlotView::maximiseRequested, this, [this, chart] { toggleMaximised(chart); });
        m_charts.push_back(chart);
    }
    m_fed.resize(m_charts.size());
    showCharts();
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &ChartGrid::feed);
}

void ChartGrid::setSnapshot(const metrics::SnapshotPtr& snapshot)
{
    m_snapshot = snapshot;
    ++m_serial;
    const bool hasProcess = snapshot && snapshot->run && !snapshot->run->targetProcess.empty();
    if (std::exchange(m_hasProcess, hasProcess) != hasProcess)
        showCharts();
    feed();
}

void ChartGrid::setNoise(const NoiseBands& noise)
{
    for (TimePlot* chart : m_charts)
        chart->setNoise(noise);
    ++m_serial;
    feed();
}

std::vector<TimePlot*> ChartGrid::shownCharts() const
{
    if (m_maximised)
        return {m_maximised};
    std::vector<TimePlot*> shown;
    for (TimePlot* chart : m_charts)
        if (m_hasProcess || !chart->spec().needsProcess)
            shown.push_back(chart);
    return shown;
}

void ChartGrid::showCharts()
{
    if (m_maximised && m_maximised->spec().needsProcess && !m_hasProcess)
        m_maximised = nullptr;
    const auto shown = shownCharts();
    for (TimePlot* each : m_charts)
        each->setVisible(std::ranges::find(shown, each) != shown.end());
    arrange();
}

void ChartGrid::toggleMaximised(TimePlot* chart)
{
    m_maximised = m_maximised ? nullptr : chart;
    showCharts();
    chart->setFocus();
    ensureWidgetVisible(chart);
}

void ChartGrid::arrange()
{
    const auto shown = shownCharts();
    const int width = viewport()->width();
    constexpr int widthForFour = 1160, widthForThree = 780, widthForTwo = 430;
    const int wanted = width >= widthForFour ? 4 : width >= widthForThree ? 3 : width >= widthForTwo ? 2 : 1;
    const int columns = std::min<int>(wanted, static_cast<int>(shown.size()));
    const int rows = (static_cast<int>(shown.size()) + columns - 1) / columns;
    const int fitting = (viewport()->height() - gap) / rows - gap;
    const int height = std::max(leastHeight, fitting);
    const double cell = static_cast<double>(width - gap) / columns;
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const int column = static_cast<int>(i) % columns;
        const int left = gap + qRound(column * cell);
        const int right = gap + qRound((column + 1) * cell) - gap;
        const int top = gap + (static_cast<int>(i) / columns) * (height + gap);
        shown[i]->setGeometry(left, top, right - left, height);
    }
    m_content->resize(width, gap + rows * (height + gap));
    feed();
}

void ChartGrid::resizeEvent(QResizeEvent* event)
{
    QScrollArea::resizeEvent(event);
    arrange();
}

void ChartGrid::feed()
{
    const QRect visible(QPoint(0, verticalScrollBar()->value()), viewport()->size());
    for (TimePlot* chart : shownCharts())
        if (chart->geometry().intersects(visible))
            feedOne(chart);
}

void ChartGrid::feedOne(TimePlot* chart)
{
    const auto index = static_cast<std::size_t>(std::ranges::find(m_charts, chart) - m_charts.begin());
    if (m_fed[index] == m_serial)
        return;
    m_fed[index] = m_serial;
    if (!m_snapshot)
        chart->clear();
    else
        chart->setData(*m_snapshot,
                       m_snapshot->state == metrics::RunState::Finished ? wholeRange(*m_snapshot)
                                                                        : liveRange(*m_snapshot));
}

} // namespace weir::ui

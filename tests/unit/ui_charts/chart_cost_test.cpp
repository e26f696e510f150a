// SPDX-License-Identifier: GPL-3.0-or-later
// What a frame of the live page costs, beside Qt Charts drawing the same lines. Figures for readers,
// not a check of time.
#include "ui/charts/live_charts.h"
#include "ui/charts/time_plot.h"
#include "ui/theme.h"

#include "tests/support/test_registry.h"
#include "tests/unit/ui_charts/sample_run.h"

#include <QApplication>
#include <QChart>
#include <QChartView>
#include <QLineSeries>
#include <QTest>
#include <QValueAxis>

#include <memory>

using namespace weir;
using namespace weir::ui;

class ChartCostTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { applyTheme(*qApp, ColorScheme::Light); }

    void sixLiveCharts()
    {
        const auto run = support::sampleRun(60, 300);
        std::vector<std::unique_ptr<TimePlot>> charts;
        for (const auto& spec : liveCharts()) {
            charts.emplace_back(makeChart(spec, nullptr, nullptr));
            charts.back()->resize(320, 240);
        }
        QPixmap target(320, 240);
        QBENCHMARK {
            for (const auto& chart : charts) {
                chart->setData(run, wholeRange(run));
                chart->render(&target);
            }
        }
    }

    void sixQtCharts()
    {
        const auto run = support::sampleRun(60, 300);
        QList<QPointF> points;
        for (const auto& point : run.recent)
            points << QPointF(std::chrono::duration<double>(point->at).count(), metricValue(*point, "latency_p50_ms"));
        std::vector<std::unique_ptr<QChartView>> views;
        for (int i = 0; i < 6; ++i) {
            auto* chart = new QChart;
            chart->legend()->hide();
            auto* x = new QValueAxis(chart);
            auto* y = new QValueAxis(chart);
            x->setRange(0, 60);
            y->setRange(0, 2);
            chart->addAxis(x, Qt::AlignBottom);
            chart->addAxis(y, Qt::AlignLeft);
            for (int s = 0; s < 3; ++s) {
                auto* series = new QLineSeries(chart);
                chart->addSeries(series);
                series->attachAxis(x);
                series->attachAxis(y);
                series->setPen(QPen(Qt::blue, 1.8));
            }
            views.push_back(std::make_unique<QChartView>(chart));
            views.back()->setRenderHint(QPainter::Antialiasing);
            views.back()->resize(320, 240);
        }
        QPixmap target(320, 240);
        QBENCHMARK {
            for (const auto& view : views) {
                for (auto* series : view->chart()->series())
                    static_cast<QLineSeries*>(series)->replace(points);
                static_cast<QWidget&>(*view).render(&target); // the view has another render of its own
            }
        }
    }
};

static const TestRegistration<ChartCostTest> registered;
#include "chart_cost_test.moc"

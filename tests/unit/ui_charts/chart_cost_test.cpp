// SPDX-License-Identifier: GPL-3.0-or-later
// What a frame of the live page costs, beside Qt Charts drawing the same lines. Figures for readers,
// not a check of time.
#include "core/base/clock.h"
#include "tests/support/test_registry.h"
#include "tests/unit/ui_charts/sample_run.h"
#include "ui/charts/live_charts.h"
#include "ui/charts/time_plot.h"
#include "ui/theme.h"

#include <QApplication>
#include <QChart>
#include <QChartView>
#include <QLineSeries>
#include <QTest>
#include <QValueAxis>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <memory>

using namespace weir;
using namespace weir::ui;

class ChartCostTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { applyTheme(*qApp, ColorScheme::Light); }

    // The page as it is: areas, stacks, marks, two dozen series.
    void sixLiveCharts()
    {
        const auto run = support::sampleRun(60, 300);
        std::vector<std::unique_ptr<TimePlot>> charts;
        for (const auto& spec : liveCharts())
            charts.emplace_back(makeChart(spec, nullptr, nullptr));
        measure(run, charts);
    }

    // What Qt Charts draws below, with ours.
    void sixChartsOfThreeLines()
    {
        const auto run = support::sampleRun(60, 300);
        std::vector<std::unique_ptr<TimePlot>> charts;
        for (int i = 0; i < 6; ++i) {
            ChartSpec spec{
                .name = QStringLiteral("chart"), .title = QStringLiteral("Latency"), .unit = QStringLiteral("ms")};
            for (const auto& line : lines)
                spec.series.push_back(SeriesSpec{line, {}, ColorRole::First, LineStyle::Solid});
            charts.emplace_back(makeChart(spec, nullptr, nullptr));
        }
        measure(run, charts);
    }

    void sixQtChartsOfThreeLines()
    {
        const auto run = support::sampleRun(60, 300);
        std::vector<std::unique_ptr<QChartView>> views;
        for (int i = 0; i < 6; ++i)
            views.push_back(makeView());
        QPixmap target(320, 240);
        takeFrames([&] {
            for (const auto& view : views) {
                const auto series = view->chart()->series();
                for (std::size_t line = 0; line < lines.size(); ++line)
                    static_cast<QLineSeries*>(series[static_cast<qsizetype>(line)])
                        ->replace(pointsOf(run, lines[line]));
                static_cast<QWidget&>(*view).render(&target); // the view has another render of its own
            }
        });
    }

private:
    static constexpr std::array<std::string_view, 3> lines{"latency_p50_ms", "latency_p90_ms", "latency_p99_ms"};

    static void measure(const metrics::Snapshot& run, const std::vector<std::unique_ptr<TimePlot>>& charts)
    {
        for (const auto& chart : charts)
            chart->resize(320, 240);
        QPixmap target(320, 240);
        takeFrames([&] {
            for (const auto& chart : charts) {
                chart->setData(run, wholeRange(run));
                chart->render(&target);
            }
        });
    }

    // The median frame, in milliseconds of this thread's processor time: a busy machine does not lengthen it.
    static void takeFrames(const std::function<void()>& frame)
    {
        constexpr std::size_t count = 31;
        std::vector<base::Nanos> costs;
        for (std::size_t i = 0; i < count; ++i) {
            const auto before = base::threadCpuTime();
            frame();
            costs.push_back(base::threadCpuTime() - before);
        }
        std::ranges::sort(costs);
        QTest::setBenchmarkResult(std::chrono::duration<double, std::milli>(costs[count / 2]).count(),
                                  QTest::WalltimeMilliseconds);
    }

    static QList<QPointF> pointsOf(const metrics::Snapshot& run, std::string_view metric)
    {
        QList<QPointF> points;
        for (const auto& point : run.recent)
            if (const double value = metricValue(*point, metric); std::isfinite(value))
                points << QPointF(std::chrono::duration<double>(point->at).count(), value);
        return points;
    }

    static std::unique_ptr<QChartView> makeView()
    {
        auto* chart = new QChart;
        chart->setTitle(QStringLiteral("Latency"));
        chart->legend()->setAlignment(Qt::AlignBottom);
        auto* x = new QValueAxis(chart);
        auto* y = new QValueAxis(chart);
        x->setRange(0, 60);
        y->setRange(0, 60);
        chart->addAxis(x, Qt::AlignBottom);
        chart->addAxis(y, Qt::AlignLeft);
        for (const auto& line : lines) {
            auto* series = new QLineSeries(chart);
            series->setName(QString::fromUtf8(line.data(), static_cast<qsizetype>(line.size())));
            chart->addSeries(series);
            series->attachAxis(x);
            series->attachAxis(y);
            series->setPen(QPen(Qt::blue, 1.8));
        }
        auto view = std::make_unique<QChartView>(chart);
        view->setRenderHint(QPainter::Antialiasing);
        view->resize(320, 240);
        return view;
    }
};

static const TestRegistration<ChartCostTest> registeredChartCostTest;
#include "chart_cost_test.moc"

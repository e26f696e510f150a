// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/calibration/scenario_digest.h"
#include "tests/support/test_registry.h"
#include "tests/unit/ui_charts/sample_run.h"
#include "ui/charts/live_charts.h"
#include "ui/charts/time_plot.h"
#include "ui/charts/time_series_plot.h"
#include "ui/theme.h"

#include <QApplication>
#include <QDir>
#include <QGridLayout>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QTest>

#include <cmath>
#include <memory>

using namespace weir;
using namespace weir::ui;
using weir::support::pointAt;
using weir::support::sampleRun;

static ChartSpec liveChart(const QString& name)
{
    for (auto& spec : liveCharts())
        if (spec.name == name)
            return spec;
    return {};
}

static std::unique_ptr<TimePlot> shown(const QString& name, const metrics::Snapshot& run, QSize size = {260, 240})
{
    std::unique_ptr<TimePlot> chart(makeChart(liveChart(name), nullptr, nullptr));
    chart->resize(size);
    chart->setData(run, wholeRange(run));
    chart->grab();
    return chart;
}

// Sent straight to the chart: a moved cursor would also reach whatever window lies on top.
static void moveTo(QWidget& widget, QPointF at)
{
    QMouseEvent move(QEvent::MouseMove, at, widget.mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&widget, &move);
}

// Two seconds of one metric; at the end of the second one something comes in that began earlier.
static metrics::Snapshot lateRun(const char* metric, double now, double late)
{
    metrics::Snapshot run;
    run.elapsed = std::chrono::seconds(3);
    auto earlier = pointAt(2, {{metric, late}});
    earlier->late = true;
    earlier->epoch = 0;
    for (const double at : {1.0, 2.0}) {
        if (at > 1)
            run.recent.push_back(earlier);
        auto point = pointAt(at, {{metric, now}});
        point->epoch = 1;
        run.recent.push_back(point);
    }
    return run;
}

class ChartTest : public QObject {
    Q_OBJECT

private slots:
    void init() { applyTheme(*qApp, ColorScheme::Light); }

    void allAreDeclaredByKnownMetrics()
    {
        const auto specs = liveCharts();
        QCOMPARE(specs.size(), 11u);
        for (const auto& spec : specs) {
            QVERIFY(!spec.name.isEmpty() && !spec.title.isEmpty() && !spec.help.isEmpty());
            QVERIFY(spec.heat != !spec.series.empty());
            for (const auto& series : spec.series)
                QVERIFY2(metrics::findMetric(series.metric), std::string(series.metric).c_str());
        }
    }

    void drawnSmallAndWithManyPoints_data()
    {
        QTest::addColumn<int>("seconds");
        QTest::addColumn<QSize>("size");
        QTest::newRow("small") << 42 << QSize(240, 160);
        QTest::newRow("an hour") << 3600 << QSize(600, 400);
        QTest::newRow("an hour, small") << 3600 << QSize(240, 160);
        QTest::newRow("tiny") << 42 << QSize(60, 40);
    }

    void drawnSmallAndWithManyPoints()
    {
        QFETCH(int, seconds);
        QFETCH(QSize, size);
        const auto run = sampleRun(seconds);
        for (const auto& spec : liveCharts()) {
            const auto chart = shown(spec.name, run, size);
            QVERIFY(!chart->isEmpty());
            QVERIFY(!chart->summary().isEmpty());
            QCOMPARE(chart->accessibleName().contains(spec.title), true);
        }
    }

    void emptyBeforeAnyData()
    {
        for (const auto& spec : liveCharts()) {
            const auto chart = shown(spec.name, metrics::Snapshot{});
            QVERIFY(chart->isEmpty());
            QVERIFY(!chart->accessibleDescription().isEmpty());
        }
    }

    void aRunWithoutPoolSaysSo()
    {
        metrics::Snapshot run;
        run.elapsed = std::chrono::seconds(2);
        run.recent.push_back(pointAt(1, {{"achieved_rps", 100}}));
        const auto chart = shown(QStringLiteral("chart.pool"), run);
        QVERIFY(chart->isEmpty());
        QCOMPARE(chart->accessibleDescription(), liveChart(QStringLiteral("chart.pool")).absentText);
        QVERIFY(!shown(QStringLiteral("chart.throughput"), run)->isEmpty());
    }

    // The built-in origin runs in this process, and a target elsewhere cannot be looked into: the chart says which.
    void aRunWithoutTargetProcessSaysWhy()
    {
        metrics::Snapshot run;
        auto info = std::make_shared<metrics::RunInfo>();
        info->whyNoTargetProcess = "The target runs on another machine.";
        run.run = info;
        run.elapsed = std::chrono::seconds(2);
        run.recent.push_back(pointAt(1, {{"achieved_rps", 100}}));
        const auto chart = shown(QStringLiteral("chart.target"), run);
        QVERIFY(chart->isEmpty());
        QCOMPARE(chart->accessibleDescription(), QStringLiteral("The target runs on another machine."));
    }

    // What has another unit than the axis is read out, and neither drawn nor in the legend.
    void memoryIsToldAndNotDrawn()
    {
        const auto chart = shown(QStringLiteral("chart.target"), sampleRun(42));
        QVERIFY(chart->valueAxis().max < 2);
        QVERIFY(chart->summary().contains(QStringLiteral("MiB")));
        QVERIFY(chart->table().front().contains(QStringLiteral("memory")));
    }

    void theHeatMapShowsEveryAnswer()
    {
        const auto run = sampleRun(42);
        const auto chart = shown(QStringLiteral("chart.latencies"), run, {600, 400});
        QVERIFY(chart->valueAxis().logarithmic);
        QVERIFY(chart->valueAxis().min < 0.6 && chart->valueAxis().max > 60);
        std::uint64_t wanted = 0, told = 0;
        for (const auto& column : run.latencies)
            for (const auto& cell : column->cells)
                wanted += cell.count;
        const auto table = chart->table();
        for (const auto& row : table.mid(1))
            told += row.back().toULongLong();
        QCOMPARE(told, wanted);
        const QColor accent = lightColors().accent;
        const QImage picture = chart->grab().toImage();
        int coloured = 0;
        for (int y = 40; y < 360; ++y)
            for (int x = 40; x < 590; ++x)
                coloured += picture.pixelColor(x, y).hue() > accent.hue() - 12
                        && picture.pixelColor(x, y).hue() < accent.hue() + 12
                        && picture.pixelColor(x, y).saturation() > 20
                    ? 1
                    : 0;
        QVERIFY2(coloured > 10'000, qPrintable(QString::number(coloured)));
    }

    void aCellIsReadOut()
    {
        const auto run = sampleRun(42);
        const auto chart = shown(QStringLiteral("chart.latencies"), run, {600, 400});
        const QImage before = chart->grab().toImage();
        moveTo(*chart, QPointF(300, 200));
        QVERIFY(chart->grab().toImage() != before);
    }

    // A line around 100 req/s, the figure of the whole; the noise lies around that, level, wherever the line goes.
    void noiseIsDrawnWhereItIsKnown()
    {
        metrics::Snapshot run;
        run.elapsed = std::chrono::seconds(10);
        for (int i = 1; i <= 10; ++i)
            run.recent.push_back(pointAt(i, {{"achieved_rps", i % 2 == 0 ? 60 : 140}}));
        auto total = std::make_shared<metrics::Row>();
        total->values.assign(metrics::metrics().size(), std::nan(""));
        total->values[metrics::metricIndex("achieved_rps")] = 100;
        total->end = run.elapsed;
        run.rows.push_back(total);
        calibration::Calibration known;
        auto scenario = std::make_shared<settings::Scenario>();
        calibration::NoiseFloor floor;
        floor.ratio.fill(0.3);
        calibration::remember(known, calibration::KnownNoise{calibration::noiseDigest(*scenario), "", "2026", floor});

        const auto pixels = [&](const NoiseBands& noise) {
            std::unique_ptr<TimePlot> chart(makeChart(liveChart(QStringLiteral("chart.throughput")), nullptr, nullptr));
            chart->resize(400, 300);
            chart->setNoise(noise);
            chart->setData(run, wholeRange(run));
            return std::pair{chart->grab().toImage(), chart->whatsThis()};
        };
        const auto [plain, plainHelp] = pixels({});
        const auto [banded, bandedHelp] = pixels({&known, {scenario}});
        const auto edges = [&, &plain = plain, &banded = banded](int x) {
            std::pair found{0, 0};
            for (int y = 0; y < 240; ++y) // above the legend
                if (plain.pixel(x, y) != banded.pixel(x, y))
                    found = {found.first ? found.first : y, y};
            return found;
        };
        const auto [top, bottom] = edges(200);
        QVERIFY2(bottom - top > 20, qPrintable(QString::number(bottom - top)));
        QCOMPARE(edges(260), edges(200));
        QVERIFY(!plainHelp.contains(QStringLiteral("noise floor")));
        QVERIFY(bandedHelp.contains(QStringLiteral("noise floor")));
        // Another epoch's settings were never calibrated.
        auto other = std::make_shared<settings::Scenario>();
        other->pool.maxConnections = 3;
        QVERIFY(pixels({&known, {other}}).first == plain);
    }

    void zerosStayOffTheLogAxis()
    {
        metrics::Snapshot run;
        run.elapsed = std::chrono::seconds(3);
        run.recent.push_back(pointAt(1, {{"latency_p50_ms", 0}}));
        run.recent.push_back(pointAt(2, {{"latency_p50_ms", 2}}));
        const auto chart = shown(QStringLiteral("chart.latency"), run);
        QVERIFY(chart->valueAxis().logarithmic);
        QVERIFY(chart->valueAxis().min > 0.5);
    }

    // Where a percentile falls among what was never answered its line breaks off, and nothing is drawn in its stead but
    // a mark at the top.
    void whatIsNeverReachedBreaksOffAtTheTop()
    {
        const auto infinite = std::numeric_limits<double>::infinity();
        metrics::Snapshot run;
        run.elapsed = std::chrono::seconds(4);
        for (const auto& [at, value] : {std::pair{1.0, 3.0}, {1.2, 4.0}, {2.0, infinite}, {3.0, infinite}})
            run.recent.push_back(pointAt(at, {{"latency_p50_ms", 2}, {"adjusted_p99_ms", value}}));
        const auto chart = shown(QStringLiteral("chart.latency"), run);
        QVERIFY(chart->valueAxis().max < 100);
        QCOMPARE(chart->table().constLast().constLast(), QStringLiteral("never"));
        QVERIFY2(chart->summary().contains(QStringLiteral("now never")), qPrintable(chart->summary()));
        auto gap = run;
        for (auto& point : gap.recent) {
            auto copy = *point;
            for (auto& value : copy.values)
                value = std::isinf(value) ? std::nan("") : value;
            point = std::make_shared<const metrics::Point>(std::move(copy));
        }
        const auto marked = chart->grab().toImage();
        const auto plain = shown(QStringLiteral("chart.latency"), gap)->grab().toImage();
        int differing = 0, below = 0;
        for (int y = 30; y < marked.height() - 60; ++y)
            for (int x = marked.width() / 4; x < marked.width() - 8; ++x)
                if (marked.pixel(x, y) != plain.pixel(x, y))
                    ++(y < marked.height() / 2 ? differing : below);
        QVERIFY(differing > 0);
        QCOMPARE(below, 0);
        metrics::Snapshot dead; // from the beginning
        dead.elapsed = std::chrono::seconds(2);
        dead.recent.push_back(pointAt(1, {{"adjusted_p99_ms", infinite}}));
        QVERIFY(!shown(QStringLiteral("chart.latency"), dead)->isEmpty());
    }

    void aFarLimitDoesNotFlattenTheCurve()
    {
        metrics::Snapshot run;
        run.elapsed = std::chrono::seconds(3);
        run.recent.push_back(pointAt(1, {{"pool_in_use_mean", 2}, {"pool_limit", 20000}}));
        run.recent.push_back(pointAt(2, {{"pool_in_use_mean", 3}, {"pool_limit", 20000}}));
        QVERIFY(shown(QStringLiteral("chart.pool"), run)->valueAxis().max < 10);
        run.recent.push_back(pointAt(2.2, {{"pool_in_use_mean", 3}, {"pool_limit", 8}}));
        QVERIFY(shown(QStringLiteral("chart.pool"), run)->valueAxis().max < 10);
    }

    void whatIsLateIsReadOut()
    {
        struct Probe : TimeSeriesPlot {
            using TimeSeriesPlot::TimeSeriesPlot;
            QStringList words(std::size_t at) const
            {
                QStringList all;
                for (const auto& line : readOut(at))
                    all << line.label + line.value;
                return all;
            }
        };
        Probe chart(liveChart(QStringLiteral("chart.latency")));
        const auto run = lateRun("latency_p50_ms", 4, 9);
        chart.setData(run, wholeRange(run));
        QVERIFY(chart.words(0).filter(QStringLiteral("earlier settings")).isEmpty());
        const auto words = chart.words(1);
        QVERIFY2(words.contains(QStringLiteral("begun under earlier settings")), qPrintable(words.join(u';')));
        QCOMPARE(words.filter(QStringLiteral("p50")).size(), 2);
        QVERIFY2(words.constLast().endsWith(u'9'), qPrintable(words.constLast()));
    }

    void whatIsLateIsSeenBesideLayers()
    {
        const auto run = lateRun("cache_fresh_ratio", 0.9, 0.4);
        auto without = run;
        std::erase_if(without.recent, [](const auto& point) { return point->late; });
        QVERIFY(shown(QStringLiteral("chart.cache"), run)->grab().toImage()
                != shown(QStringLiteral("chart.cache"), without)->grab().toImage());
    }

    void sharesFillTheirAxis() { QCOMPARE(shown(QStringLiteral("chart.cache"), sampleRun(42))->valueAxis().max, 1.0); }

    void headlines()
    {
        metrics::Snapshot run;
        run.elapsed = std::chrono::seconds(2);
        run.recent.push_back(pointAt(1,
                                     {{"achieved_rps", 1998},
                                      {"latency_p99_ms", 12.4},
                                      {"identity_bytes_per_s", 61e5},
                                      {"wire_bytes_per_s", 1e6},
                                      {"cache_hit_ratio", 0.71},
                                      {"cache_fresh_ratio", 0.71},
                                      {"pool_in_use_mean", 19},
                                      {"pool_limit", 32},
                                      {"target_cpu_ratio", 0.42},
                                      {"target_rss_bytes", 12 * 1024 * 1024},
                                      {"target_sockets", 35},
                                      {"target_network_bytes_per_s", 3 * 1024 * 1024},
                                      {"time_client_ms", 0.6},
                                      {"time_upstream_ms", 2.5}}));
        QStringList seen;
        for (const auto& spec : liveCharts())
            seen << shown(spec.name, run)->headline();
        const QStringList wanted{QStringLiteral("1\u2009998/s"),
                                 QStringLiteral("p99 12.4"),
                                 QStringLiteral("6.1× smaller"),
                                 QStringLiteral("71 % hits"),
                                 QStringLiteral("19 of 32"),
                                 QStringLiteral("3.1 ms"),
                                 QString(),
                                 QStringLiteral("42 % · 12 MiB"),
                                 QStringLiteral("12 MiB"),
                                 QStringLiteral("35"),
                                 QStringLiteral("3 MiB")};
        QCOMPARE(seen, wanted);
    }

    void hoveringIsShared()
    {
        ChartGroup group;
        const auto run = sampleRun(42, 200);
        std::unique_ptr<TimePlot> first(makeChart(liveChart(QStringLiteral("chart.latency")), &group, nullptr));
        std::unique_ptr<TimePlot> second(makeChart(liveChart(QStringLiteral("chart.cache")), &group, nullptr));
        for (auto* chart : {first.get(), second.get()}) {
            chart->resize(300, 240);
            chart->setData(run, wholeRange(run));
        }
        const QImage before = second->grab().toImage();
        moveTo(*first, QPointF(150, 120));
        QVERIFY(group.hovered().has_value());
        QVERIFY(*group.hovered() > 10 && *group.hovered() < 32);
        QVERIFY(second->grab().toImage() != before);
        moveTo(*first, QPointF(150, 5));
        QVERIFY(!group.hovered().has_value());
    }

    void keysMoveTheCrosshair()
    {
        ChartGroup group;
        const auto run = sampleRun(10, 50);
        std::unique_ptr<TimePlot> chart(makeChart(liveChart(QStringLiteral("chart.latency")), &group, nullptr));
        chart->resize(300, 240);
        chart->setData(run, wholeRange(run));
        QTest::keyClick(chart.get(), Qt::Key_Left);
        QVERIFY(group.hovered().has_value());
        const double last = *group.hovered();
        QTest::keyClick(chart.get(), Qt::Key_Left);
        QCOMPARE(qRound((last - *group.hovered()) * 1000), 200);
        QTest::keyClick(chart.get(), Qt::Key_Escape);
        QVERIFY(!group.hovered().has_value());
    }

    void doubleClickAndReturnMaximise()
    {
        const auto chart = shown(QStringLiteral("chart.latency"), sampleRun(10));
        QSignalSpy spy(chart.get(), &PlotView::maximiseRequested);
        QTest::mouseDClick(chart.get(), Qt::LeftButton);
        QTest::keyClick(chart.get(), Qt::Key_Return);
        QCOMPARE(spy.count(), 2);
    }

    void followsTheScheme()
    {
        const auto chart = shown(QStringLiteral("chart.latency"), sampleRun(10));
        chart->show();
        const QColor light = chart->grab().toImage().pixelColor(130, 6);
        applyTheme(*qApp, ColorScheme::Dark);
        const QColor dark = chart->grab().toImage().pixelColor(130, 6);
        QVERIFY(light.lightness() > 200);
        QVERIFY(dark.lightness() < 60);
    }

    void tableHoldsWhatIsDrawn()
    {
        const auto run = sampleRun(10, 50);
        const auto table = shown(QStringLiteral("chart.throughput"), run)->table();
        QCOMPARE(table.size(), 51);
        QCOMPARE(table.front(),
                 QStringList({QStringLiteral("Time"), QStringLiteral("achieved"), QStringLiteral("planned"),
                              QStringLiteral("errors")}));
    }

    void liveRangeMovesSeldom()
    {
        metrics::Snapshot run;
        run.elapsed = std::chrono::milliseconds(200);
        QCOMPARE(liveRange(run).end, base::Nanos(std::chrono::seconds(10)));
        run.elapsed = std::chrono::milliseconds(9800);
        QCOMPARE(liveRange(run).end, base::Nanos(std::chrono::seconds(10)));
        run.elapsed = std::chrono::seconds(11);
        QCOMPARE(liveRange(run).end, base::Nanos(std::chrono::seconds(20)));
        QCOMPARE(liveRange(run, std::chrono::seconds(5)),
                 (TimeRange{std::chrono::seconds(6), std::chrono::seconds(11)}));
    }

    // With WEIR_PICTURES=FOLDER the live page's charts are written there in both schemes, to be looked at.
    void pictures()
    {
        const QString folder = qEnvironmentVariable("WEIR_PICTURES");
        if (folder.isEmpty())
            QSKIP("WEIR_PICTURES is not set");
        const auto run = sampleRun(42, 200);
        for (const auto scheme : {ColorScheme::Light, ColorScheme::Dark}) {
            applyTheme(*qApp, scheme);
            QWidget page;
            setRole(&page, Role::Window);
            auto* grid = new QGridLayout(&page);
            grid->setSpacing(10);
            int place = 0;
            for (const auto& spec : liveCharts()) {
                auto* chart = makeChart(spec, nullptr, &page);
                chart->setData(run, liveRange(run));
                grid->addWidget(chart, place / 3, place % 3);
                ++place;
            }
            page.resize(826, 580);
            const auto name = scheme == ColorScheme::Light ? QStringLiteral("charts-light.png")
                                                           : QStringLiteral("charts-dark.png");
            QVERIFY(page.grab().save(QDir(folder).filePath(name)));
        }
    }
};

static const TestRegistration<ChartTest> registeredChartTest;
#include "chart_test.moc"

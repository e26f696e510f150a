// SPDX-License-Identifier: GPL-3.0-or-later
// Charts of experiments, runs and comparisons. Pictures to look at: WEIR_PICTURES=FOLDER ui_charts_test SeriesPlotTest
#include "tests/support/test_registry.h"
#include "ui/charts/curve_plot.h"
#include "ui/charts/front_plot.h"
#include "ui/charts/knob_plot.h"
#include "ui/charts/pairs_plot.h"
#include "ui/charts/tile_map.h"
#include "ui/charts/tornado_plot.h"
#include "ui/charts/trend_plot.h"
#include "ui/colors.h"
#include "ui/theme.h"

#include <QApplication>
#include <QBuffer>
#include <QPainter>
#include <QPdfWriter>
#include <QTableView>
#include <QTest>

#include <cmath>
#include <memory>

using namespace weir;
using namespace weir::ui;
using analysis::Judgement;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr double never = std::numeric_limits<double>::infinity();

std::unique_ptr<PlotView> pairs()
{
    auto plot = std::make_unique<PairsPlot>();
    plot->setTitle(QStringLiteral("Pairs"), QStringLiteral("p99, ms"));
    std::vector<experiment::Pair> pairs;
    for (int i = 0; i < 16; ++i)
        pairs.push_back({22 + 3 * std::sin(i), i == 9 ? never : 15 + std::cos(2.0 * i), 10.0 * i});
    pairs[4].baseline = none;
    plot->setPairs(pairs, QStringLiteral("off"), QStringLiteral("on"), ValueFormat::Duration);
    return plot;
}

std::unique_ptr<PlotView> tornado()
{
    auto plot = std::make_unique<TornadoPlot>();
    plot->setTitle(QStringLiteral("Which ones matter?"), QStringLiteral("p99, change from low to high"));
    plot->setBars(
        {{QStringLiteral("cache.enabled"), -0.42, -0.46, -0.37, Judgement::Better, QStringLiteral("confirmed")},
         {QStringLiteral("pool.max_connections 64 → 16"), 0.24, 0.2, 0.29, Judgement::Worse},
         {QStringLiteral("<b>cache</b>.capacity_bytes 64 → 8 MiB"), 0.03, -0.02, 0.08, Judgement::Unclear},
         {QStringLiteral("compression.min_size_bytes"), -0.01, -0.06, 0.05, Judgement::NoDifference}});
    return plot;
}

KnobPlot::Content sweepContent()
{
    KnobPlot::Content content;
    for (const double setting : {1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0}) {
        KnobPoint point{setting, QString::number(setting), 8 + 90 / setting, none, none};
        point.low = point.figure * 0.93;
        point.high = point.figure * 1.08;
        point.isBaseline = setting == 64;
        point.isInvalid = setting == 2;
        if (setting == 1)
            point.figure = never;
        content.points.push_back(point);
    }
    content.scale = KnobPlot::Scale::Logarithmic;
    content.format = ValueFormat::Duration;
    content.knee = 16;
    return content;
}

std::unique_ptr<PlotView> sweep()
{
    auto plot = std::make_unique<KnobPlot>();
    plot->setTitle(QStringLiteral("Sweep"), QStringLiteral("p99, ms, over pool.max_connections"));
    plot->setContent(sweepContent());
    return plot;
}

std::unique_ptr<PlotView> trials()
{
    auto plot = std::make_unique<KnobPlot>();
    plot->setTitle(QStringLiteral("Trials"), QStringLiteral("p99, ms, over load.rate"));
    KnobPlot::Content content;
    for (const double rate : {200.0, 400.0, 800.0, 600.0, 700.0}) {
        KnobPoint point{rate, QString::number(rate), rate / 12, none, none};
        point.held = rate < 650;
        content.points.push_back(point);
    }
    std::ranges::sort(content.points, {}, &KnobPoint::setting);
    content.joins = false;
    content.bound = 50;
    content.format = ValueFormat::Duration;
    plot->setContent(content);
    return plot;
}

std::unique_ptr<PlotView> tiles()
{
    auto plot = std::make_unique<TileMap>();
    plot->setTitle(QStringLiteral("Two knobs"), QStringLiteral("p99, ms"));
    std::vector<TileMap::Tile> cells;
    for (std::size_t x = 0; x < 5; ++x)
        for (std::size_t y = 0; y < 4; ++y)
            cells.push_back(
                {x, y, 10 + 3.0 * static_cast<double>(x * y), x == 4 && y == 3, x == 2 && y == 1, x == 0 && y == 0});
    cells[7].figure = none;
    cells[8].figure = never;
    plot->setTiles({"1", "2", "4", "8", "16"}, {"off", "gzip", "br 5", "br 11"}, cells, ValueFormat::Duration);
    return plot;
}

std::unique_ptr<PlotView> front()
{
    auto plot = std::make_unique<FrontPlot>();
    plot->setTitle(QStringLiteral("Front"), QStringLiteral("p99 over bytes"));
    plot->setPoints({{QStringLiteral("1"), 380e3, 15, true},
                     {QStringLiteral("2"), 300e3, 19, true},
                     {QStringLiteral("3"), 390e3, 24, false, false, true},
                     {QStringLiteral("4"), 320e3, 30, false, true},
                     {QStringLiteral("5"), 250e3, never, false}},
                    {QStringLiteral("bytes"), ValueFormat::Bytes}, {QStringLiteral("p99"), ValueFormat::Duration});
    return plot;
}

std::vector<CurvePlot::Curve> curves()
{
    std::vector<CurvePlot::Curve> curves;
    for (int i = 0; i < 3; ++i) {
        CurvePlot::Curve curve{QStringLiteral("13:5%1").arg(i), {}};
        for (double nines = 0; nines <= 3.001; nines += 0.1)
            curve.points.emplace_back(1 - std::pow(10, -nines), (i == 0 ? 4 : 2 + i) * std::exp(nines));
        curves.push_back(curve);
    }
    curves[2].points.back().setY(never);
    return curves;
}

std::unique_ptr<PlotView> percentiles()
{
    auto plot = std::make_unique<CurvePlot>();
    plot->setTitle(QStringLiteral("Percentiles"), QStringLiteral("ms, log"));
    plot->setCurves(curves(), CurvePlot::View::Percentiles, ValueFormat::Duration);
    return plot;
}

std::unique_ptr<PlotView> shares()
{
    auto plot = std::make_unique<CurvePlot>();
    plot->setTitle(QStringLiteral("Distribution"), QStringLiteral("share of requests over ms, log"));
    plot->setCurves(curves(), CurvePlot::View::Shares, ValueFormat::Duration);
    return plot;
}

std::unique_ptr<PlotView> trend()
{
    auto plot = std::make_unique<TrendPlot>();
    plot->setTitle(QStringLiteral("Trend"), QStringLiteral("p99, ms, by run"));
    std::vector<TrendPlot::Run> runs;
    for (int i = 0; i < 12; ++i)
        runs.push_back({QStringLiteral("%1 Nov").arg(i + 1), 16 + std::sin(i), 15 + std::sin(i), 17 + std::sin(i),
                        i == 3, i == 6 ? QStringLiteral("cache.enabled on → off") : QString()});
    runs[8].figure = never;
    plot->setRuns(runs, ValueFormat::Duration, TrendPlot::Band{15, 17});
    return plot;
}

} // namespace

class SeriesPlotTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { applyTheme(*qApp, ColorScheme::Light); }
    void cleanup() { applyTheme(*qApp, ColorScheme::Light); }

    void each_data()
    {
        QTest::addColumn<int>("which");
        QTest::addColumn<bool>("dark");
        for (int i = 0; i < std::ssize(m_makers); ++i)
            for (const bool dark : {false, true})
                QTest::addRow("%s-%s", m_makers[static_cast<std::size_t>(i)].first, dark ? "dark" : "light")
                    << i << dark;
    }

    // In either scheme something is drawn, in words too, and as a table that has a header and rows of equal length.
    void each()
    {
        QFETCH(int, which);
        QFETCH(bool, dark);
        applyTheme(*qApp, dark ? ColorScheme::Dark : ColorScheme::Light);
        const auto plot = m_makers[static_cast<std::size_t>(which)].second();
        plot->resize(420, 260);
        const QImage picture = plot->grab().toImage();
        if (const QString folder = qEnvironmentVariable("WEIR_PICTURES"); !folder.isEmpty())
            picture.save(QStringLiteral("%1/chart-%2.png").arg(folder, QLatin1String(QTest::currentDataTag())));
        QCOMPARE(picture.pixelColor(210, 30).lightness() < 128, dark);
        QVERIFY(plot->accessibleDescription().size() > 10);
        QCOMPARE(plot->accessibleDescription(), plot->summary());
        const auto table = plot->table();
        QVERIFY(table.size() > 1);
        for (const auto& row : table)
            QCOMPARE(row.size(), table.front().size());
    }

    void eachIsViewedAsATable()
    {
        const auto plot = sweep();
        plot->resize(420, 260);
        plot->show();
        QTest::keyClick(plot.get(), Qt::Key_T, Qt::ControlModifier);
        auto* table = plot->findChild<QTableView*>(QStringLiteral("plot.table.rows"));
        QVERIFY(table);
        QCOMPARE(table->model()->rowCount(), plot->table().size() - 1);
        QCOMPARE(table->model()->headerData(0, Qt::Horizontal).toString(), plot->table()[0][0]);
        QCOMPARE(table->model()->index(0, 1).data().toString(), QStringLiteral("never"));
    }

    // A printer gets lines and text, no picture of them.
    void eachPrintsAsVectors_data() { each_data(); }
    void eachPrintsAsVectors()
    {
        QFETCH(int, which);
        QFETCH(bool, dark);
        applyTheme(*qApp, dark ? ColorScheme::Dark : ColorScheme::Light);
        const auto plot = m_makers[static_cast<std::size_t>(which)].second();
        QBuffer file;
        file.open(QIODevice::WriteOnly);
        {
            QPdfWriter writer(&file);
            writer.setResolution(96);
            QPainter painter(&writer);
            plot->print(painter, QRectF(40, 40, 420, 260));
        }
        QVERIFY(file.data().size() > 2000);
        QVERIFY(!file.data().contains("/Subtype /Image"));
    }

    void barsHaveTheColourOfTheirVerdictAtTheirSideOfZero()
    {
        const auto plot = tornado();
        plot->resize(420, 200);
        const QImage picture = plot->grab().toImage();
        const auto span = [&](const QColor& color) {
            int low = picture.width();
            int high = -1;
            for (int x = 0; x < picture.width(); ++x)
                for (int y = 30; y < picture.height() - 35; ++y)
                    if (picture.pixelColor(x, y) == color) {
                        low = std::min(low, x);
                        high = std::max(high, x);
                    }
            return std::pair(low, high);
        };
        const auto good = span(lightColors().good);
        const auto bad = span(lightColors().error);
        QVERIFY(good.second > good.first);
        QVERIFY(bad.second > bad.first);
        QVERIFY2(good.second <= bad.first + 2, "better lies left of zero, worse right of it");
        // 42 % against 24 %: lengths are in proportion.
        const double lengths = static_cast<double>(good.second - good.first) / (bad.second - bad.first);
        QVERIFY2(std::abs(lengths - 0.42 / 0.24) < 0.15, qPrintable(QString::number(lengths)));
    }

    void neverIsShownAndSaid()
    {
        const auto plot = pairs();
        QCOMPARE(plot->table()[10][3], QStringLiteral("never"));
        QCOMPARE(plot->table()[5][2], QStringLiteral("–"));
    }

    // A figure of nothing, of one point, of equal points and of zeros on a logarithmic axis.
    void oddContentIsDrawn()
    {
        KnobPlot knob;
        knob.resize(300, 200);
        knob.setContent({});
        QVERIFY(knob.isEmpty());
        knob.grab();
        KnobPlot::Content content;
        content.points.push_back({5, QStringLiteral("5"), none, none, none});
        content.scale = KnobPlot::Scale::Logarithmic;
        knob.setContent(content);
        knob.grab();
        content.points = {{0, QStringLiteral("0"), 0, none, none}, {0, QStringLiteral("0"), never, never, never}};
        knob.setContent(content);
        knob.grab();
        CurvePlot curve;
        curve.resize(300, 200);
        curve.setCurves({{QStringLiteral("a"), {{0, 0}, {0.5, 0}, {1, never}}}}, CurvePlot::View::Percentiles,
                        ValueFormat::Duration);
        curve.grab();
        TornadoPlot tornado;
        tornado.resize(120, 60);
        tornado.setBars({{QString(4000, u'x'), never, none, none}, {QString(), -never, -never, never}, {{}, 0, 0, 0}});
        tornado.grab();
        PairsPlot pairs;
        pairs.resize(40, 30);
        pairs.setPairs({{none, none, 0}}, QString(), QString(), ValueFormat::Plain);
        pairs.grab();
    }

    void aScaleIsLogarithmicOverMoreThanADecade()
    {
        QCOMPARE(knobScale({1, 64}), KnobPlot::Scale::Logarithmic);
        QCOMPARE(knobScale({0, 64}), KnobPlot::Scale::Linear);
        QCOMPARE(knobScale({10, 64}), KnobPlot::Scale::Linear);
        QCOMPARE(knobScale({}), KnobPlot::Scale::Linear);
    }

private:
    const std::vector<std::pair<const char*, std::unique_ptr<PlotView> (*)()>> m_makers{
        {"pairs", pairs}, {"tornado", tornado},         {"sweep", sweep},   {"trials", trials}, {"tiles", tiles},
        {"front", front}, {"percentiles", percentiles}, {"shares", shares}, {"trend", trend}};
};

static const TestRegistration<SeriesPlotTest> registeredSeriesPlotTest;
#include "series_plot_test.moc"

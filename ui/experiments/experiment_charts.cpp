// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/experiments/experiment_charts.h"

#include "core/settings/schema.h"
#include "ui/charts/front_plot.h"
#include "ui/charts/knob_plot.h"
#include "ui/charts/pairs_plot.h"
#include "ui/charts/tile_map.h"
#include "ui/charts/tornado_plot.h"
#include "ui/models/experiment_words.h"
#include "ui/models/figure_text.h"

#include <QGridLayout>

#include <algorithm>
#include <cmath>

namespace weir::ui {

using experiment::Kind;
using experiment::TuningReport;

ExperimentCharts::ExperimentCharts(QWidget* parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
    , m_pairs(new PairsPlot(this))
    , m_tornado(new TornadoPlot(this))
    , m_curve(new KnobPlot(this))
    , m_tiles(new TileMap(this))
    , m_front(new FrontPlot(this))
    , m_all{m_tornado, m_curve, m_tiles, m_front, m_pairs}
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(10);
    static constexpr std::array names{"chart.tornado", "chart.knob", "chart.tiles", "chart.front", "chart.pairs"};
    for (qsizetype i = 0; i < m_all.size(); ++i) {
        m_all[i]->setObjectName(QLatin1String(names[static_cast<std::size_t>(i)]));
        m_all[i]->setMinimumHeight(240);
    }
    clear();
}

void ExperimentCharts::clear()
{
    m_shown.clear();
    arrange();
}

QList<PlotView*> ExperimentCharts::shown() const
{
    return m_shown;
}

void ExperimentCharts::showReport(const TuningReport& report, std::size_t variant)
{
    m_shown.clear();
    if (report.kind == Kind::Screen)
        showEffects(report);
    if (report.kind == Kind::Sweep && report.sweep)
        report.sweep->factors.size() > 1 ? showTiles(report) : showSweep(report);
    if (report.kind == Kind::Sweep && report.sweep && report.metrics.size() > 1)
        showFront(report);
    if (report.kind == Kind::Find && report.search)
        showTrials(report);
    showPairs(report, variant);
    m_shown.removeIf([](const PlotView* plot) { return plot->isEmpty(); }); // before the first pair
    arrange();
}

static QString withUnit(std::string_view id)
{
    const auto* metric = metrics::findMetric(id);
    return metricTitle(id) + (metric && !metric->unit.empty() ? QStringLiteral(", ") + text(metric->unit) : QString());
}

static QString primaryTitle(const TuningReport& report)
{
    return report.metrics.empty() ? QString() : withUnit(report.metrics.front());
}

static ValueFormat primaryFormat(const TuningReport& report)
{
    return report.metrics.empty() ? ValueFormat::Plain : metricFormat(report.metrics.front());
}

void ExperimentCharts::showPairs(const TuningReport& report, std::size_t variant)
{
    if (variant >= report.variants.size() || report.variants[variant].pairs.empty())
        return;
    const auto& shown = report.variants[variant];
    m_pairs->setTitle(tr("Pairs"), primaryTitle(report));
    const QString name = shown.arm < report.arms.size() ? armValues(report.arms[shown.arm]) : tr("variant");
    const auto& against = report.arms[std::min(shown.against, report.arms.size() - 1)];
    QString baseline = shown.against == 0 ? tr("baseline") : armValues(against);
    if (shown.against == 0 && shown.arm < report.arms.size() && report.arms[shown.arm].changes.size() == 1)
        baseline = settingText(report.arms[shown.arm].changes.front().key, report.arms[shown.arm].changes.front().from);
    m_pairs->setPairs(shown.pairs, baseline, name, primaryFormat(report));
    m_shown << m_pairs;
}

void ExperimentCharts::showEffects(const TuningReport& report)
{
    std::vector<TornadoBar> bars;
    for (const auto& effect : report.effects) {
        analysis::PairedDifference on;
        on.scale = effect.scale;
        QStringList levels;
        for (const auto& level : effect.factor.values)
            levels << settingText(effect.factor.key, level);
        bars.push_back({QStringLiteral("%1 %2").arg(knobLabel(effect.factor.key), levels.join(QStringLiteral(" → "))),
                        on.asRatio(effect.effect), on.asRatio(effect.low), on.asRatio(effect.high), effect.judgement,
                        effect.isConfirmed     ? tr("confirmed")
                            : effect.isRefuted ? tr("not confirmed")
                                               : QString()});
    }
    m_tornado->setTitle(tr("Which ones matter?"),
                        tr("change of %1 from low to high")
                            .arg(report.metrics.empty() ? tr("the metric") : metricTitle(report.metrics.front())));
    m_tornado->setBars(std::move(bars));
    m_tornado->setMinimumHeight(m_tornado->heightWanted());
    m_shown << m_tornado;
}

// A point's figure and its interval: that of its difference, about the baseline's figure.
static KnobPoint pointOf(const TuningReport& report, const experiment::SweepPoint& point)
{
    KnobPoint made;
    made.setting = point.setting.empty() ? 0 : point.setting.front();
    made.text = point.text.empty() ? QString() : settingText(report.sweep->factors.front().key, point.text.front());
    made.isBaseline = point.isBaseline;
    made.isInvalid = point.isInvalid;
    made.low = made.high = std::nan("");
    made.figure = std::nan("");
    if (point.isBaseline && !report.variants.empty() && !report.variants.front().estimates.empty())
        made.figure = report.variants.front().primary().baseline;
    if (point.isBaseline || point.variant >= report.variants.size() || report.variants[point.variant].estimates.empty())
        return made;
    const auto& estimate = report.variants[point.variant].primary();
    const auto& difference = estimate.difference;
    made.figure = estimate.variant;
    const bool isRatio = difference.scale == analysis::DifferenceScale::LogRatio;
    const auto end = [&](double on) { return isRatio ? estimate.baseline * std::exp(on) : estimate.baseline + on; };
    if (difference.hasInterval() && std::isfinite(estimate.baseline)) {
        made.low = end(difference.low);
        made.high = end(difference.high);
    }
    return made;
}

static KnobPlot::Scale scaleOf(const experiment::Factor& factor, const std::vector<KnobPoint>& points)
{
    const auto path = settings::findKnob(factor.key);
    if (!path || (path->knob->kind != settings::Kind::Integer && path->knob->kind != settings::Kind::Real))
        return KnobPlot::Scale::Categories;
    std::vector<double> settings;
    for (const auto& point : points)
        settings.push_back(point.setting);
    return knobScale(settings);
}

static std::vector<QPointF> fittedCurve(const TuningReport& report, const std::vector<KnobPoint>& points)
{
    std::vector<QPointF> curve;
    if (!report.scalability || points.size() < 2)
        return curve;
    const auto [low, high] = std::ranges::minmax(points, {}, &KnobPoint::setting);
    for (int i = 0; i <= 40 && high.setting > low.setting; ++i) {
        const double n = low.setting + (high.setting - low.setting) * i / 40;
        if (n > 0)
            curve.emplace_back(n, report.scalability->at(n));
    }
    return curve;
}

void ExperimentCharts::showSweep(const TuningReport& report)
{
    const auto& sweep = *report.sweep;
    KnobPlot::Content content;
    for (std::size_t i = 0; i < sweep.points.size(); ++i) {
        content.points.push_back(pointOf(report, sweep.points[i]));
        if (sweep.best == i)
            content.points.back().note = tr("best");
        else if (sweep.smallest == i)
            content.points.back().note = tr("smallest within 2 % of the best");
    }
    content.scale = scaleOf(sweep.factors.front(), content.points);
    content.joins = content.scale != KnobPlot::Scale::Categories;
    content.format = primaryFormat(report);
    content.knee = sweep.knee;
    m_curve->setTitle(knobLabel(sweep.factors.front().key), primaryTitle(report));
    m_curve->setHeadline(sweep.best ? tr("best %1").arg(content.points[*sweep.best].text) : QString());
    m_curve->setContent(std::move(content));
    m_shown << m_curve;
}

void ExperimentCharts::showTiles(const TuningReport& report)
{
    const auto& sweep = *report.sweep;
    QList<QStringList> names(2);
    for (std::size_t axis = 0; axis < 2; ++axis)
        for (const auto& value : sweep.factors[axis].values)
            names[static_cast<qsizetype>(axis)] << settingText(sweep.factors[axis].key, value);
    const auto place = [&](const experiment::SweepPoint& point, std::size_t axis) {
        const auto& values = sweep.factors[axis].values;
        return static_cast<std::size_t>(std::ranges::find(values, point.text[axis]) - values.begin());
    };
    std::vector<TileMap::Tile> tiles;
    for (std::size_t i = 0; i < sweep.points.size(); ++i) {
        const auto& point = sweep.points[i];
        const KnobPoint figure = pointOf(report, point);
        const TileMap::Tile tile{place(point, 0),  place(point, 1),   figure.figure,
                                 figure.isInvalid, figure.isBaseline, sweep.best == i};
        if (tile.column < sweep.factors[0].values.size() && tile.row < sweep.factors[1].values.size())
            tiles.push_back(tile);
    }
    m_tiles->setTitle(QStringLiteral("%1 × %2").arg(knobLabel(sweep.factors[0].key), knobLabel(sweep.factors[1].key)),
                      primaryTitle(report));
    m_tiles->setTiles(names[0], names[1], std::move(tiles), primaryFormat(report));
    m_shown << m_tiles;
}

// By the first two metrics; the baseline is the middle of what the variants were compared with.
void ExperimentCharts::showFront(const TuningReport& report)
{
    const auto& second = report.metrics[1];
    std::vector<FrontPlot::Point> points;
    for (const auto& point : report.sweep->points) {
        const std::size_t variant = point.isBaseline ? 0 : point.variant;
        if (variant >= report.variants.size())
            continue;
        const auto* y = report.variants[variant].find(report.metrics.front());
        const auto* x = report.variants[variant].find(second);
        if (!x || !y)
            continue;
        QStringList name;
        for (std::size_t i = 0; i < point.text.size(); ++i)
            name << settingText(report.sweep->factors[i].key, point.text[i]);
        points.push_back({name.join(QStringLiteral(", ")), point.isBaseline ? x->baseline : x->variant,
                          point.isBaseline ? y->baseline : y->variant, point.isOnFront, point.isInvalid,
                          point.isBaseline});
    }
    if (points.empty())
        return;
    m_front->setTitle(tr("Two metrics"), tr("%1 over %2").arg(primaryTitle(report), withUnit(second)));
    m_front->setPoints(std::move(points), {metricTitle(second), metricFormat(second)},
                       {metricTitle(report.metrics.front()), primaryFormat(report)});
    m_shown << m_front;
}

void ExperimentCharts::showTrials(const TuningReport& report)
{
    const auto& search = *report.search;
    KnobPlot::Content content;
    const bool isThroughput = report.scalability.has_value();
    for (const auto& trial : search.trials) {
        KnobPoint point;
        point.setting = trial.value;
        point.text = plainNumber(trial.value);
        point.figure = isThroughput ? trial.throughput : trial.figure;
        point.low = point.high = std::nan("");
        point.held = trial.held;
        point.isInvalid = trial.verdict.level == metrics::Verdict::Level::Invalid;
        point.note = trial.isConfirming ? tr("confirming block") : QString();
        content.points.push_back(point);
    }
    std::ranges::stable_sort(content.points, {}, &KnobPoint::setting);
    std::vector<double> settings;
    for (const auto& point : content.points)
        settings.push_back(point.setting);
    content.scale = knobScale(settings);
    content.joins = false;
    content.fitted = fittedCurve(report, content.points);
    content.fittedName = tr("scalability law, R² %1").arg(isThroughput ? report.scalability->r2 : 0, 0, 'f', 2);
    m_curve->setTitle(tr("Tried values of %1").arg(knobLabel(search.search.key)),
                      isThroughput ? tr("requests a second") : text(search.search.condition));
    m_curve->setHeadline(search.value ? plainNumber(*search.value) : QString());
    m_curve->setContent(std::move(content));
    m_shown << m_curve;
}

void ExperimentCharts::arrange()
{
    constexpr int widthForTwo = 620;
    m_columns = width() >= widthForTwo && m_shown.size() > 1 ? 2 : 1;
    for (PlotView* plot : m_all) {
        m_grid->removeWidget(plot);
        plot->setVisible(m_shown.contains(plot));
    }
    for (qsizetype i = 0; i < m_shown.size(); ++i) {
        const int column = static_cast<int>(i) % m_columns;
        const bool isAlone = column == 0 && i + 1 == m_shown.size(); // in its line, which it takes whole
        m_grid->addWidget(m_shown[i], static_cast<int>(i) / m_columns, column, 1, isAlone ? m_columns : 1);
    }
    setVisible(!m_shown.isEmpty());
}

void ExperimentCharts::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const int wanted = width() >= 620 && m_shown.size() > 1 ? 2 : 1;
    if (wanted != m_columns)
        arrange();
}

} // namespace weir::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/history_trend.h"

#include "ui/charts/trend_plot.h"
#include "ui/models/figure_text.h"
#include "ui/models/history_text.h"
#include "ui/plain_text.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <limits>

namespace weir::ui {

static constexpr std::array trendMetrics{"adjusted_p99_ms", "latency_p50_ms",  "latency_p99_ms", "achieved_rps",
                                         "error_ratio",     "cache_hit_ratio", "wire_bytes"};

// The floor of a percentile answers for the adjusted one as well: without failures they are the same.
static double noiseOfMetric(const calibration::KnownNoise& noise, std::string_view metric)
{
    const std::string_view asked = metric == "adjusted_p99_ms" ? "latency_p99_ms" : metric;
    for (std::size_t i = 0; i < calibration::noisyFigureCount; ++i)
        if (calibration::noisyFigures[i].metric == asked && std::isfinite(noise.floor.ratio[i]))
            return noise.floor.ratio[i];
    return 0;
}

// On the store's thread.
static base::Result<HistoryTrend::Trend> trendOf(store::History& history, const std::string& scenario,
                                                 const std::string& metric)
{
    auto points = history.trend(scenario, metric);
    if (!points)
        return std::unexpected(points.error());
    HistoryTrend::Trend trend;
    const auto first = points->size() - std::min(points->size(), HistoryTrend::mostRuns);
    for (auto i = first; i < points->size(); ++i) {
        HistoryTrend::Run run{(*points)[i], {}};
        if (i > first && run.point.settings != (*points)[i - 1].settings) {
            const auto before = history.settings((*points)[i - 1].id);
            const auto after = history.settings(run.point.id);
            if (before && after)
                run.change = changesText(*before, *after, 2).toStdString();
        }
        trend.runs.push_back(std::move(run));
    }
    if (trend.runs.empty())
        return trend;
    const auto newest = history.load(trend.runs.back().point.id);
    if (const auto* noise = newest ? calibration::noiseOf(newest->calibration.get(), *newest->epochs.back()) : nullptr)
        trend.noise = noiseOfMetric(*noise, metric);
    return trend;
}

HistoryTrend::HistoryTrend(store::RunStore& runs, QWidget* parent)
    : QWidget(parent)
    , m_runs(runs)
    , m_plot(new TrendPlot(this))
    , m_metric(new QComboBox(this))
{
    m_plot->setObjectName(QStringLiteral("history.trend"));
    m_metric->setObjectName(QStringLiteral("history.metric"));
    m_metric->setAccessibleName(tr("The metric of the trend"));
    for (const auto* id : trendMetrics)
        m_metric->addItem(shownText(text(metrics::findMetric(id)->label)), QLatin1String(id));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    auto* row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(m_metric);
    column->addLayout(row);
    column->addWidget(m_plot, 1);
    connect(m_metric, &QComboBox::activated, this, &HistoryTrend::load);
}

void HistoryTrend::setScenario(const QString& scenario)
{
    m_scenario = scenario;
    load();
}

void HistoryTrend::load()
{
    const int serial = ++m_serial;
    const auto& metric = *metrics::findMetric(m_metric->currentData().toString().toStdString());
    if (m_scenario.isEmpty())
        return showTrend({}, metric);
    m_runs.ask(
        this,
        [scenario = m_scenario.toStdString(), id = std::string{metric.id}](store::History& history) {
            return trendOf(history, scenario, id);
        },
        [this, serial, &metric](const base::Result<Trend>& trend) {
            if (serial == m_serial)
                showTrend(trend ? *trend : Trend{}, metric);
        });
}

static ValueFormat formatOf(const metrics::Metric& metric)
{
    if (isShare(metric))
        return ValueFormat::Percent;
    if (metric.kind == metrics::MetricKind::Latency)
        return ValueFormat::Duration;
    return metric.kind == metrics::MetricKind::Bytes ? ValueFormat::Bytes : ValueFormat::Plain;
}

// Around the newest run of the newest settings: what the next equal one may show by chance.
static std::optional<TrendPlot::Band> bandOf(const HistoryTrend::Trend& trend)
{
    if (trend.noise <= 0 || trend.runs.empty() || !std::isfinite(trend.runs.back().point.value))
        return std::nullopt;
    const double middle = trend.runs.back().point.value;
    return TrendPlot::Band{middle / (1 + trend.noise), middle * (1 + trend.noise)};
}

void HistoryTrend::showTrend(const Trend& trend, const metrics::Metric& metric)
{
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    const auto now = QDateTime::currentDateTime();
    std::vector<TrendPlot::Run> runs;
    for (const auto& run : trend.runs) {
        const double value = run.point.value;
        const bool isKnown = trend.noise > 0 && std::isfinite(value);
        runs.push_back({whenText(startedAt(run.point.startedAt), now), value,
                        isKnown ? value / (1 + trend.noise) : none, isKnown ? value * (1 + trend.noise) : none, run.point.verdict == "INVALID",
                        text(run.change)});
    }
    const QString unit = metric.kind == metrics::MetricKind::Bytes ? QString() : text(metric.unit);
    m_plot->setTitle(m_scenario.isEmpty() ? tr("Trend") : tr("Trend of %1").arg(shownText(m_scenario)),
                     trend.noise > 0
                         ? tr("%1 %2, by run; band: what equal runs differ by").arg(text(metric.label), unit)
                         : tr("%1 %2, by run").arg(text(metric.label), unit));
    m_plot->setEmptyText(runs.empty() ? tr("Choose a scenario, or one of its runs, to see how its runs differ.")
                                      : tr("No run had enough requests for %1.").arg(text(metric.label)));
    m_plot->setRuns(std::move(runs), formatOf(metric), bandOf(trend));
}

} // namespace weir::ui

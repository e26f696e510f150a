// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/run_figures.h"

#include "ui/models/figure_text.h"
#include "ui/models/run_stretch.h"

#include <QCoreApplication>

#include <cmath>

namespace weir::ui {

using namespace weir::metrics;

static QString figureWords(const char* words)
{
    return QCoreApplication::translate("RunFigures", words);
}

namespace {

// The values of the moment that counts: read by id, NaN where there is none.
class Values {
public:
    explicit Values(const Snapshot* snapshot)
    {
        if (!snapshot)
            return;
        const bool over = snapshot->state == RunState::Finished;
        if (const auto* row = rowOf(*snapshot, newestStretch(*snapshot), -1); over && row)
            m_values = &row->values;
        else if (const auto* point = snapshot->latest())
            m_values = &point->values;
    }

    double operator[](std::string_view id) const
    {
        return m_values ? (*m_values)[metricIndex(id)] : std::numeric_limits<double>::quiet_NaN();
    }

    QString textOf(std::string_view id) const { return figureText(*findMetric(id), (*this)[id]); }

private:
    const MetricValues* m_values = nullptr;
};

} // namespace

static Figure rateFigure(const Values& values, const settings::Scenario& scenario)
{
    const auto& load = scenario.load;
    const double rate = values["achieved_rps"];
    const QString value = std::isnan(rate) ? QString(noValue) : plainNumber(rate) + QStringLiteral("/s");
    if (load.model == settings::LoadModel::Closed)
        return {value, figureWords(QT_TRANSLATE_NOOP("RunFigures", "by %1 users")).arg(plainNumber(load.users))};
    // With stages and bursts the plan moves, and an arrival at a flow is several requests: what was due lately is what
    // there is to compare with.
    const bool moves = !load.stages.empty() || load.arrivals != settings::Arrivals::Even || !scenario.flows.empty();
    const double planned = moves ? values["offered_rps"] : load.rate;
    return {value, figureWords(QT_TRANSLATE_NOOP("RunFigures", "of %1 planned")).arg(plainNumber(planned))};
}

static Figure sizeFigure(const Values& values)
{
    const double times = 1 / (1 - values["bytes_saved_ratio"]);
    const QString value = std::isfinite(times) ? QStringLiteral("%1×").arg(times, 0, 'f', times < 9.95 ? 1 : 0)
                                               : QString(noValue);
    return {value, figureWords(QT_TRANSLATE_NOOP("RunFigures", "smaller on wire"))};
}

RunFigures figuresOf(const Snapshot* snapshot, const settings::Scenario& scenario)
{
    const Values values(snapshot);
    const double errors = values["error_ratio"];
    RunFigures figures;
    figures.rate = rateFigure(values, scenario);
    figures.latency = {values.textOf("adjusted_p99_ms"), figureWords(QT_TRANSLATE_NOOP("RunFigures", "p99 response"))};
    figures.errors = {fixedPercentText(errors, 2), figureWords(QT_TRANSLATE_NOOP("RunFigures", "errors"))};
    figures.hits = {values.textOf("cache_hit_ratio"), figureWords(QT_TRANSLATE_NOOP("RunFigures", "cache hits"))};
    figures.smaller = sizeFigure(values);
    return figures;
}

HealthFigures healthOf(const Snapshot* snapshot)
{
    HealthFigures health;
    if (!snapshot)
        return health;
    const Values values(snapshot);
    const QString address = text(snapshot->run->target);
    health.origin = snapshot->run->builtInOrigin ? figureWords(QT_TRANSLATE_NOOP("RunFigures", "Built-in origin %1"))
                                                       .arg(QString(address).remove(QStringLiteral("http://")))
                                                 : address;
    QStringList cpu;
    if (!std::isnan(values["generator_cpu_ratio"]))
        cpu << figureWords(QT_TRANSLATE_NOOP("RunFigures", "generator and proxy %1 of their cores"))
                   .arg(values.textOf("generator_cpu_ratio"));
    if (!std::isnan(values["origin_cpu_ratio"]))
        cpu << figureWords(QT_TRANSLATE_NOOP("RunFigures", "origin %1 of a core"))
                   .arg(values.textOf("origin_cpu_ratio"));
    health.cpu = cpu.join(QStringLiteral(" · "));
    if (!std::isnan(values["schedule_lag_p99_ms"]))
        health.lag = figureWords(QT_TRANSLATE_NOOP("RunFigures", "schedule lag p99 %1"))
                         .arg(values.textOf("schedule_lag_p99_ms"));
    return health;
}

} // namespace weir::ui

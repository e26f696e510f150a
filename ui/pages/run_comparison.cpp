// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/run_comparison.h"

#include "core/experiment/comparison.h"
#include "core/report/last_epoch.h"
#include "ui/experiments/export_links.h"
#include "ui/experiments/result_card.h"
#include "ui/experiments/tuning_export.h"
#include "ui/models/figure_text.h"
#include "ui/models/history_text.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace weir::ui {

RunComparison::RunComparison(BannerArea* banners, QWidget* parent)
    : QScrollArea(parent)
    , m_exports(new TuningExport(nullptr, banners, this))
    , m_result(new ResultCard(this))
    , m_percentiles(new CurvePlot(this))
    , m_shares(new CurvePlot(this))
{
    setObjectName(QStringLiteral("history.comparison"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* content = new QWidget(this);
    setRole(content, Role::Window);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    column->addWidget(makeTop());
    column->addWidget(m_result);
    m_percentiles->setObjectName(QStringLiteral("history.percentiles"));
    m_percentiles->setTitle(tr("Percentiles"), tr("ms, log; of requests answered well"));
    m_shares->setObjectName(QStringLiteral("history.shares"));
    m_shares->setTitle(tr("Share answered within"), tr("ms, log; of requests answered well"));
    for (auto* plot : {m_percentiles, m_shares}) {
        plot->setMinimumHeight(240);
        column->addWidget(plot);
    }
    connect(m_result, &ResultCard::settleRequested, this, [this](std::size_t variant) {
        const auto& report = *m_compared.report;
        emit settleRequested(report.arms[report.variants[variant].arm].changes, m_compared.first);
    });
    column->addStretch(1);
    setWidget(content);
}

QWidget* RunComparison::makeTop()
{
    auto* top = new QWidget(this);
    auto* row = new QHBoxLayout(top);
    row->setContentsMargins(0, 0, 0, 0);
    row->addStretch(1);
    row->addWidget(
        new ExportLinks(m_exports, QStringLiteral("history.comparison.export"), tr("This comparison, as a file"), top));
    return top;
}

// As far as ten samples lie above.
static CurvePlot::Curve curveOf(const QString& name, const metrics::Histogram& response)
{
    CurvePlot::Curve curve{name, {}};
    const double highest = 1 - 10 / std::max(10.0, static_cast<double>(response.count()));
    const auto add = [&](double share) {
        if (share <= highest)
            curve.points.emplace_back(share, static_cast<double>(response.percentile(share * 100)) / 1e6);
    };
    for (int percent = 1; percent < 90; ++percent)
        add(percent / 100.0);
    constexpr int stepsOfNine = 20;
    for (int step = 0; step <= 5 * stepsOfNine; ++step) // 90 % to 99.9999 %
        add(1 - std::pow(10.0, -1 - static_cast<double>(step) / stepsOfNine));
    return curve;
}

// What a reader tells them apart by.
static QString nameOf(const store::HistoryEntry& entry)
{
    const QString given = text(entry.name.empty() ? entry.label : entry.name);
    return given.isEmpty()
        ? whenText(startedAt(entry.startedAt), QDateTime::currentDateTime()) + u' ' + text(entry.id).right(4)
        : given;
}

base::Result<RunComparison::Compared> RunComparison::compared(store::History& history,
                                                              const std::vector<std::string>& ids,
                                                              const calibration::CalibrationPtr& known)
{
    std::vector<experiment::ComparedRun> runs;
    Compared compared;
    for (const auto& id : ids) {
        const auto entry = history.entry(id);
        if (!entry)
            return std::unexpected(entry.error());
        const auto report = history.load(id);
        if (!report)
            return std::unexpected(report.error());
        const QString name = nameOf(*entry);
        runs.push_back({name.toStdString(), report->snapshot, report->epochs, std::nullopt});
        const auto totals = report::measuredTotals(*report->snapshot);
        if (!totals.empty() && totals.back()->response && !totals.back()->response->empty())
            compared.percentiles.push_back(curveOf(name, *totals.back()->response));
    }
    experiment::ComparisonOptions options;
    options.calibration = known;
    auto report = experiment::compareRuns(runs, options);
    if (!report)
        return std::unexpected(report.error());
    auto first = history.settings(ids.front());
    if (!first)
        return std::unexpected(first.error());
    compared.first = *std::move(first);
    compared.report = std::make_shared<const experiment::TuningReport>(*std::move(report));
    return compared;
}

void RunComparison::showCompared(const Compared& compared)
{
    m_compared = compared;
    m_exports->setShown(compared.report);
    m_result->showReport(compared.report, false); // there is nothing to keep: these are runs of before
    m_percentiles->setCurves(compared.percentiles, CurvePlot::View::Percentiles, ValueFormat::Duration);
    m_shares->setCurves(compared.percentiles, CurvePlot::View::Shares, ValueFormat::Duration);
}

} // namespace weir::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/experiments/evidence_rows.h"

#include "core/experiment/wording.h"
#include "ui/models/experiment_words.h"
#include "ui/models/figure_text.h"

#include <QCoreApplication>

#include <cmath>

namespace weir::ui {

using experiment::TuningReport;

static QString rowWords(const char* source)
{
    return QCoreApplication::translate("EvidenceRows", source);
}

static double marginOn(analysis::DifferenceScale scale, double margin)
{
    return scale == analysis::DifferenceScale::LogRatio ? std::log1p(margin) : margin;
}

static QString tipOf(const experiment::Estimate& estimate, const std::vector<std::string>& guards)
{
    const auto& difference = estimate.difference;
    QStringList lines;
    if (const auto* metric = metrics::findMetric(estimate.metric))
        lines << text(metric->help);
    if (difference.hasInterval())
        lines << rowWords("Interval: %1").arg(text(experiment::intervalText(estimate)));
    lines << rowWords("%1 pairs; %2 % confidence")
                 .arg(estimate.difference.pairs)
                 .arg(estimate.difference.confidence * 100, 0, 'g', 4);
    if (estimate.difference.never > 0)
        lines << rowWords("%1 of them with a side that was never answered").arg(estimate.difference.never);
    if (estimate.isHolm)
        lines << rowWords("Holm: the interval is widened, since it is one of many");
    if (estimate.isNeutral)
        lines << rowWords("Neither direction is better");
    for (const auto& guard : guards)
        lines << rowWords("Got worse beside it: %1").arg(text(guard));
    return lines.join(u'\n');
}

EvidenceRow estimateRow(const experiment::Estimate& estimate, const TuningReport& report,
                        const std::vector<std::string>& guards)
{
    const auto& difference = estimate.difference;
    EvidenceRow row;
    row.name = metricTitle(estimate.metric);
    row.tip = tipOf(estimate, guards);
    row.baseline = metricFigure(estimate.metric, estimate.baseline);
    row.variant = metricFigure(estimate.metric, estimate.variant);
    row.bar = {difference.difference,
               difference.low,
               difference.high,
               marginOn(difference.scale, report.margin),
               1,
               estimate.isNeutral ? analysis::Judgement::Unclear : estimate.judgement};
    row.change = std::isnan(difference.difference) ? QString(noValue) : text(experiment::changeText(estimate));
    row.interval = text(experiment::intervalText(estimate))
        + (estimate.isHolm && difference.hasInterval() ? QStringLiteral("*") : QString());
    row.verdict = verdictWord(estimate, guards);
    row.isWarned = estimate.judgement == analysis::Judgement::Better && !estimate.isNeutral && !guards.empty();
    return row;
}

std::vector<EvidenceRow> variantRows(const TuningReport& report, std::size_t variant, int endpoint)
{
    std::vector<EvidenceRow> rows;
    if (variant >= report.variants.size())
        return rows;
    const auto& shown = report.variants[variant];
    for (const auto& estimate : shown.estimates) {
        if (estimate.endpoint != endpoint)
            continue;
        rows.push_back(estimateRow(estimate, report, shown.guards));
        rows.back().isPrimary = !report.metrics.empty() && estimate.metric == report.metrics.front();
    }
    return rows;
}

// Of a sweep the values alone: the heading names their knobs.
static QString pointValues(const TuningReport& report, std::size_t variant)
{
    QStringList values;
    if (report.sweep)
        for (const auto& point : report.sweep->points)
            if (!point.isBaseline && point.variant == variant && values.isEmpty())
                for (std::size_t i = 0; i < std::min(point.text.size(), report.sweep->factors.size()); ++i)
                    values << settingText(report.sweep->factors[i].key, point.text[i]);
    return values.join(QStringLiteral(" + "));
}

QString settingHeading(const TuningReport& report)
{
    QStringList labels;
    if (report.sweep)
        for (const auto& factor : report.sweep->factors)
            labels << knobLabel(factor.key);
    return labels.isEmpty() ? rowWords("Setting") : labels.join(QStringLiteral(" + "));
}

std::vector<EvidenceRow> settingRows(const TuningReport& report, int endpoint)
{
    std::vector<EvidenceRow> rows;
    for (const auto& variant : report.variants) {
        const auto* estimate = report.metrics.empty() ? nullptr : variant.find(report.metrics.front(), endpoint);
        if (!estimate || variant.arm >= report.arms.size())
            continue;
        auto row = estimateRow(*estimate, report, variant.guards);
        const auto place = static_cast<std::size_t>(&variant - report.variants.data());
        const QString values = pointValues(report, place);
        row.name = values.isEmpty() ? triedText(report, place) : values;
        row.isPrimary = variant.isRecommended;
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<EvidenceRow> effectRows(const TuningReport& report)
{
    std::vector<EvidenceRow> rows;
    for (const auto& effect : report.effects) {
        EvidenceRow row;
        row.name = knobLabel(effect.factor.key);
        row.tip = text(effect.factor.key);
        const auto level = [&](std::size_t i) {
            return i < effect.factor.values.size() ? settingText(effect.factor.key, effect.factor.values[i])
                                                   : QString();
        };
        row.baseline = level(0);
        row.variant = level(1);
        row.bar = {effect.effect, effect.low, effect.high, marginOn(effect.scale, report.margin), 1, effect.judgement};
        row.change = text(experiment::changeText(effect.scale, effect.effect));
        row.interval = text(experiment::intervalText(effect.scale, effect.low, effect.high));
        row.verdict = effect.judgement == analysis::Judgement::Unclear
            ? rowWords("no clear effect")
            : text(experiment::judgementText(effect.judgement));
        if (effect.isConfirmed)
            row.verdict += rowWords(", confirmed");
        if (effect.isRefuted)
            row.verdict += rowWords(", not confirmed");
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace weir::ui

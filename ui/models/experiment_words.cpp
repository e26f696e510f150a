// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/experiment_words.h"

#include "core/experiment/metric_noun.h"
#include "core/experiment/wording.h"
#include "core/settings/schema.h"
#include "ui/forms/knob_text.h"
#include "ui/models/figure_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace weir::ui {

using analysis::Judgement;
using experiment::Kind;
using experiment::TuningReport;

static QString words(const char* source)
{
    return QCoreApplication::translate("ExperimentWords", source);
}

QString kindTitle(Kind kind)
{
    switch (kind) {
    case Kind::Try: return words("Try a change");
    case Kind::Screen: return words("Which ones matter?");
    case Kind::Sweep: return words("Sweep");
    case Kind::Find: return words("Find the limit");
    case Kind::Compare: return words("Comparison");
    }
    return {};
}

QString settingText(std::string_view key, std::string_view value)
{
    const auto path = settings::findKnob(key);
    if (!path)
        return text(value);
    const auto parsed = settings::parseValue(*path, value);
    return parsed ? fullText(*path->knob, *parsed) : text(value);
}

QString knobLabel(std::string_view key)
{
    return text(experiment::knobName(std::string(key)));
}

QString armValues(const experiment::Arm& arm)
{
    QStringList parts;
    for (const auto& change : arm.changes)
        parts << settingText(change.key, change.to);
    return parts.isEmpty() ? text(arm.name) : parts.join(QStringLiteral(" + "));
}

QString triedText(const TuningReport& report, std::size_t variant)
{
    if (report.kind == Kind::Find && report.search)
        return words("Limit of %1").arg(knobLabel(report.search->search.key));
    if (report.kind == Kind::Screen)
        return words("%1 knobs screened").arg(report.effects.size());
    if (variant < report.variants.size())
        return text(experiment::variantTitle(report, report.variants[variant]));
    return kindTitle(report.kind);
}

QString verdictWord(const experiment::Estimate& estimate, const std::vector<std::string>& guards)
{
    if (estimate.judgement == Judgement::Better && !estimate.isNeutral && !guards.empty())
        return words("better, but");
    if (estimate.judgement == Judgement::NoDifference && estimate.spreadChanged)
        return words("spread differs");
    return text(experiment::verdictText(estimate));
}

QString metricTitle(std::string_view id)
{
    return text(experiment::metricTitle(id));
}

ValueFormat metricFormat(std::string_view id)
{
    const auto* metric = metrics::findMetric(id);
    if (!metric)
        return ValueFormat::Plain;
    return isShare(*metric)                            ? ValueFormat::Percent
        : metric->unit == "ms"                         ? ValueFormat::Duration
        : metric->unit == "B" || metric->unit == "B/s" ? ValueFormat::Bytes
                                                       : ValueFormat::Plain;
}

QString metricFigure(std::string_view id, double value)
{
    const auto* metric = metrics::findMetric(id);
    return metric ? figureText(*metric, value) : plainNumber(value);
}

// A guard, or another metric of all endpoints.
static bool gotWorse(const experiment::Variant& variant)
{
    const auto isWorse = [](const experiment::Estimate& estimate) {
        return estimate.endpoint < 0 && !estimate.isNeutral && estimate.judgement == Judgement::Worse;
    };
    return !variant.guards.empty()
        || (variant.estimates.size() > 1
            && std::any_of(variant.estimates.begin() + 1, variant.estimates.end(), isWorse));
}

Headline headlineOf(const TuningReport& report, std::size_t variant)
{
    const bool isOfVariant = report.kind == Kind::Try || report.kind == Kind::Compare || report.kind == Kind::Sweep;
    if (!isOfVariant || report.variants.empty()) {
        const bool isEarly = isOfVariant || (report.kind == Kind::Screen && report.effects.empty());
        const QString said = isEarly ? QString() : text(experiment::headline(report));
        return {said.isEmpty() ? words("Nothing measured yet") : said, {}, {}};
    }
    const auto& shown = report.variants[std::min(variant, report.variants.size() - 1)];
    // Of a sweep the whole curve's answer stands before that of its best setting.
    const std::string ofAll = variant == leadingVariant(report) ? experiment::sweepText(report) : std::string();
    if (report.kind == Kind::Sweep && !ofAll.empty())
        return {text(ofAll), text(experiment::findingText(report, shown)), {}, gotWorse(shown)};
    return {text(shown.sentence.empty() ? experiment::sentenceOf(report, shown) : shown.sentence),
            text(shown.sureness.empty() ? experiment::surenessOf(report, shown) : shown.sureness),
            text(experiment::guardsText(report, shown)), gotWorse(shown)};
}

const experiment::SweepPoint* bestPoint(const TuningReport& report)
{
    const auto& sweep = report.sweep;
    return sweep && sweep->best && *sweep->best < sweep->points.size() ? &sweep->points[*sweep->best] : nullptr;
}

std::size_t leadingVariant(const TuningReport& report)
{
    const auto& all = report.variants;
    if (const auto* point = bestPoint(report); point && !point->isBaseline && point->variant < all.size())
        return point->variant;
    std::size_t best = 0;
    bool any = false;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!all[i].isRecommended || all[i].estimates.empty())
            continue;
        const auto& a = all[i].primary();
        const double sign = a.direction == analysis::Direction::LowerIsBetter ? 1 : -1;
        if (!any || sign * a.difference.difference < sign * all[best].primary().difference.difference)
            best = i;
        any = true;
    }
    return best;
}

} // namespace weir::ui

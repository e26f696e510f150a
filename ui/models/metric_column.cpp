// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/metric_column.h"

#include "ui/models/figure_text.h"
#include "ui/models/run_stretch.h"

#include <QCoreApplication>

#include <cmath>
#include <optional>

namespace weir::ui {

static QString columnWords(const char* words)
{
    return QCoreApplication::translate("MetricColumn", words);
}

const metrics::Metric& MetricColumn::metric() const
{
    return metrics::metrics()[metrics::metricIndex(id)];
}

QString MetricColumn::heading() const
{
    return title ? columnWords(title) : text(metric().label);
}

QString MetricColumn::help() const
{
    const QString help = text(metric().help);
    return perRequest ? columnWords(QT_TRANSLATE_NOOP("MetricColumn", "%1 Mean of one request.")).arg(help) : help;
}

double MetricColumn::value(const metrics::Row* row) const
{
    const double sum = valueOf(row, metrics::metricIndex(id));
    return perRequest ? sum / valueOf(row, metrics::metricIndex("requests")) : sum;
}

QString MetricColumn::valueText(const metrics::Row* row) const
{
    const double number = value(row);
    return std::isfinite(number) ? figureText(metric(), number) : QString(noValue);
}

// "latency_p99_ms" -> 99, "latency_p999_ms" -> 99.9.
static std::optional<double> percentileOf(std::string_view id)
{
    const auto at = id.find("_p");
    if (at == id.npos || at + 3 >= id.size() || id[at + 2] < '0' || id[at + 2] > '9')
        return std::nullopt;
    const int digits = std::atoi(id.data() + at + 2);
    return digits >= 100 ? digits / 10.0 : digits;
}

QString MetricColumn::gapReason(const metrics::Row* row) const
{
    if (std::isfinite(value(row)))
        return {};
    if (const auto percentile = percentileOf(id))
        return columnWords(QT_TRANSLATE_NOOP("MetricColumn", "Too few requests so far: p%1 needs %2."))
            .arg(*percentile)
            .arg(plainNumber(static_cast<double>(metrics::samplesNeeded(*percentile))));
    return columnWords(QT_TRANSLATE_NOOP("MetricColumn", "Nothing to measure here."));
}

QVariant MetricColumn::cellData(const metrics::Row* row, int role) const
{
    switch (role) {
    case Qt::DisplayRole: return valueText(row);
    case Qt::ToolTipRole: return gapReason(row);
    case Qt::TextAlignmentRole: return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    default: return {};
    }
}

QVariant headingData(const QString& names, std::span<const MetricColumn> columns, int section, int role)
{
    if (section < 0 || section > static_cast<int>(columns.size()))
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (section == 0 ? Qt::AlignLeft : Qt::AlignRight));
    if (section == 0)
        return role == Qt::DisplayRole ? names : QVariant();
    const auto& column = columns[static_cast<std::size_t>(section) - 1];
    if (role == Qt::DisplayRole)
        return column.heading();
    return role == Qt::ToolTipRole ? column.help() : QVariant();
}

} // namespace weir::ui

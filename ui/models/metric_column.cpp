// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/metric_column.h"

#include "core/analysis/value_remark.h"
#include "ui/models/figure_text.h"
#include "ui/models/run_stretch.h"

#include <QCoreApplication>

#include <cmath>

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
    return figureText(metric(), number);
}

QString MetricColumn::gapReason(const metrics::Row* row) const
{
    if (std::isfinite(value(row)))
        return {};
    if (!row)
        return columnWords(QT_TRANSLATE_NOOP("MetricColumn", "Nothing to measure here."));
    if (const auto never = analysis::neverReason(metric(), *row); !never.empty())
        return text(never);
    if (const auto lacking = analysis::samplesRemark(metric(), *row); !lacking.empty())
        return columnWords(QT_TRANSLATE_NOOP("MetricColumn", "Too few requests so far: %1.")).arg(text(lacking));
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

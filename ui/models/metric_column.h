// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"

#include <QString>
#include <QVariant>

#include <span>
#include <string_view>

// How a table shows one metric of the catalogue.
namespace weir::ui {

struct MetricColumn {
    std::string_view id;         // in the catalogue
    const char* title = nullptr; // where the catalogue's label is too long for a heading
    bool perRequest = false;     // the mean of one request rather than the sum

    const metrics::Metric& metric() const;
    QString heading() const;
    QString help() const;
    double value(const metrics::Row* row) const; // NaN where there is none, infinite where it is never reached
    QString valueText(const metrics::Row* row) const;
    // Why there is no value, or why it is never reached; or empty.
    QString gapReason(const metrics::Row* row) const;
    // What a model answers for a cell of this column.
    QVariant cellData(const metrics::Row* row, int role) const;
};

// What a model of a column of names and `columns` behind it answers for its headings.
QVariant headingData(const QString& names, std::span<const MetricColumn> columns, int section, int role);

} // namespace weir::ui

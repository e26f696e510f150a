// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/conservation.h"

#include <array>

namespace weir::integration {

using support::CsvTable;

namespace {

// Everything in the report that counts things or bytes, from the contract's list of columns.
constexpr std::array<std::string_view, 14> additive{
    "planned",    "requests",       "ok",         "failed",       "skipped",
    "unfinished", "identity_bytes", "wire_bytes", "header_bytes", "upstream_wire_bytes",
    "cache_hits", "cache_misses",   "connects",   "sent_bytes"};

QString place(const CsvTable& report, std::size_t row)
{
    return QStringLiteral("phase %1, epoch %2, endpoint %3: ")
        .arg(QString::fromStdString(report.text(row, "phase")), QString::fromStdString(report.text(row, "epoch")),
             QString::fromStdString(report.text(row, "endpoint")));
}

QString differs(const CsvTable& report, std::size_t row, std::string_view what, std::uint64_t left, std::uint64_t right)
{
    if (left == right)
        return {};
    return place(report, row)
        + QStringLiteral("%1: %2 against %3").arg(QString::fromStdString(std::string{what})).arg(left).arg(right);
}

std::uint64_t failuresOfAllKinds(const CsvTable& report, std::size_t row)
{
    std::uint64_t sum = 0;
    for (const auto& column : report.columns())
        if (column.starts_with("failures."))
            sum += report.count(row, column);
    return sum;
}

QString withinRow(const CsvTable& report, std::size_t row)
{
    const auto of = [&](std::string_view column) { return report.count(row, column); };
    auto problem = differs(report, row, "planned = requests + skipped + unfinished", of("planned"),
                           of("requests") + of("skipped") + of("unfinished"));
    if (problem.isEmpty())
        problem = differs(report, row, "requests = ok + failed", of("requests"), of("ok") + of("failed"));
    if (problem.isEmpty())
        problem = differs(report, row, "failed = failures of all kinds", of("failed"), failuresOfAllKinds(report, row));
    return problem;
}

std::uint64_t sumOfEndpoints(const CsvTable& report, std::size_t total, std::string_view column)
{
    std::uint64_t sum = 0;
    for (std::size_t row = 0; row < report.size(); ++row)
        if (row != total && report.text(row, "phase") == report.text(total, "phase")
            && report.text(row, "epoch") == report.text(total, "epoch"))
            sum += report.count(row, column);
    return sum;
}

QString acrossEndpoints(const CsvTable& report, std::size_t total)
{
    auto columns = std::vector<std::string>(additive.begin(), additive.end());
    std::ranges::copy_if(report.columns(), std::back_inserter(columns),
                         [](const auto& column) { return column.starts_with("failures."); });
    for (const auto& column : columns)
        if (auto problem = differs(report, total, column + " = sum of the endpoints", report.count(total, column),
                                   sumOfEndpoints(report, total, column));
            !problem.isEmpty())
            return problem;
    return {};
}

} // namespace

QString imbalance(const CsvTable& report)
{
    if (report.size() == 0 || !report.isRectangular())
        return QStringLiteral("the report has no rows, or rows of unequal length");
    for (const auto& column : additive)
        if (!report.has(column))
            return QStringLiteral("no column ") + QString::fromStdString(std::string{column});
    for (std::size_t row = 0; row < report.size(); ++row)
        if (auto problem = withinRow(report, row); !problem.isEmpty())
            return problem;
    for (const auto total : report.rowsOf("*"))
        if (auto problem = acrossEndpoints(report, total); !problem.isEmpty())
            return problem;
    return {};
}

} // namespace weir::integration

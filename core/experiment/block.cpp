// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/block.h"

#include <limits>

namespace weir::experiment {

FigureColumns::FigureColumns(std::vector<std::string> metrics) : m_metrics(std::move(metrics))
{
    for (const auto& id : m_metrics)
        m_indexes.push_back(metrics::metricIndex(id));
}

std::vector<double> FigureColumns::read(const metrics::Row& row) const
{
    static const auto planned = metrics::metricIndex("planned");
    static const auto failed = metrics::metricIndex("failed");
    static const auto skipped = metrics::metricIndex("skipped");
    static const auto unfinished = metrics::metricIndex("unfinished");
    std::vector<double> values;
    values.reserve(width());
    for (const auto index : m_indexes)
        values.push_back(row.values[index]);
    const double all = row.values[planned];
    const auto share = [all](double part) { return all > 0 ? part / all : std::numeric_limits<double>::quiet_NaN(); };
    values.push_back(share(row.values[failed]));
    values.push_back(share(row.values[skipped] + row.values[unfinished]));
    return values;
}

bool readBlock(const metrics::Snapshot& snapshot, metrics::PhaseId phase, metrics::EpochId epoch,
               const FigureColumns& columns, BlockResult& result)
{
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    const auto* total = snapshot.total(phase, epoch);
    if (!total)
        return false;
    const auto width = columns.width();
    result.figures.assign((snapshot.run->endpoints.size() + 1) * width, none);
    for (const auto& row : snapshot.rows) {
        if (row->phase != phase || row->epoch != epoch)
            continue;
        const auto values = columns.read(*row);
        std::copy(values.begin(), values.end(),
                  result.figures.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(row->endpoint + 1) * width));
    }
    result.seconds = std::chrono::duration<double>(total->end - total->begin).count();
    if (total->response)
        result.shape = analysis::shapeOf(*total->response);
    return true;
}

} // namespace weir::experiment

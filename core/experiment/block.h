// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/distribution_shape.h"
#include "core/metrics/snapshot.h"

#include <cstdint>
#include <string>
#include <vector>

// What an experiment is made of: stretches under one setting, and the figures of each. Values; any thread.
namespace weir::experiment {

// A block to be run.
struct BlockOrder {
    std::size_t number = 0; // in the order of running, from 0
    std::size_t arm = 0;
    std::size_t contrast = 0; // of a pair; of a screening's design the run
    bool isVariant = false;   // of a pair
    bool isConfirming = false; // of a screening: a pair that confirms a factor
    int round = 0;
    std::uint64_t draw = 0; // blocks of the same number ask the same at the same times

    bool operator==(const BlockOrder&) const = default;
};

// Which figures are read of each block. The last two columns are what guards look at.
class FigureColumns {
public:
    explicit FigureColumns(std::vector<std::string> metrics);

    const std::vector<std::string>& metrics() const { return m_metrics; }
    std::size_t width() const { return m_metrics.size() + 2; }
    std::size_t failedShare() const { return m_metrics.size(); }      // of what was planned
    std::size_t skippedShare() const { return m_metrics.size() + 1; } // left out or never ended, likewise

    // Of a row: one value a column, NaN for none, infinite where it was never answered.
    std::vector<double> read(const metrics::Row& row) const;

private:
    std::vector<std::string> m_metrics;
    std::vector<std::size_t> m_indexes; // in the catalogue
};

struct BlockResult {
    BlockOrder order;
    double atS = 0;      // since the experiment began
    double seconds = 0;  // measured
    metrics::Verdict verdict;
    std::vector<double> figures; // by place, then column; the first place is the total, then the endpoints
    analysis::Shape shape{};     // of the response times of all that were answered well

    double figure(std::size_t place, std::size_t column, std::size_t width) const
    {
        return figures[place * width + column];
    }
};

// The rows of one phase and epoch. None where there is no total.
bool readBlock(const metrics::Snapshot& snapshot, metrics::PhaseId phase, metrics::EpochId epoch,
               const FigureColumns& columns, BlockResult& result);

} // namespace weir::experiment

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/arms.h"
#include "core/experiment/block.h"
#include "core/session/run.h"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace weir::session {

// How long what is around a block takes, in seconds.
struct BlockTimes {
    double block = 5;     // measured
    double settle = 0.25; // before it: what the other arm has in flight, connections to open
    double warmUp = 1;    // the same before an arm's first block, whose cache and pools begin empty
};


// What runs the blocks of an experiment, one after the other, on the calling thread. What it yields is complete: every
// request of a block has ended, or cannot any more.
class BlockRunner {
public:
    struct Setting {
        const experiment::Arms& arms; // may grow while it runs
        const experiment::FigureColumns& columns;
        BlockTimes times;
        RunOptions options;
        std::function<bool()> pause;                  // called about ten times a second; false ends it early
        Run::OnSnapshot onSnapshot;                   // on a collector's thread; may be empty
        std::uint64_t seed = 1;
    };
    using Results = std::vector<experiment::BlockResult>;

    virtual ~BlockRunner() = default;

    // Runs a block. Yields the blocks that are complete by now, which may be those before it alone. One that was cut
    // short is never among them.
    virtual base::Result<Results> run(const experiment::BlockOrder& order, const std::string& text) = 0;
    virtual Results flush() = 0;  // those still to come; further blocks may follow
    virtual Results finish() = 0; // the same, and none does

    virtual const metrics::RunInfo* info() const = 0; // of the runs behind it; null before the first
};

// All blocks in one run: live knobs alone differ.
base::Result<std::unique_ptr<BlockRunner>> blocksOfOneRun(BlockRunner::Setting setting);
// A run for every block.
std::unique_ptr<BlockRunner> blocksAsRuns(BlockRunner::Setting setting);

} // namespace weir::session

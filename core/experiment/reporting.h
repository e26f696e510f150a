// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/evaluation.h"

#include <span>
#include <string>

// Tuning reports from the parts of an experiment. Pure functions; any thread.
namespace weir::experiment {

// What is known before the first block.
TuningReport emptyReport(const Plan& plan, double blockSeconds);

// The sentences of each variant.
void addWords(TuningReport& report);

// Of arms that a screening confirms: those that the blocks have, beside what the plan says.
void addConfirming(const Plan& plan, std::span<const Factor> factors, Arms& arms);

// The widest effects of a screening, which are worth a pair of their own: at most three, each clear of zero.
std::vector<Factor> factorsToConfirm(const TuningReport& report);

// A kept experiment told anew: of the blocks, or of a search of the trials.
base::Result<TuningReport> reportOf(const Plan& plan, const std::string& id, base::WallTime startedAt,
                                    std::span<const BlockResult> blocks);
TuningReport reportOf(const Plan& plan, const std::string& id, base::WallTime startedAt, std::span<const Trial> trials);

// What a search's trials say; `course` is replayed from them.
SearchAnswer answerOf(const Plan& plan, std::span<const Trial> trials);
// The sentences that a reader of it has to know.
void addSearchNotes(const Plan& plan, TuningReport& report);

} // namespace weir::experiment

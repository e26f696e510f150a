// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/block.h"
#include "core/experiment/plan.h"
#include "core/experiment/tuning_report.h"

#include <span>
#include <string>
#include <string_view>

// An experiment as it is kept: its plan, and block by block what was measured, so that it can be told anew and gone on
// with. What is read may have been written by anybody: what does not hold together is an error. Pure; any thread.
namespace weir::experiment {

// JSON. Of the baseline what a report may show: credentials as "***".
std::string planText(const Plan& plan);
base::Result<Plan> readPlan(std::string_view text);

// Whether credentials were left out of what planText() wrote, so that the experiment cannot go on without the scenario.
bool lacksCredentials(const Plan& plan);

// One block, or of a search one trial, of the same version of this program or an earlier one.
std::string blockBytes(const BlockResult& block);
base::Result<BlockResult> readBlock(std::string_view bytes);
std::string trialBytes(const Trial& trial);
base::Result<Trial> readTrial(std::string_view bytes);

} // namespace weir::experiment

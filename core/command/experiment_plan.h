// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/plan.h"
#include "core/settings/cli.h"

#include <expected>
#include <vector>

namespace weir::command {

// What `weir-cli experiment KIND [SCENARIO | URL]` was asked for. Problems carry the option's name.
std::expected<experiment::Plan, std::vector<settings::Problem>> experimentPlan(const settings::Arguments& arguments);

} // namespace weir::command

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

// What the history's file looks like, as the steps that led there. A step that has been released is never changed: a
// new one is added. PRAGMA user_version says how many a file has seen.
namespace weir::store {

inline constexpr int applicationId = 0x57656972; // "Weir"

// The statements of a step, in their order.
using MigrationStep = std::span<const char* const>;
std::span<const MigrationStep> migrationSteps();

} // namespace weir::store

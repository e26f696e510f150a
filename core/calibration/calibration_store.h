// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/calibration/calibration.h"

#include <filesystem>
#include <string>
#include <string_view>

// Calibrations on disk: one JSON file a machine, so that a home folder shared by several keeps them apart. Any thread.
namespace weir::calibration {

// $XDG_STATE_HOME/weir/calibration, else ~/.local/state/weir/calibration; on Windows below %LOCALAPPDATA%. Empty where
// the environment names neither.
std::filesystem::path usualFolder();

// The file of one machine, whose name says which.
std::filesystem::path fileOf(const std::filesystem::path& folder, const Machine& machine);

// An empty one where there is no file yet. A file that is damaged, of another version or of another machine is an error
// that says so; the caller tells it and goes on without.
base::Result<Calibration> load(const std::filesystem::path& folder, const Machine& machine);

// Written beside and renamed, so that readers see all or nothing. Makes the folder.
base::Status save(const std::filesystem::path& folder, const Calibration& calibration);

// The file's text.
std::string toJson(const Calibration& calibration);
base::Result<Calibration> fromJson(std::string_view text);

} // namespace weir::calibration

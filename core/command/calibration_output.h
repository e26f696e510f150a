// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/calibrating.h"

#include <string>

// What a calibration found, for people and for programs. Any thread.
namespace weir::command {

std::string calibrationText(const session::CalibrationResult& result);
std::string calibrationJson(const session::CalibrationResult& result);

} // namespace weir::command

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/calibration/calibration.h"

namespace weir::command {

// What is known of this machine. A file that is no good is told on standard error and left; then null.
calibration::CalibrationPtr knownCalibration();

} // namespace weir::command

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/command/known_calibration.h"

#include "core/calibration/calibration_store.h"
#include "core/command/command_line.h"

namespace weir::command {

calibration::CalibrationPtr knownCalibration()
{
    auto known = calibration::load(calibration::usualFolder(), calibration::thisMachine());
    if (known)
        return std::make_shared<const calibration::Calibration>(*std::move(known));
    printError(base::text(known.error()));
    return nullptr;
}

} // namespace weir::command

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <vector>

namespace weir::calibration {

// What this machine can send of a scenario to a target that answers at once, in requests a second, of flows every step:
// an upper bound for any real one.
struct DriveLimit {
    double closedRps = 0; // users that never pause: the generator's own ceiling
    double validRps = 0;  // the highest rate of the open model whose verdict was VALID; 0: none was

    bool operator==(const DriveLimit&) const = default;
};

// Looks for the highest rate below `closedRps` that `isValid` approves of: first four fifths of it, where the verdict's
// limit on the generator's processor time lies, then by halving the ratio between the best approved and the least
// refused, down to 1.1. A refusal counts when it is given twice: a pause of the whole machine refuses once. Nothing
// from `isValid` ends the search without a result.
std::optional<DriveLimit> searchDrive(double closedRps, const std::function<std::optional<bool>(double rate)>& isValid);

// Runs of the open model that a search takes at most, for telling how far it is.
inline constexpr int mostDriveTrials = 14;

} // namespace weir::calibration

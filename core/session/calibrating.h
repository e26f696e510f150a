// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/calibration/calibration.h"
#include "core/metrics/snapshot.h"

#include <functional>
#include <string>
#include <vector>

namespace weir::session {

// What to measure, and how long.
struct CalibrationPlan {
    bool drive = true;       // what can be sent, against an origin that answers at once
    bool noise = true;       // how much equal runs of the scenario differ
    int blocks = 40;         // runs for the noise, two of which make a pair
    double blockSeconds = 0; // measured in each; 0: as long as the p99 needs, 2 to 10 s
    bool insecure = false;
};

struct CalibrationProgress {
    std::string text; // "noise floor: block 3 of 20"
    double share = 0; // of the whole, 0 to 1
    double leftS = 0; // seconds to go, about
};

struct DriveTrial {
    double rate = 0; // requests a second, of flows every step; 0: users that never pause
    double achievedRps = 0;
    metrics::Verdict verdict;
};

struct CalibrationResult {
    calibration::Machine machine;
    std::string scenario;
    std::string at; // RFC 3339
    calibration::Instrument instrument;
    int wakeUps = 0;
    std::optional<calibration::DriveLimit> drive;
    std::vector<DriveTrial> trials;
    std::optional<calibration::NoiseFloor> noise;
    std::vector<calibration::BlockFigures> blocks; // as they were run
    int overloadedBlocks = 0;                      // whose verdict was INVALID
    bool hasStages = false;                        // then there is no noise floor: it holds for one level of load
    bool cancelled = false;                        // what was not finished is left out

    // What later runs look up: everything that was finished.
    void addTo(calibration::Calibration& known, const settings::Scenario& scenario) const;
};

// Calibrates this machine for a valid scenario: sends its load to its targets, and to an origin of its own. Blocks the
// calling thread, for minutes; `cancelled` is asked ten times a second, `onProgress` is called on the same thread.
base::Result<CalibrationResult> calibrate(const settings::Scenario& scenario, const CalibrationPlan& plan,
                                          const std::function<bool()>& cancelled,
                                          const std::function<void(const CalibrationProgress&)>& onProgress);

// What it takes, about.
double secondsOf(const CalibrationPlan& plan, const settings::Scenario& scenario);

// As the plan says or, where it leaves it open, what the scenario's rate needs for a p99.
double blockSecondsOf(const CalibrationPlan& plan, const settings::Scenario& scenario);

} // namespace weir::session

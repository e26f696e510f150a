// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/calibration/drive_search.h"
#include "core/calibration/machine.h"
#include "core/calibration/noise_floor.h"
#include "core/settings/scenario.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

// What is known about this machine's own part in measurements. Values; shared between threads as CalibrationPtr.
namespace weir::calibration {

// The instrument itself, the same for every scenario.
struct Instrument {
    double timerP50Us = 0; // how late a sleeping worker wakes
    double timerP99Us = 0;
    double timerMaxUs = 0;
    double clockNs = 0; // what reading the clock costs

    bool operator==(const Instrument&) const = default;
};

struct KnownDrive {
    std::string digest; // driveDigest
    std::string scenario;
    std::string at; // RFC 3339
    DriveLimit limit;

    bool operator==(const KnownDrive&) const = default;
};

struct KnownNoise {
    std::string digest; // noiseDigest
    std::string scenario;
    std::string at;
    NoiseFloor floor;

    bool operator==(const KnownNoise&) const = default;
};

// Everything of one machine; the newest entries stand last.
struct Calibration {
    Machine machine;
    std::optional<Instrument> instrument;
    std::vector<KnownDrive> drives;
    std::vector<KnownNoise> noises;

    bool operator==(const Calibration&) const = default;
};
using CalibrationPtr = std::shared_ptr<const Calibration>;

// Of the scenario, null where it was never calibrated here. Of a null calibration as well.
const KnownNoise* noiseOf(const Calibration* calibration, const settings::Scenario& scenario);
const KnownDrive* driveOf(const Calibration* calibration, const settings::Scenario& scenario);

// Takes the place of an earlier entry of the same scenario; beyond 200 of a kind the oldest go.
void remember(Calibration& calibration, KnownNoise noise);
// But a search that approved of no rate tells of what ran beside it, and leaves an earlier limit as it is.
void remember(Calibration& calibration, KnownDrive drive);

} // namespace weir::calibration

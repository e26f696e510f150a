// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/run_report.h"

#include <string>

// What a calibration says about a run, in words. Any thread.
namespace weir::report {

// The calibrated noise of an epoch's settings, null where there is none.
const calibration::KnownNoise* noiseOf(const RunReport& report, metrics::EpochId epoch);

// "±4.2 %", "-" for none.
std::string noiseText(double ratio);

// "Differences below ±2.1 % of p50, ±8.4 % of p99 and ±0.1 % of throughput are noise on this machine ..."
std::string noiseSentence(const calibration::KnownNoise& noise);

// Says so where the scenario's planned rate is above what this machine can send; else empty. Before a run.
std::string driveWarning(const calibration::Calibration* calibration, const settings::Scenario& scenario);
// Of a run, by what was offered in its measured epochs.
std::string driveWarning(const RunReport& report);

} // namespace weir::report

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/plan.h"
#include "core/experiment/tuning_report.h"
#include "core/settings/schema.h"

#include <expected>
#include <vector>

// From a plan to the settings that are run against each other. Pure functions; any thread.
namespace weir::experiment {

struct ArmSettings {
    Arm arm;
    settings::Scenario scenario;
};

// Two arms whose blocks are run in pairs.
struct Contrast {
    std::size_t baseline = 0;
    std::size_t variant = 1;

    bool operator==(const Contrast&) const = default;
};

struct Arms {
    std::vector<ArmSettings> list; // the baseline first
    std::vector<Contrast> contrasts;
    std::vector<std::string> confirms;   // of a screening: by contrast, the knob whose effect it is to confirm
    std::vector<std::size_t> designRuns; // of a screening: the arm of each run of its design
    bool needsRuns = false;              // some knob applies to a next run alone: every block is a run of its own
};

// Every arm is valid and differs from the baseline. Problems name the option that is to be mended: "--variant".
std::expected<Arms, std::vector<settings::Problem>> armsOf(const Plan& plan);

// The knobs that differ, as reports may show them.
std::vector<Change> changesBetween(const settings::Scenario& baseline, const settings::Scenario& variant);

// The scenario as its blocks are run: without stages, thresholds and what ends a run early.
settings::Scenario blockScenario(const settings::Scenario& scenario);

// The knobs that a screening takes where none is named: the explored ones of the strategies that are on, with levels
// below and above their value.
std::vector<Factor> usualFactors(const settings::Scenario& scenario);

// "16", "1..64/4", "1..1000/4/log" or "gzip,brotli", as a knob's values. The error says what is wrong with it.
base::Result<Factor> parseFactor(std::string_view text);

// The pair of arms that confirms a screening's factor: at its low and its high level, everything else as the baseline.
// Arms that are there already are used. Appends to `arms` what is needed.
Contrast confirmingContrast(const Plan& plan, const Factor& factor, Arms& arms);

} // namespace weir::experiment

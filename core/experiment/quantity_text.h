// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/paired_difference.h"

#include <string>

// Differences as people read them, from values on their scale: per cent of ratios, percentage points of shares. Pure
// functions; any thread.
namespace weir::experiment {

// Without a sign: "35 %", "0.8 %", "2.1 percentage points".
std::string sizeText(analysis::DifferenceScale scale, double onScale);

// "35 % lower", "2.1 percentage points higher"; from ten times on "12 times as high".
std::string differencePhrase(analysis::DifferenceScale scale, double onScale);

// "29 to 41 %"; "12 % lower and 5 % higher" where the ends lie on both sides of zero.
std::string spanWords(analysis::DifferenceScale scale, double low, double high);

} // namespace weir::experiment

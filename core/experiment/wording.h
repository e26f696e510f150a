// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/tuning_report.h"

#include <string>

// What a report says, in words: one set of sentences for terminal, files and window. The texts hold names from outside
// (endpoints, values, runs) as they are; who shows them shows what is invisible. Pure functions; any thread.
namespace weir::experiment {

// "Cache on", "Maximum connections 64 → 16"; of a comparison the run's name. Long values are cut short.
std::string armTitle(const TuningReport& report, const Arm& arm);
// Of its arm; of one that confirms a screening's effect its knob from the low to the high level.
std::string variantTitle(const TuningReport& report, const Variant& variant);

// "Cache on: p99 is 35 % lower", "Cache on: p99 is 35 % lower, but failed share got worse", "Cache on: no difference in
// p99", "Cache on: unclear whether p99 differs", "Rate limit on: p99 was never answered".
std::string sentenceOf(const TuningReport& report, const Variant& variant);

// "95 % sure of 29 to 41 %", "95 % sure that it is less than 1.4 % either way", "95 % sure of between 12 % lower and 5
// % higher", "only 3 of the pairs have a figure".
std::string surenessOf(const TuningReport& report, const Variant& variant);

// "Nothing got worse.", "Worse beside it: failed share and endpoint search."; empty where the metric itself is worse
// and nothing else is.
std::string guardsText(const TuningReport& report, const Variant& variant);

// All three: "Cache on: p99 is 35 % lower, 95 % sure of 29 to 41 %. Nothing got worse."
std::string findingText(const TuningReport& report, const Variant& variant);

// A difference on its scale: "−35 %", "+2.1 pt" (percentage points), "× 12" from ten times as much on, "never" where
// the variant was not answered, "0 %".
std::string changeText(analysis::DifferenceScale scale, double onScale);
std::string changeText(const Estimate& estimate);

// "−41 to −29 %", "−2.2 to +0.9 pt"; empty without an interval.
std::string intervalText(analysis::DifferenceScale scale, double low, double high);
std::string intervalText(const Estimate& estimate);

// What the interval says: "better", "worse", "no difference", "unclear"; "higher" or "lower" of a metric of which
// neither is better.
std::string verdictText(const Estimate& estimate);
std::string_view judgementText(analysis::Judgement judgement);

// A share as people read it: "5 %", "0.5 %".
std::string percentText(double ratio);

// "a", "a and b", "a, b and c"; beyond `most` "a, b and 7 more".
std::string listText(const std::vector<std::string>& names, std::size_t most = 3);

// What a knob is called in a sentence: "Maximum connections", "Cache" of its switch; the key itself where it is
// unknown.
std::string knobName(const std::string& key);
// A knob that has a value: "Maximum connections 32", "Cache on".
std::string settingTitle(const std::string& key, const std::string& value);

// Of a screening: "Cache off → on". Of a search: "The highest Rate that holds p(99)<50 is 420 req/s, confirmed."
std::string factorTitle(const Factor& factor);
std::string answerText(const SearchAnswer& answer);

// Of a screening's or sweep's outcome in one sentence; empty where there is nothing to say.
std::string screeningText(const TuningReport& report);
std::string sweepText(const TuningReport& report);

// The first sentence of the whole report, whatever its kind.
std::string headline(const TuningReport& report);

} // namespace weir::experiment

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/tuning_report.h"
#include "ui/charts/value_text.h"

#include <QString>
#include <QStringList>

#include <string_view>

// What an experiment did and found, in the window's words: those of core/experiment/wording.h, as QStrings, and what
// only a window needs. Pure functions; any thread.
namespace weir::ui {

QString kindTitle(experiment::Kind kind); // "Try a change"

// A knob's value as its editor shows it: "64 MiB", "on".
QString settingText(std::string_view key, std::string_view value);
QString knobLabel(
    std::string_view key); // "Maximum connections", "Cache" of its switch; the key itself where it is unknown

QString armValues(const experiment::Arm& arm); // "16", "on", "16 + gzip"
QString triedText(const experiment::TuningReport& report, std::size_t variant);

// Of a variant the verdict's word; never "better" alone where a guard broke.
QString verdictWord(const experiment::Estimate& estimate, const std::vector<std::string>& guards);

QString metricTitle(std::string_view id); // as an experiment calls it: "p99"
ValueFormat metricFormat(std::string_view id);
QString metricFigure(std::string_view id, double value);

// The sentence that opens a result, and what it rests on.
struct Headline {
    QString sentence;
    QString sureness;
    QString guards;         // "Nothing got worse.", or what did
    bool isWarning = false; // something got worse
};
Headline headlineOf(const experiment::TuningReport& report, std::size_t variant);

// Of a sweep, where one is; it may be the baseline. Null: none is.
const experiment::SweepPoint* bestPoint(const experiment::TuningReport& report);

// The variant that is shown first: a sweep's best, else the recommended one whose primary metric is best, else the
// first.
std::size_t leadingVariant(const experiment::TuningReport& report);

} // namespace weir::ui

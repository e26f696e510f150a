// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/schema.h"

#include <QString>

// Numbers and knobs in words, as forms show and read them.
namespace weir::ui {

QString fromUtf8(std::string_view text);
std::string toUtf8(const QString& text);

// Whether the knob counts bytes, and so is shown in KiB, MiB or GiB.
bool isByteSize(const settings::Knob& knob);
// Whether its text may have several lines.
bool isLongText(const settings::Knob& knob);

// "64 MiB", "1 KiB", "1500 B": the largest unit in which the number is short and exact.
QString byteSizeText(std::int64_t bytes);
QString byteRangeText(const settings::Knob& knob); // "64 KiB to 64 GiB"

// "64 MiB", "64M", "64 mb", "1.5 GiB", "67108864"; units are powers of 1024 throughout.
std::optional<std::int64_t> parseByteSize(const QString& text);

// What an editor shows of a number, without its unit: "64", "0.5", "64 MiB".
QString numberText(const settings::Knob& knob, const settings::KnobValue& value);
// The value that a number's text stands for, with blanks between thousands allowed; of the knob's kind.
std::expected<settings::KnobValue, settings::Problem> parseNumber(const settings::KnobPath& path, const QString& text);

// The name of a choice as people read it: "log_normal" -> "log normal".
QString choiceText(std::string_view name);

// A value with its unit, for tips: "64", "2000 ms", "unlimited", "on".
QString fullText(const settings::Knob& knob, const settings::KnobValue& value);
// The unit or, for bytes, nothing: their text has it.
QString unitText(const settings::Knob& knob);

// Label, help, range, default, key and when it applies, as rich text.
QString tipText(const settings::KnobPath& path);

} // namespace weir::ui

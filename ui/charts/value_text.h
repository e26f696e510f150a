// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

// Numbers as people read them, always in the C locale's notation with a thin space between thousands, as the reports
// have them. Not-a-number becomes an en dash.
namespace weir::ui {

enum class ValueFormat {
    Plain,   // 1 998, 12.4, 0.52: three significant digits, whole above 1000
    Compact, // 2k, 1.5M: for axes
    Bytes,   // 38.2 KiB
    Percent, // a ratio of 1 as 100 %
    Duration // milliseconds, with their unit: 12.4 ms, 1.2 s, 85 µs
};

QString valueText(double value, ValueFormat format);

QString plainNumber(double value);   // "1 998", "12.4"
QString compactNumber(double value); // "2k"
QString byteText(double bytes);      // "38.2 KiB", "512 B"
QString percentText(double ratio);   // "71 %", "0.02 %"
QString durationText(double ms);     // "12.4 ms", "3.1 s"
QString clockText(double seconds);   // "0:14", "1:02:03"

// A label for each tick, with as many decimals as they need to differ, and no more.
QString axisText(double value, double step, ValueFormat format);

} // namespace weir::ui

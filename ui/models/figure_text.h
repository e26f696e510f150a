// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/metrics/metric_catalog.h"
#include "ui/charts/value_text.h"

#include <QString>

#include <cmath>

// Metrics of the catalogue as people read them. Pure functions; any thread.
namespace weir::ui {

inline constexpr QChar noValue{0x2013}; // stands where there is no value

// By the metric's kind and unit: "33 562", "799/s", "12.4 ms", "38.2 KiB", "86 %"; noValue for a NaN.
QString figureText(const metrics::Metric& metric, double value);
// The same of a difference: always with a sign, and of two shares in points.
QString differenceText(const metrics::Metric& metric, double difference);

// Whether the metric is a share that is shown in percent.
bool isShare(const metrics::Metric& metric);

// With a fixed number of decimals, for a figure that must not jump about: "0.00 %". Neither hides a small share as 0
// ("<0.01 %") nor rounds one up to all, and all is "100 %".
QString fixedPercentText(double ratio, int decimals);

inline double secondsOf(base::Nanos span)
{
    return std::chrono::duration<double>(span).count();
}

// Whole seconds that have passed: "0:42".
inline QString elapsedText(base::Nanos span)
{
    return clockText(std::floor(secondsOf(span)));
}

inline QString text(std::string_view view)
{
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

// Words that begin with a small letter, as a sentence.
inline QString sentence(std::string_view words)
{
    QString made = text(words);
    if (!made.isEmpty())
        made[0] = made[0].toUpper();
    return made.endsWith(u'.') ? made : made + u'.';
}

} // namespace weir::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/figure_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace weir::ui {

bool isShare(const metrics::Metric& metric)
{
    return metric.id.ends_with("_ratio");
}

QString fixedPercentText(double ratio, int decimals)
{
    if (std::isnan(ratio))
        return noValue;
    const double step = std::pow(10, -decimals);
    if (ratio > 0 && ratio * 100 < step / 2)
        return QStringLiteral("<%1\u202f%").arg(step, 0, 'f', decimals);
    if (ratio == 1)
        return QStringLiteral("100\u202f%");
    return QStringLiteral("%1\u202f%")
        .arg(ratio < 1 ? std::min(ratio * 100, 100 - step) : ratio * 100, 0, 'f', decimals);
}

QString figureText(const metrics::Metric& metric, double value)
{
    if (std::isnan(value))
        return noValue;
    if (std::isinf(value))
        return QCoreApplication::translate("FigureText", "never");
    if (isShare(metric))
        return percentText(value);
    if (metric.unit == "ms")
        return durationText(value);
    if (metric.unit == "B")
        return byteText(value);
    if (metric.unit == "B/s")
        return byteText(value) + QStringLiteral("/s");
    if (metric.unit == "req/s")
        return plainNumber(value) + QStringLiteral("/s");
    return plainNumber(value);
}

QString differenceText(const metrics::Metric& metric, double difference)
{
    if (!std::isfinite(difference))
        return noValue;
    if (difference == 0)
        return QStringLiteral("0");
    const double size = std::abs(difference);
    // A difference of two shares in percent would read as a relative change.
    const QString figure = isShare(metric)
        ? QCoreApplication::translate("FigureText", "%1 points").arg(size * 100, 0, 'f', 1)
        : figureText(metric, size);
    return (difference < 0 ? QStringLiteral("−") : QStringLiteral("+")) + figure;
}

} // namespace weir::ui

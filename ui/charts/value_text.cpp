// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/value_text.h"

#include <QCoreApplication>

#include <array>
#include <cmath>

namespace weir::ui {

static const QChar thinSpace(0x2009);
static const QString missingValue(QChar(0x2013));

static QString fixed(double value, int decimals)
{
    QString text = QString::number(value, 'f', decimals);
    // "-0" and "-0.0" are nobody's number.
    if (text.startsWith(u'-') && text.toDouble() == 0)
        text.remove(0, 1);
    return text;
}

static QString trimmedZeros(QString text)
{
    if (!text.contains(u'.'))
        return text;
    while (text.endsWith(u'0'))
        text.chop(1);
    if (text.endsWith(u'.'))
        text.chop(1);
    return text;
}

static QString grouped(const QString& digits)
{
    QString text = digits;
    const qsizetype begin = text.startsWith(u'-') ? 1 : 0;
    for (qsizetype at = text.size() - 3; at > begin; at -= 3)
        text.insert(at, thinSpace);
    return text;
}

// As many decimals as three significant digits take, none above 100.
static int threeDigits(double value)
{
    const double size = std::abs(value);
    if (size >= 99.95 || size == 0)
        return 0;
    if (size >= 9.995)
        return 1;
    return size >= 0.0995 ? 2 : 3;
}

QString plainNumber(double value)
{
    if (!std::isfinite(value))
        return missingValue;
    if (std::abs(value) >= 999.5)
        return grouped(fixed(value, 0));
    return trimmedZeros(fixed(value, threeDigits(value)));
}

QString compactNumber(double value)
{
    if (!std::isfinite(value))
        return missingValue;
    static constexpr std::array units{"", "k", "M", "G", "T"};
    std::size_t unit = 0;
    while (std::abs(value) >= 999.5 && unit + 1 < units.size()) {
        value /= 1000;
        ++unit;
    }
    return trimmedZeros(fixed(value, threeDigits(value))) + QLatin1String(units[unit]);
}

static constexpr std::array byteUnits{"B", "KiB", "MiB", "GiB", "TiB"};

static std::size_t byteUnit(double bytes)
{
    std::size_t unit = 0;
    for (double rest = std::abs(bytes); rest >= 1000 && unit + 1 < byteUnits.size(); rest /= 1024)
        ++unit;
    return unit;
}

static double inUnit(double bytes, std::size_t unit)
{
    return bytes / std::pow(1024.0, static_cast<double>(unit));
}

QString byteText(double bytes)
{
    if (!std::isfinite(bytes))
        return missingValue;
    const auto unit = byteUnit(bytes);
    const double value = inUnit(bytes, unit);
    const int decimals = unit == 0 ? 0 : std::min(threeDigits(value), std::abs(value) >= 9.995 ? 1 : 2);
    return trimmedZeros(fixed(value, decimals)) + u' ' + QLatin1String(byteUnits[unit]);
}

QString percentText(double ratio)
{
    if (!std::isfinite(ratio))
        return missingValue;
    const double percent = ratio * 100;
    const double size = std::abs(percent);
    const int decimals = size >= 9.95 || size == 0 ? 0 : (size >= 0.995 ? 1 : 2);
    return trimmedZeros(fixed(percent, decimals)) + QStringLiteral(" %");
}

QString durationText(double ms)
{
    if (!std::isfinite(ms))
        return missingValue;
    const double size = std::abs(ms);
    if (size >= 999.5)
        return plainNumber(ms / 1000) + QStringLiteral(" s");
    if (size > 0 && size < 0.1)
        return plainNumber(ms * 1000) + QStringLiteral(" µs");
    return plainNumber(ms) + QStringLiteral(" ms");
}

static QString padded(long long number)
{
    return QStringLiteral("%1").arg(number, 2, 10, QLatin1Char('0'));
}

QString clockText(double seconds)
{
    // Below a second the whole seconds would all read alike.
    const auto tenths = std::llround(seconds * 10);
    const auto whole = tenths / 10;
    QString text = whole >= 3600
        ? QStringLiteral("%1:%2:%3").arg(whole / 3600).arg(padded(whole / 60 % 60), padded(whole % 60))
        : QStringLiteral("%1:%2").arg(whole / 60).arg(padded(whole % 60));
    if (tenths % 10 != 0)
        text += QStringLiteral(".%1").arg(tenths % 10);
    return text;
}

QString valueText(double value, ValueFormat format)
{
    if (std::isinf(value))
        return QCoreApplication::translate("ValueText", "never");
    switch (format) {
    case ValueFormat::Plain: return plainNumber(value);
    case ValueFormat::Compact: return plainNumber(value);
    case ValueFormat::Bytes: return byteText(value);
    case ValueFormat::Percent: return percentText(value);
    case ValueFormat::Duration: return durationText(value);
    }
    return {};
}

static int decimalsOf(double step)
{
    if (step <= 0 || step >= 1)
        return step > 1 && std::abs(step - std::round(step)) > 1e-9 ? 1 : 0;
    return static_cast<int>(std::ceil(-std::log10(step) - 1e-9));
}

static QString compactAxis(double value, double step)
{
    if (value == 0 || std::abs(value) < 1000)
        return fixed(value, decimalsOf(step));
    return compactNumber(value);
}

// One unit for the whole axis would be best; the labels' own unit is as readable and needs no context.
QString axisText(double value, double step, ValueFormat format)
{
    switch (format) {
    case ValueFormat::Bytes: return value == 0 ? QStringLiteral("0") : byteText(value);
    case ValueFormat::Percent: return fixed(value * 100, decimalsOf(step * 100));
    default: return step > 0 ? compactAxis(value, step) : compactNumber(value);
    }
}

} // namespace weir::ui

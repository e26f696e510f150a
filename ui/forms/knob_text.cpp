// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/knob_text.h"

#include "core/base/strings.h"
#include "ui/charts/value_text.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <array>
#include <cmath>

namespace weir::ui {

using settings::Kind;
using settings::Knob;
using settings::KnobValue;

static QString tr(const char* text)
{
    return QCoreApplication::translate("weir::ui::KnobText", text);
}

QString fromUtf8(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

std::string toUtf8(const QString& text)
{
    return text.toStdString();
}

bool isByteSize(const Knob& knob)
{
    return knob.kind == Kind::Integer && knob.unit == "B";
}

bool isLongText(const Knob& knob)
{
    // The schema does not tell; a request's body is the only text of this kind.
    return knob.kind == Kind::Text && knob.key == "body";
}

static constexpr std::array byteUnits{"B", "KiB", "MiB", "GiB", "TiB"};

QString byteSizeText(std::int64_t bytes)
{
    std::size_t unit = 0;
    double value = static_cast<double>(bytes);
    // On to the next unit only while the number stays exact to two decimals: 1500 B is not 1.46 KiB.
    const auto isShort = [](double number) { return std::round(number * 100) == number * 100; };
    while (unit + 1 < byteUnits.size() && std::abs(value) >= 1024 && isShort(value / 1024)) {
        value /= 1024;
        ++unit;
    }
    return QStringLiteral("%1 %2").arg(value, 0, 'g', 15).arg(QLatin1String(byteUnits[unit]));
}

QString byteRangeText(const Knob& knob)
{
    // For reading: a limit of 1e15 is better told as 909 TiB than exactly.
    return tr("%1 to %2").arg(byteText(knob.min), byteText(knob.max));
}

std::optional<std::int64_t> parseByteSize(const QString& text)
{
    static const QRegularExpression form(
        QStringLiteral("^\\s*([0-9][0-9 _\\x{2009}]*(?:\\.[0-9]+)?)\\s*([kmgt]?)(?:i?b)?\\s*$"),
        QRegularExpression::CaseInsensitiveOption);
    const auto match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    static const QRegularExpression blanks(QStringLiteral("[ _\\x{2009}]"));
    const auto number = base::parseDouble(toUtf8(match.captured(1).remove(blanks)));
    if (!number)
        return std::nullopt;
    static const QString prefixes = QStringLiteral("kmgt");
    const QString prefix = match.captured(2).toLower();
    const auto power = prefix.isEmpty() ? 0 : prefixes.indexOf(prefix) + 1;
    const double bytes = *number * std::pow(1024.0, static_cast<double>(power));
    constexpr double most = 9007199254740992.0; // beyond, doubles are no longer whole numbers
    return bytes <= most ? std::optional(static_cast<std::int64_t>(std::llround(bytes))) : std::nullopt;
}

QString numberText(const Knob& knob, const KnobValue& value)
{
    if (isByteSize(knob))
        return byteSizeText(std::get<std::int64_t>(value));
    return fromUtf8(settings::valueText(value));
}

static settings::Problem notANumber(const settings::KnobPath& path, const QString& text)
{
    const auto range = settings::rangeText(*path.knob);
    auto reason = isByteSize(*path.knob) ? tr("is not a size") : tr("is not a number");
    auto remedy = isByteSize(*path.knob) ? tr("write it as 65536, 64 KiB or 1.5 MiB")
                                         : tr("choose %1").arg(range.empty() ? tr("a number") : fromUtf8(range));
    return settings::Problem{path.key(), toUtf8(text), toUtf8(reason), toUtf8(remedy)};
}

std::expected<KnobValue, settings::Problem> parseNumber(const settings::KnobPath& path, const QString& text)
{
    const Knob& knob = *path.knob;
    QString plain = text.trimmed();
    if (!knob.zeroMeans.empty() && plain.compare(fromUtf8(knob.zeroMeans), Qt::CaseInsensitive) == 0)
        plain = QStringLiteral("0");
    if (isByteSize(knob)) {
        if (const auto bytes = parseByteSize(plain))
            return KnobValue{*bytes};
        return std::unexpected{notANumber(path, text)};
    }
    const QString unit = fromUtf8(knob.unit);
    if (!unit.isEmpty() && plain.endsWith(unit, Qt::CaseInsensitive))
        plain.chop(unit.size());
    static const QRegularExpression blanks(QStringLiteral("[\\s_\\x{2009}]"));
    plain.remove(blanks);
    if (plain.isEmpty())
        return std::unexpected{notANumber(path, text)};
    return settings::parseValue(path, toUtf8(plain));
}

QString choiceText(std::string_view name)
{
    return fromUtf8(name).replace(u'_', u' ');
}

QString unitText(const Knob& knob)
{
    return isByteSize(knob) ? QString() : fromUtf8(knob.unit);
}

static bool isZero(const KnobValue& value)
{
    const auto* integer = std::get_if<std::int64_t>(&value);
    const auto* real = std::get_if<double>(&value);
    return (integer != nullptr && *integer == 0) || (real != nullptr && *real == 0);
}

QString fullText(const Knob& knob, const KnobValue& value)
{
    if (const auto* flag = std::get_if<bool>(&value))
        return *flag ? tr("on") : tr("off");
    if (knob.kind == Kind::Choice)
        return choiceText(std::get<std::string>(value));
    if (!knob.zeroMeans.empty() && isZero(value))
        return fromUtf8(knob.zeroMeans);
    if (knob.kind == Kind::Integer || knob.kind == Kind::Real)
        return (numberText(knob, value) + u' ' + unitText(knob)).trimmed();
    const QString text = fromUtf8(settings::valueText(value));
    return text.isEmpty() ? tr("empty") : text;
}

QString tipText(const settings::KnobPath& path)
{
    const Knob& knob = *path.knob;
    QStringList facts;
    const QString range = isByteSize(knob) ? byteRangeText(knob) : fromUtf8(settings::rangeText(knob));
    if (!range.isEmpty() && knob.kind != Kind::Flag)
        facts << (range + u' ' + unitText(knob)).trimmed();
    facts << tr("default %1").arg(fullText(knob, settings::defaultValue(path)));
    facts << (knob.applies == settings::Applies::Live ? tr("applies live") : tr("applies to the next run"));
    return QStringLiteral("<qt><b>%1</b><br>%2<br><br>%3<br><code>%4</code></qt>")
        .arg(fromUtf8(knob.label).toHtmlEscaped(), fromUtf8(knob.help).toHtmlEscaped(),
             facts.join(QStringLiteral(" · ")).toHtmlEscaped(), fromUtf8(path.key()).toHtmlEscaped());
}

} // namespace weir::ui

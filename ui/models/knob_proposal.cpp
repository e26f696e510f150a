// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/knob_proposal.h"

#include "ui/forms/knob_text.h"

#include <QSet>

#include <algorithm>
#include <array>
#include <cmath>

namespace weir::ui {

using settings::KnobPath;
using settings::KnobValue;

bool isTriable(const KnobPath& path)
{
    static constexpr std::array sections{"load", "pool", "cache", "compression", "origin", "http", "engine", "tls"};
    // What an experiment sets itself, or what would make its blocks different in kind.
    static constexpr std::array excluded{"load.duration_s",       "load.warmup_s", "load.drain_s",
                                         "load.stages",           "load.seed",     "load.stop_after_requests",
                                         "load.stop_error_ratio", "origin.seed"};
    const auto key = path.key();
    const bool isText = path.knob->kind == settings::Kind::Text && path.knob->isFile;
    return !isText && path.section && !path.section->isRecordList
        && std::ranges::find(sections, path.section->key) != sections.end()
        && std::ranges::find(excluded, key) == excluded.end();
}

static std::vector<KnobPath> knobsThat(bool (*fits)(const KnobPath&))
{
    std::vector<KnobPath> found;
    for (const auto* name : {"pool", "cache", "compression", "load", "origin", "http", "engine", "tls"}) {
        const auto* section = settings::findSection(name);
        if (!section)
            continue;
        for (const auto& knob : section->knobs)
            if (const KnobPath path{section, &knob, {}}; fits(path))
                found.push_back(path);
    }
    return found;
}

std::vector<KnobPath> triableKnobs()
{
    return knobsThat(isTriable);
}

std::vector<KnobPath> countingKnobs()
{
    return knobsThat([](const KnobPath& path) {
        return isTriable(path)
            && (path.knob->kind == settings::Kind::Integer || path.knob->kind == settings::Kind::Real);
    });
}

static double proposalNumber(const KnobValue& value)
{
    const auto* integer = std::get_if<std::int64_t>(&value);
    return integer ? static_cast<double>(*integer) : std::get<double>(value);
}

static KnobValue ofKind(const settings::Knob& knob, double number)
{
    const double within = std::clamp(number, knob.min, knob.max);
    return knob.kind == settings::Kind::Integer ? KnobValue{static_cast<std::int64_t>(std::llround(within))}
                                                : KnobValue{within};
}

static KnobValue nextChoice(const settings::Knob& knob, const KnobValue& value)
{
    const auto at = std::ranges::find(knob.choices, std::get<std::string>(value));
    const auto next = at == knob.choices.end() || std::next(at) == knob.choices.end() ? knob.choices.begin()
                                                                                      : std::next(at);
    return std::string{*next};
}

KnobValue proposedValue(const KnobPath& path, const KnobValue& value)
{
    const auto& knob = *path.knob;
    if (knob.kind == settings::Kind::Flag)
        return !std::get<bool>(value);
    if (knob.kind == settings::Kind::Choice)
        return nextChoice(knob, value);
    if (knob.kind != settings::Kind::Integer && knob.kind != settings::Kind::Real)
        return value;
    const double now = proposalNumber(value);
    if (now == 0) // often "unlimited", or none yet
        return ofKind(knob, std::max(1.0, knob.min));
    const KnobValue half = ofKind(knob, now / 2);
    return half != value ? half : ofKind(knob, now * 2);
}

QString proposedSweep(const KnobPath& path, const KnobValue& value)
{
    const auto& knob = *path.knob;
    QStringList words;
    if (knob.kind == settings::Kind::Flag)
        return QStringLiteral("false, true");
    for (const auto choice : knob.choices)
        words << fromUtf8(choice);
    if (knob.kind != settings::Kind::Integer && knob.kind != settings::Kind::Real)
        return words.join(QStringLiteral(", "));
    const double now = proposalNumber(value);
    const double middle = now == 0 ? 8 : now;
    for (const double factor : {0.125, 0.25, 0.5, 1.0, 2.0}) {
        const KnobValue each = ofKind(knob, middle * factor);
        if (const QString word = numberText(knob, each); !words.contains(word))
            words << word;
    }
    return words.join(QStringLiteral(", "));
}

QString knobTitle(const KnobPath& path)
{
    return QStringLiteral("%1: %2").arg(fromUtf8(path.section->label), fromUtf8(path.knob->label));
}

} // namespace weir::ui

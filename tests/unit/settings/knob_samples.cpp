// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/settings/knob_samples.h"

namespace weir::settings {

KnobValue otherValue(const KnobPath& path)
{
    const auto& knob = *path.knob;
    const auto usual = defaultValue(path);
    switch (knob.kind) {
    case Kind::Flag: return !std::get<bool>(usual);
    case Kind::Integer: {
        const auto low = static_cast<std::int64_t>(knob.min);
        return usual == KnobValue{low} ? low + 1 : low;
    }
    case Kind::Real: {
        const double third = knob.min + (std::min(knob.max, 1e6) - knob.min) / 3; // no short decimal form
        return usual == KnobValue{third} ? knob.max : third;
    }
    case Kind::Text: return std::string{"a \"quoted\" text,\n\xe2\x82\xac and \\ more"};
    case Kind::List: return std::vector<std::string>{"with, comma", "", "[bracket", "\t\x01"};
    case Kind::Choice:
        return std::string{usual == KnobValue{std::string{knob.choices[0]}} ? knob.choices[1] : knob.choices[0]};
    }
    return usual;
}

std::vector<KnobPath> everyKnob()
{
    std::vector<KnobPath> paths;
    for (const auto& section : sections())
        for (const auto& knob : section.knobs)
            paths.push_back({&section, &knob, section.isRecordList ? "sample one" : ""});
    return paths;
}

QString shown(const std::vector<Problem>& problems)
{
    return QString::fromStdString(text(problems));
}

} // namespace weir::settings

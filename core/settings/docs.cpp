// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/docs.h"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace weir::settings {

namespace {

// One knob, every cell ready to print.
struct Row {
    std::string key;
    std::string label;
    std::string defaultText;
    std::string range;
    std::string unit;
    std::string applies;
    std::string help;
};

} // namespace

std::string_view appliesText(Applies applies)
{
    return applies == Applies::Live ? "live" : "next run";
}

static std::string defaultText(const KnobPath& path)
{
    const auto value = defaultValue(path);
    const bool isZero = value == KnobValue{std::int64_t{0}} || value == KnobValue{0.0};
    if (isZero && !path.knob->zeroMeans.empty())
        return fmt::format("0 ({})", path.knob->zeroMeans);
    return valueText(value);
}

static std::string rangeCell(const Knob& knob)
{
    auto range = rangeText(knob);
    if (!knob.zeroMeans.empty())
        range += fmt::format(", 0 = {}", knob.zeroMeans);
    return range;
}

static Row rowOf(const Section& section, const Knob& knob)
{
    const KnobPath path{&section, &knob, section.isRecordList ? "NAME" : ""};
    return {path.key(),
            std::string{knob.label},
            defaultText(path),
            rangeCell(knob),
            std::string{knob.unit},
            std::string{appliesText(knob.applies)},
            std::string{knob.help}};
}

static std::vector<Row> rows()
{
    std::vector<Row> all;
    for (const auto& section : sections())
        for (const auto& knob : section.knobs)
            all.push_back(rowOf(section, knob));
    return all;
}

// The media types' list is as long as all other columns together; the table is for a terminal.
static std::string shortened(const std::string& text)
{
    constexpr std::size_t longest = 24;
    return text.size() <= longest ? text : text.substr(0, longest - 3) + "...";
}

using Cells = std::array<std::string, 6>;

static Cells cellsOf(const Row& row)
{
    return {row.key, shortened(row.defaultText), row.range, row.unit, row.applies, row.label};
}

// Each column as wide as its widest cell.
static std::string knobTable()
{
    std::vector<Cells> lines;
    lines.push_back(Cells{"KEY", "DEFAULT", "RANGE", "UNIT", "APPLIES", "LABEL"});
    for (const auto& row : rows())
        lines.push_back(cellsOf(row));
    std::array<std::size_t, 6> widths{};
    for (const auto& line : lines)
        for (std::size_t i = 0; i + 1 < line.size(); ++i)
            widths[i] = std::max(widths[i], line[i].size() + 2);
    std::string text;
    for (const auto& line : lines) {
        for (std::size_t i = 0; i < line.size(); ++i)
            text += fmt::format("{:{}}", line[i], widths[i]);
        text += '\n';
    }
    return text;
}

// A bar would end the cell.
static std::string cell(std::string text)
{
    for (auto at = text.find('|'); at != text.npos; at = text.find('|', at + 2))
        text.insert(at, "\\");
    return text;
}

static std::string code(const std::string& text)
{
    return text.empty() ? std::string{} : fmt::format("`{}`", text);
}

static std::string markdown()
{
    std::string text;
    for (const auto& section : sections()) {
        text += fmt::format("## {}\n\n{}\n\n| key | default | range | unit | applies | what it does |\n"
                            "|---|---|---|---|---|---|\n",
                            section.label, section.help);
        for (const auto& knob : section.knobs) {
            const auto row = rowOf(section, knob);
            text += fmt::format("| {} | {} | {} | {} | {} | **{}.** {} |\n", code(row.key), cell(code(row.defaultText)),
                                cell(row.range), row.unit, row.applies, row.label, cell(row.help));
        }
        text += '\n';
    }
    text.pop_back();
    return text;
}

static std::string quotedText(std::string_view text)
{
    return boost::json::serialize(boost::json::string_view{text.data(), text.size()});
}

static std::string jsonValue(const KnobValue& value)
{
    if (const auto* text = std::get_if<std::string>(&value))
        return quotedText(*text);
    const auto* list = std::get_if<std::vector<std::string>>(&value);
    if (list == nullptr)
        return valueText(value);
    std::string items;
    for (const auto& item : *list)
        items += (items.empty() ? "" : ", ") + quotedText(item);
    return fmt::format("[{}]", items);
}

static std::string_view kindName(Kind kind)
{
    constexpr std::array<std::string_view, 6> names{"flag", "integer", "real", "text", "list", "choice"};
    return names[static_cast<std::size_t>(kind)];
}

static std::string jsonBounds(const Knob& knob)
{
    std::string bounds;
    if (knob.min != std::numeric_limits<double>::lowest())
        bounds += fmt::format(", \"min\": {}", knob.min);
    if (knob.max != std::numeric_limits<double>::max())
        bounds += fmt::format(", \"max\": {}", knob.max);
    if (!knob.choices.empty())
        bounds += fmt::format(", \"choices\": {}",
                              jsonValue(std::vector<std::string>{knob.choices.begin(), knob.choices.end()}));
    return bounds;
}

static std::string json()
{
    std::string text = "[";
    for (const auto& section : sections())
        for (const auto& knob : section.knobs) {
            const KnobPath path{&section, &knob, section.isRecordList ? "NAME" : ""};
            text += fmt::format(
                "{}\n  {{\"key\": {}, \"label\": {}, \"kind\": \"{}\", \"default\": {}{}, \"unit\": {}, "
                "\"zero_means\": {}, \"applies\": \"{}\", \"help\": {}}}",
                text.size() > 1 ? "," : "", quotedText(path.key()), quotedText(knob.label), kindName(knob.kind),
                jsonValue(defaultValue(path)), jsonBounds(knob), quotedText(knob.unit), quotedText(knob.zeroMeans),
                appliesText(knob.applies), quotedText(knob.help));
        }
    return text + "\n]\n";
}

std::string knobCatalog(CatalogFormat format)
{
    switch (format) {
    case CatalogFormat::Json: return json();
    case CatalogFormat::Markdown: return markdown();
    case CatalogFormat::Table: break;
    }
    return knobTable();
}

} // namespace weir::settings

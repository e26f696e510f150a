// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/cli.h"

#include "core/base/strings.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir::settings {

static bool isListedFor(const Option& option, std::string_view verb)
{
    const auto fits = base::split(option.verbs, ' ');
    return verb.empty() || std::ranges::find(fits, verb) != fits.end();
}

static std::string spelling(const Option& option)
{
    auto text = option.letter == 0 ? fmt::format("    --{}", option.name)
                                   : fmt::format("-{}, --{}", option.letter, option.name);
    return option.argument.empty() ? text : fmt::format("{} {}", text, option.argument);
}

// Breaks `text` between words, each line behind `indent` blanks.
static std::string wrapped(std::string_view text, std::size_t indent)
{
    constexpr std::size_t width = 100;
    std::string lines;
    std::size_t column = indent;
    for (const auto word : base::split(text, ' ')) {
        if (column > indent && column + 1 + word.size() > width) {
            lines += fmt::format("\n{:{}}", "", indent);
            column = indent;
        }
        lines += column > indent ? " " : "";
        lines += word;
        column += word.size() + 1;
    }
    return lines;
}

static std::string usage(const Verb& verb)
{
    const auto positional = verb.positional.empty() ? std::string{} : fmt::format(" {}", verb.positional);
    return fmt::format("  weir-cli {} [OPTION]...{}\n      {}\n", verb.name, positional, wrapped(verb.help, 6));
}

// The help begins at the column, on a line of its own where the spelling reaches beyond it.
static std::string optionLine(const Option& option)
{
    constexpr std::size_t column = 34;
    const auto head = fmt::format("  {}", spelling(option));
    const auto help = wrapped(option.help, column);
    if (head.size() + 2 <= column)
        return fmt::format("{:{}}{}\n", head, column, help);
    return fmt::format("{}\n{:{}}{}\n", head, "", column, help);
}

std::string helpText(std::string_view verb)
{
    std::string text = "Usage:\n";
    for (const auto& each : verbs())
        if (verb.empty() || each.name == verb)
            text += usage(each);
    text += "\nOptions:\n";
    for (const auto& option : options())
        if (isListedFor(option, verb))
            text += optionLine(option);
    return text;
}

} // namespace weir::settings

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/cli.h"

#include "core/base/strings.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir::settings {

std::string Arguments::value(std::string_view name, std::string_view otherwise) const
{
    const auto at = options.find(name);
    return at == options.end() || at->second.empty() ? std::string{otherwise} : at->second.back();
}

static const Verb* findVerb(std::string_view name)
{
    const auto at = std::ranges::find(verbs(), name, &Verb::name);
    return at == verbs().end() ? nullptr : &*at;
}

namespace {

// One pass over the arguments; keeps going after a problem, to find all of them.
class Parser {
public:
    explicit Parser(std::span<const std::string> arguments) : m_rest(arguments) {}

    std::expected<Arguments, std::vector<Problem>> run()
    {
        while (!m_rest.empty())
            takeOne(next());
        if (!m_result.has("help") && !m_result.has("version"))
            checkWhole();
        if (!m_problems.empty())
            return std::unexpected{std::move(m_problems)};
        return std::move(m_result);
    }

private:
    const std::string& next()
    {
        const auto& front = m_rest.front();
        m_rest = m_rest.subspan(1);
        return front;
    }
    void add(std::string key, std::string value, std::string reason, std::string remedy = {})
    {
        m_problems.push_back({std::move(key), std::move(value), std::move(reason), std::move(remedy)});
    }

    void takeOne(const std::string& argument)
    {
        if (m_optionsEnded || argument == "-" || !argument.starts_with('-'))
            takePositional(argument);
        else if (argument == "--")
            m_optionsEnded = true;
        else if (argument.starts_with("--"))
            takeLong(argument);
        else
            takeShort(argument);
    }

    void takePositional(const std::string& argument);
    void takeLong(const std::string& argument);
    void takeShort(const std::string& argument);
    void takeValue(const Option& option, const std::string& spelled, std::optional<std::string> value);
    void addUnknown(const std::string& spelled);
    void checkWhole();
    void checkExclusions();

    std::span<const std::string> m_rest;
    bool m_optionsEnded = false;
    Arguments m_result;
    std::vector<Problem> m_problems;
};

} // namespace

void Parser::takePositional(const std::string& argument)
{
    if (m_result.verb.empty())
        m_result.verb = argument;
    else
        m_result.positional.push_back(argument);
}

static bool goesWith(const Option& option, std::string_view verb)
{
    const auto fits = base::split(option.verbs, ' ');
    return std::ranges::find(fits, verb) != fits.end();
}

// Two verbs may have an option of one name with choices of their own.
static const Option* optionOf(std::string_view verb, std::string_view name)
{
    const Option* found = nullptr;
    for (const auto& option : options())
        if (option.name == name && (found == nullptr || goesWith(option, verb)))
            found = &option;
    return found;
}

void Parser::takeLong(const std::string& argument)
{
    const auto equals = argument.find('=');
    const auto name = std::string_view{argument}.substr(2, equals == argument.npos ? equals : equals - 2);
    const auto* option = optionOf(m_result.verb, name);
    if (option == nullptr)
        return addUnknown(argument.substr(0, equals));
    takeValue(*option, fmt::format("--{}", name),
              equals == argument.npos ? std::nullopt : std::optional{argument.substr(equals + 1)});
}

void Parser::takeShort(const std::string& argument)
{
    const auto option = std::ranges::find(options(), argument[1], &Option::letter);
    if (option == options().end())
        return addUnknown(argument.substr(0, 2));
    takeValue(*option, argument.substr(0, 2), argument.size() == 2 ? std::nullopt : std::optional{argument.substr(2)});
}

static bool takesValue(const Option& option, std::string_view value)
{
    if (option.argument.find('|') == option.argument.npos)
        return true;
    const auto known = base::split(option.argument, '|');
    return std::ranges::find(known, value) != known.end();
}

void Parser::takeValue(const Option& option, const std::string& spelled, std::optional<std::string> value)
{
    const bool isFlag = option.argument.empty();
    if (isFlag && value)
        return add(spelled, *value, "takes no value");
    if (!isFlag && !value && m_rest.empty())
        return add(spelled, {}, "needs a value", fmt::format("write {} {}", spelled, option.argument));
    if (!isFlag && !value)
        value = next();
    if (value && !takesValue(option, *value))
        return add(spelled, *value, "is not among the choices", fmt::format("choose {}", option.argument));
    m_result.options[std::string{option.name}].push_back(value.value_or(""));
}

void Parser::addUnknown(const std::string& spelled)
{
    std::vector<std::string> known;
    for (const auto& option : options())
        known.push_back(fmt::format("--{}", option.name));
    const auto likely = spelled.starts_with("--") ? base::nearest(spelled, known) : std::nullopt;
    add(spelled, {}, "is not an option", likely ? fmt::format("did you mean {}?", *likely) : "see weir-cli --help");
}

void Parser::checkExclusions()
{
    for (const auto& option : options())
        if (!option.excludes.empty() && m_result.has(option.name) && m_result.has(option.excludes))
            add(fmt::format("--{}", option.name), {}, fmt::format("cannot stand beside --{}", option.excludes),
                "users wait for replies (closed model), a rate does not (open model)");
}

void Parser::checkWhole()
{
    const auto* verb = findVerb(m_result.verb);
    if (verb == nullptr) {
        std::vector<std::string> known;
        for (const auto& each : verbs())
            known.emplace_back(each.name);
        const auto likely = base::nearest(m_result.verb, known);
        return add(m_result.verb, {}, m_result.verb.empty() ? "no command was given" : "is not a command",
                   likely ? fmt::format("did you mean {}?", *likely) : "see weir-cli --help");
    }
    for (const auto& [name, values] : m_result.options)
        if (!goesWith(*optionOf(verb->name, name), verb->name))
            add("--" + name, {}, fmt::format("does not go with `{}`", verb->name));
    const auto given = m_result.positional.size();
    const std::size_t most = verb->positional.empty() ? 0 : verb->takesSeveral ? given : 1;
    for (std::size_t i = most; i < given; ++i)
        add(m_result.positional[i], {}, "is one argument too many");
    if (verb->needsPositional && m_result.positional.empty())
        add(std::string{verb->positional}, {}, "is missing");
    checkExclusions();
}

std::expected<Arguments, std::vector<Problem>> parseArguments(std::span<const std::string> arguments)
{
    return Parser{arguments}.run();
}

} // namespace weir::settings

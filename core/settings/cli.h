// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/schema.h"

#include <map>

// The command line as data: verbs and options are tables, from which come parsing, what an option does to the scenario
// and the help text. Nothing here runs anything; outputs and flags are left for the command to read. Any thread.
namespace weir::settings {

struct Verb {
    std::string_view name;       // "run"
    std::string_view positional; // "[SCENARIO | URL]"; empty: takes none
    bool needsPositional = false;
    std::string_view help;
    bool takesSeveral = false; // of what is positional
};

struct Option {
    std::string_view name;          // "rate": --rate
    char letter = 0;                // 'r': -r
    std::string_view argument = ""; // "RATE"; "table|json|markdown" lists all there are; empty: a flag
    std::string_view help;
    std::string_view verbs;         // "run proxy"
    bool repeats = false;           // every use counts; otherwise the last one does
    std::string_view excludes = ""; // another option's name
    // What all its values do to a scenario; null for what the command reads itself.
    void (*apply)(Scenario& scenario, const std::vector<std::string>& values, std::vector<Problem>& problems) = nullptr;
};

std::span<const Verb> verbs();
std::span<const Option> options(); // in the order in which they are applied

struct Arguments {
    std::string verb;
    std::vector<std::string> positional;
    std::map<std::string, std::vector<std::string>, std::less<>> options; // by long name; a flag has one empty value

    bool has(std::string_view name) const { return options.contains(name); }
    std::string value(std::string_view name, std::string_view otherwise = "") const;
};

// `arguments` without the program's name: {"run", "-r", "500", "api.weir.json"}. Options may stand anywhere behind the
// verb, as --rate 500, --rate=500, -r 500 or -r500; -- ends them. With --help among them nothing is missed.
std::expected<Arguments, std::vector<Problem>> parseArguments(std::span<const std::string> arguments);

// Applies what the options say about the scenario. Problems carry the option's name.
std::vector<Problem> applyTo(Scenario& scenario, const Arguments& arguments);

// What a person gave to start from: a path of a scenario file or a URL to GET.
std::expected<Scenario, std::vector<Problem>> scenarioFrom(const std::string& pathOrUrl);

// The scenario to run: from the positional argument, else one GET of each --target, else the demo; with the options
// applied, and valid.
std::expected<Scenario, std::vector<Problem>> scenarioFor(const Arguments& arguments);

// The help of one verb, or of all where it is empty.
std::string helpText(std::string_view verb = "");

} // namespace weir::settings

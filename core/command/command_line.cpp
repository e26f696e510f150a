// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/command/command_line.h"

#include "core/base/visible_text.h"
#include "core/command/exit_code.h"
#include "core/command/terminal.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstdio>

namespace weir::command {

namespace {

struct Command {
    std::string_view verb;
    int (*run)(const settings::Arguments& arguments);
};

constexpr std::array commands{
    Command{"run", runLoad},
    Command{"origin", runOrigin},
    Command{"proxy", runProxy},
    Command{"knobs", listKnobs},
    Command{"metrics", listMetrics},
    Command{"validate", validateFile},
    Command{"calibrate", runCalibration},
    Command{"percentiles", showPercentiles},
    Command{"experiment", runExperimentCommand},
    Command{"history", showHistory},
    Command{"compare", compareKeptRuns},
};

} // namespace

void printError(const std::string& text)
{
    printLines(stderr, fmt::format("weir-cli: {}\n", base::visible(text)));
}

void printProblems(const std::vector<settings::Problem>& problems)
{
    for (const auto& problem : problems)
        printError(settings::text(problem));
}

int runCommandLine(const std::vector<std::string>& given)
{
    const auto arguments = settings::parseArguments(given);
    if (!arguments) {
        printProblems(arguments.error());
        printLines(stderr, "Try `weir-cli --help`.\n");
        return InvalidUsage;
    }
    if (arguments->has("version")) {
        printLines(stdout, fmt::format("weir-cli {}\n", WEIR_VERSION));
        return Success;
    }
    const auto command = std::ranges::find(commands, arguments->verb, &Command::verb);
    if (arguments->has("help") || command == commands.end()) {
        printLines(stdout, settings::helpText(arguments->verb));
        return arguments->has("help") ? Success : InvalidUsage;
    }
    return command->run(*arguments);
}

} // namespace weir::command

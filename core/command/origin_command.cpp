// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/origin/origin.h"

#include "core/command/command_line.h"
#include "core/command/exit_code.h"
#include "core/command/interrupt.h"
#include "core/command/terminal.h"

#include <fmt/core.h>

#include <chrono>
#include <cstdio>
#include <thread>

namespace weir::command {

int runOrigin(const settings::Arguments& arguments)
{
    settings::Scenario scenario;
    if (const auto problems = settings::applyTo(scenario, arguments); !problems.empty()) {
        printProblems(problems);
        return InvalidUsage;
    }
    const InterruptWatch interrupt;
    const auto origin = origin::Origin::start(scenario.origin, arguments.value("listen", "127.0.0.1:0"));
    if (!origin) {
        printError(base::text(origin.error()));
        return InvalidUsage;
    }
    printLines(stdout, fmt::format("listening on {}\n", (*origin)->url()));
    std::fflush(stdout);
    while (!interrupt.requested())
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    return Success;
}

} // namespace weir::command

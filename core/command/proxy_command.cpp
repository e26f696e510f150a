// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/command/command_line.h"
#include "core/command/exit_code.h"
#include "core/command/interrupt.h"
#include "core/session/proxy_session.h"

#include <fmt/core.h>

#include <chrono>
#include <cstdio>
#include <thread>

namespace weir::command {

int runProxy(const settings::Arguments& arguments)
{
    auto scenario = settings::scenarioFor(arguments);
    if (!scenario) {
        printProblems(scenario.error());
        return InvalidUsage;
    }
    scenario->listener.address = arguments.value("listen", scenario->listener.address);
    session::RunOptions options;
    options.insecure = arguments.has("insecure");
    const InterruptWatch interrupt;
    const auto session = session::ProxySession::start(*scenario, options);
    if (!session) {
        printError(base::text(session.error()));
        return InvalidUsage;
    }
    auto& gateway = (*session)->gateway();
    fmt::print("listening on {}\n", gateway.url());
    std::fflush(stdout);
    const bool selfSigned = scenario->listener.tls && scenario->listener.certificateFile.empty();
    fmt::print(stderr, "in front of {}{}\n", (*session)->targetText(),
               selfSigned ? "; its certificate is self-signed, so tell clients not to verify it (curl -k)" : "");
    while (!interrupt.requested())
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    (*session)->stop();
    const auto counters = gateway.counters();
    fmt::print(stderr, "{} requests on {} connections\n", counters.requests, counters.connections);
    return Success;
}

} // namespace weir::command

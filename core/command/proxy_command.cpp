// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/command/command_line.h"
#include "core/command/exit_code.h"
#include "core/command/interrupt.h"
#include "core/command/progress.h"
#include "core/command/proxy_output.h"
#include "core/report/file_writer.h"
#include "core/session/proxy_session.h"

#include <fmt/core.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>
#include <utility>

namespace weir::command {

// The file of --json, opened first so that one that cannot be made is told before anybody relies on it.
static base::Result<std::unique_ptr<report::FileWriter>> openJson(const settings::Arguments& arguments)
{
    if (!arguments.has("json"))
        return nullptr;
    return report::FileWriter::open(arguments.value("json"));
}

static void serve(const proxy::Gateway& gateway, const InterruptWatch& interrupt, bool quiet)
{
    ProgressLine progress;
    bool toldPause = false;
    std::string shown = proxyProgress(proxy::GatewayCounters());
    while (!interrupt.requested()) {
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
        const auto counters = gateway.counters();
        if (counters.acceptPauses > 0 && !std::exchange(toldPause, true)) {
            progress.finish();
            printError(fmt::format("warning: {}: no client is accepted for a while, since this process has no "
                                   "descriptor to spare. Those it has are served, and others wait. Raise ulimit -n, or "
                                   "lower listener.max_connections.",
                                   counters.acceptLimit));
        }
        auto text = quiet ? shown : proxyProgress(counters);
        if (text != shown)
            progress.show(shown = std::move(text));
    }
    progress.finish();
}

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
    auto json = openJson(arguments);
    if (!json) {
        printError(base::text(json.error()));
        return InternalError;
    }
    const InterruptWatch interrupt;
    const auto session = session::ProxySession::start(*scenario, options, nullptr, session::Reach::IfPossible);
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
    for (const auto& warning : (*session)->warnings())
        printError("warning: " + warning);
    serve(gateway, interrupt, arguments.has("quiet"));
    (*session)->stop();
    fmt::print(stderr, "{}", proxySummary(gateway.counters()));
    if (!*json)
        return Success;
    (*json)->write(proxyJson(gateway.counters()));
    const auto written = (*json)->close();
    if (!written)
        printError(base::text(written.error()));
    return written ? Success : InternalError;
}

} // namespace weir::command

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/settings/scenario.h"

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

// Open files that a run or a proxy needs at most: each connection is one, and in one process with its peer two.
namespace weir::session {

struct FileNeeds {
    std::uint64_t own = 0;         // loops, threads that read of the system, name look-ups
    std::uint64_t connections = 0; // that this scenario makes itself, both ends where both are here
    std::uint64_t clients = 0;     // of others that the proxy's listener lets in, at most
    std::string connectionsText;   // what they are: "600 users × 1 target"
};
FileNeeds fileNeedsOfRun(const settings::Scenario& scenario);
FileNeeds fileNeedsOfProxy(const settings::Scenario& scenario);

// Raises the limit of open files to the hard one, which is the one place that does, and refuses what needs more than
// that leaves: with both figures and the remedy. Errc::InvalidScenario. Any thread; before anything has been opened.
base::Status provideFiles(const FileNeeds& needs);

// Clients that the listener has room for beside what the proxy itself needs; none where that is no question.
std::optional<std::uint64_t> roomForClients(const FileNeeds& needs);

// The failure that such an exception stands for: what the system refuses while loops and threads are made (no
// descriptor, no thread) is no bug. Called where it has just been caught.
base::Error refusalOfSystem();

// make(), which gives a Result; those exceptions become its error.
template <typename Make>
auto guardedStart(Make make) -> decltype(make())
{
    try {
        return make();
    } catch (const std::runtime_error&) {
        return std::unexpected(refusalOfSystem());
    }
}

} // namespace weir::session

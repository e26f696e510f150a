// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/portions.h"
#include "core/base/result.h"
#include "core/metrics/machine_levels.h"

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <vector>

// What this machine tells of its processes and of itself. process_linux.cpp holds all of it; elsewhere nothing is
// known. Blocks for milliseconds, more where thousands of processes run. Any thread.
namespace weir::host {

using ProcessId = std::int64_t;

// Whether processes can be looked at on this system at all.
bool isSupported();

ProcessId ownProcess();

// An address that something listens on: 4 or 16 bytes as they are sent, and the port.
struct Listening {
    std::vector<std::uint8_t> address;
    std::uint16_t port = 0;
};
// The processes that hold the listening socket which answers there: one, or a server with its forked workers. Only
// those of this user are seen, unless this is root.
std::vector<ProcessId> listenersOn(const Listening& listening, const base::Pause& pause = base::noPause);

// The process and those that descend from it; empty where there is none.
std::vector<ProcessId> familyOf(ProcessId root, const base::Pause& pause = base::noPause);

std::string nameOf(ProcessId process); // "nginx"; empty where there is none

struct ProcessUsage {
    base::Nanos cpu{}; // since its start, in steps of 10 ms
    std::uint64_t residentBytes = 0;
    std::int64_t threads = 0;
    std::optional<std::int64_t> sockets; // none where this user may not see them
};
// Why there is none: it has ended, or it cannot be read, as without a free descriptor.
enum class NoUsage { Ended, Unreadable };
std::expected<ProcessUsage, NoUsage> usageOf(ProcessId process, const base::Pause& pause = base::noPause);

// Open files, sockets included, that this process may have: `now` can be raised up to `most` without privileges.
struct FileLimit {
    std::uint64_t now = 0;
    std::uint64_t most = 0;
};
std::optional<FileLimit> fileLimit();
// Raises `now` to `most`, as far as the system lets it, and tells what it has come to.
std::optional<FileLimit> raiseFileLimit();
// How many this process has open.
std::optional<std::uint64_t> openFiles();

std::optional<metrics::StolenTime> stolenTime();

// How long the calling thread has been ready to run so far while others had the processor. Costs a few microseconds.
std::optional<base::Nanos> threadDelay();

// Received and sent so far over all interfaces of the network that the process sees.
std::optional<std::uint64_t> networkBytesOf(ProcessId process);

} // namespace weir::host

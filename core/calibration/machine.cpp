// SPDX-License-Identifier: GPL-3.0-or-later
// The one file of the folder that asks the operating system.
#include "core/calibration/machine.h"

#include "core/base/strings.h"
#include "core/calibration/scenario_digest.h"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <thread>

#ifndef _WIN32
#include <sys/utsname.h>
#endif

namespace weir::calibration {

namespace {

#ifdef _WIN32
std::string kernelName()
{
    return "Windows";
}
std::string processorName()
{
    const auto* name = std::getenv("PROCESSOR_IDENTIFIER");
    return name ? name : "";
}
#else
std::string kernelName()
{
    utsname names{};
    return uname(&names) == 0 ? fmt::format("{} {}", names.sysname, names.release) : "";
}

std::string processorName()
{
    std::ifstream file{"/proc/cpuinfo"};
    for (std::string line; std::getline(file, line);)
        if (const auto colon = line.find(':'); line.starts_with("model name") && colon != line.npos)
            return std::string{base::trimmed(std::string_view{line}.substr(colon + 1))};
    utsname names{};
    return uname(&names) == 0 ? names.machine : "";
}
#endif

} // namespace

Machine thisMachine()
{
    return {processorName(), static_cast<int>(std::thread::hardware_concurrency()), kernelName()};
}

std::string keyOf(const Machine& machine)
{
    return digestOf(fmt::format("{}\n{}\n{}", machine.cpu, machine.processors, machine.kernel));
}

} // namespace weir::calibration

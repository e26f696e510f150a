// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/time_id.h"

#include <fmt/chrono.h>

#include <random>

namespace weir::base {

std::string timeId(WallTime when)
{
    const auto second = std::chrono::floor<std::chrono::seconds>(when);
    return fmt::format("{:%Y%m%dT%H%M%S}-{:04x}", fmt::gmtime(WallClock::to_time_t(second)),
                       std::random_device{}() & 0xffff);
}

} // namespace weir::base

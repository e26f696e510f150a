// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/engine_settings.h"

#include <thread>

namespace weir::settings {

int workerCount(const EngineSettings& settings)
{
    if (settings.workers > 0)
        return settings.workers;
    const auto processors = static_cast<int>(std::thread::hardware_concurrency());
    return processors <= 2 ? 1 : processors / 2;
}

} // namespace weir::settings

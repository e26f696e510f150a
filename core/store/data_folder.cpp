// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/data_folder.h"

#include <cstdlib>

namespace weir::store {

static std::filesystem::path folderNamedBy(const char* variable)
{
    const auto* value = std::getenv(variable);
    std::filesystem::path path = value ? value : "";
    return path.is_absolute() ? path : std::filesystem::path{}; // a relative one is to be ignored, as XDG says
}

std::filesystem::path usualFolder()
{
    if (const auto data = folderNamedBy("XDG_DATA_HOME"); !data.empty())
        return data / "weir";
#ifdef _WIN32
    if (const auto local = folderNamedBy("LOCALAPPDATA"); !local.empty())
        return local / "weir";
#endif
    if (const auto home = folderNamedBy("HOME"); !home.empty())
        return home / ".local" / "share" / "weir";
    return {};
}

} // namespace weir::store

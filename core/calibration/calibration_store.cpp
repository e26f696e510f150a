// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/calibration/calibration_store.h"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <random>

namespace weir::calibration {

namespace files = std::filesystem;
using base::Errc;
using base::fail;

static constexpr std::size_t mostBytes = 4 * 1024 * 1024;

static files::path fromEnvironment(const char* name)
{
    const auto* value = std::getenv(name);
    files::path path = value ? value : "";
    return path.is_absolute() ? path : files::path{}; // a relative one is to be ignored, as XDG says
}

files::path usualFolder()
{
    if (const auto state = fromEnvironment("XDG_STATE_HOME"); !state.empty())
        return state / "weir" / "calibration";
#ifdef _WIN32
    if (const auto local = fromEnvironment("LOCALAPPDATA"); !local.empty())
        return local / "weir" / "calibration";
#endif
    if (const auto home = fromEnvironment("HOME"); !home.empty())
        return home / ".local" / "state" / "weir" / "calibration";
    return {};
}

files::path fileOf(const files::path& folder, const Machine& machine)
{
    return folder / (keyOf(machine) + ".json");
}

static std::unexpected<base::Error> ignored(const files::path& file, const std::string& reason)
{
    return fail(Errc::Corrupt,
                fmt::format("The calibration in {} is ignored: {}. `weir-cli calibrate` makes it anew.", file.string(),
                            reason));
}

base::Result<Calibration> load(const files::path& folder, const Machine& machine)
{
    Calibration none;
    none.machine = machine;
    const auto path = fileOf(folder, machine);
    std::error_code error;
    if (folder.empty() || !files::exists(path, error))
        return none;
    if (!files::is_regular_file(path, error))
        return ignored(path, "it is not a file");
    std::ifstream file{path, std::ios::binary};
    std::string text(mostBytes + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!file.is_open() || file.bad())
        return ignored(path, "it cannot be read");
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (text.size() > mostBytes)
        return ignored(path, "it is larger than 4 MiB");
    auto known = fromJson(text);
    if (!known)
        return ignored(path, known.error().context);
    if (known->machine != machine)
        return ignored(path, "it is of another machine");
    return known;
}

base::Status save(const files::path& folder, const Calibration& calibration)
{
    if (folder.empty())
        return fail(Errc::Io, "The calibration cannot be kept: neither XDG_STATE_HOME nor HOME names a folder.");
    const auto path = fileOf(folder, calibration.machine);
    const auto cannot = [&](const std::string& why) {
        return fail(Errc::Io, fmt::format("The calibration cannot be kept in {}: {}.", path.string(), why));
    };
    std::error_code error;
    files::create_directories(folder, error);
    if (error)
        return cannot(error.message());
    auto draft = path;
    draft += fmt::format(".{:08x}.tmp", std::random_device{}());
    std::ofstream file{draft, std::ios::binary | std::ios::trunc};
    file << toJson(calibration);
    file.close();
    const bool written = !file.fail();
    if (written)
        files::rename(draft, path, error);
    if (written && !error)
        return {};
    std::error_code gone;
    files::remove(draft, gone);
    return cannot(written ? error.message() : "it cannot be written");
}

} // namespace weir::calibration

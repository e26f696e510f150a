// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/json.h"

#include "core/settings/files.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <random>

namespace weir::settings {

namespace files = std::filesystem;

static std::vector<Problem> unreadable(const std::string& path, std::string reason)
{
    return {Problem{path, {}, std::move(reason), "give the path of a scenario file"}};
}

std::expected<Scenario, std::vector<Problem>> loadScenario(const std::string& path)
{
    constexpr std::size_t enough = 16 * 1024 * 1024 + 1; // one more than readScenario takes
    std::error_code error;
    if (files::is_directory(path, error))
        return std::unexpected{unreadable(path, "is a folder")};
    if (!files::exists(path, error))
        return std::unexpected{unreadable(path, error ? error.message() : "there is no such file")};
    std::ifstream file{path, std::ios::binary};
    std::string text(enough, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!file.is_open() || file.bad())
        return std::unexpected{unreadable(path, "cannot be read")};
    text.resize(static_cast<std::size_t>(file.gcount()));
    auto scenario = readScenario(text);
    if (scenario)
        scenario->folder = folderOf(path);
    return scenario;
}

static base::Status writeFile(const files::path& path, const std::string& text)
{
    std::ofstream file{path, std::ios::binary | std::ios::trunc};
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    file.close();
    if (!file)
        return base::fail(base::Errc::Io, fmt::format("{} cannot be written", path.string()));
    return {};
}

// A link is followed, so that it stays one.
static files::path resolved(const std::string& path)
{
    std::error_code error;
    auto target = files::canonical(path, error);
    return error ? files::path{path} : target;
}

static files::path neighbour(const files::path& path)
{
    auto name = path;
    name += fmt::format(".{:08x}.tmp", std::random_device{}());
    return name;
}

static base::Status replaceFile(const files::path& path, const std::string& text)
{
    const auto temporary = neighbour(path);
    if (auto written = writeFile(temporary, text); !written) {
        std::error_code ignored;
        files::remove(temporary, ignored);
        return base::fail(base::Errc::Io, fmt::format("{} cannot be written", path.string()));
    }
    std::error_code error;
    if (const auto status = files::status(path, error); files::exists(status))
        files::permissions(temporary, status.permissions(), error);
    files::rename(temporary, path, error);
    if (!error)
        return {};
    std::error_code ignored;
    files::remove(temporary, ignored);
    return base::fail(base::Errc::Io, fmt::format("{} cannot be written: {}", path.string(), error.message()));
}

base::Status saveScenario(const Scenario& scenario, const std::string& path)
try {
    const auto moved = rebased(scenario, folderOf(path));
    const auto text = writeScenario(moved);
    auto readBack = readScenario(text);
    if (!readBack)
        return base::fail(base::Errc::InvalidScenario, settings::text(readBack.error()));
    readBack->folder = moved.folder;
    if (*readBack != moved)
        return base::fail(base::Errc::Internal, "The scenario does not read back as it was written.");
    return replaceFile(resolved(path), text);
} catch (const std::exception& failure) {
    return base::fail(base::Errc::Io, fmt::format("{} cannot be written: {}", path, failure.what()));
}

} // namespace weir::settings

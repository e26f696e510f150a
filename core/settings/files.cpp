// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/files.h"

#include "core/settings/schema.h"

#include <fmt/format.h>

#include <filesystem>

namespace weir::settings {

namespace files = std::filesystem;

static files::path here()
{
    std::error_code error;
    auto folder = files::current_path(error);
    return error ? files::path{"."} : folder;
}

static files::path folderFrom(const Scenario& scenario)
{
    return scenario.folder.empty() ? here() : files::path{scenario.folder};
}

std::string pathOf(const Scenario& scenario, const std::string& name)
{
    if (name.empty() || scenario.folder.empty() || files::path{name}.is_absolute())
        return name;
    return (files::path{scenario.folder} / name).lexically_normal().string();
}

std::string lookedAt(const Scenario& scenario, const std::string& name)
{
    if (name.empty() || files::path{name}.is_absolute())
        return {};
    return fmt::format(" (looked at {})", (folderFrom(scenario) / name).lexically_normal().string());
}

std::string nameFromHere(const Scenario& scenario, const std::string& name)
{
    if (name.empty() || scenario.folder.empty() || files::path{name}.is_absolute())
        return name;
    return (here() / name).lexically_normal().string();
}

// "users.csv" for a file in the folder or below it, else the whole path.
static std::string nameWithin(const files::path& folder, const files::path& file)
{
    const auto relative = file.lexically_relative(folder);
    const bool isInside = !relative.empty() && *relative.begin() != "..";
    return (isInside ? relative : file).generic_string();
}

std::string nameFor(const Scenario& scenario, const std::string& path)
{
    if (scenario.folder.empty() || !files::path{path}.is_absolute())
        return path;
    return nameWithin(files::path{scenario.folder}.lexically_normal(), files::path{path}.lexically_normal());
}

Scenario rebased(Scenario scenario, const std::string& folder)
{
    const auto from = folderFrom(scenario).lexically_normal();
    const auto to = files::path{folder}.lexically_normal();
    for (const auto& path : allKnobs(scenario)) {
        if (!path.knob->isFile || from == to)
            continue;
        const auto name = std::get<std::string>(value(scenario, path));
        if (!name.empty() && !files::path{name}.is_absolute())
            setValue(scenario, path, nameWithin(to, (from / name).lexically_normal()));
    }
    scenario.folder = folder;
    return scenario;
}

std::string folderOf(const std::string& scenarioFile)
{
    std::error_code error;
    const auto whole = files::absolute(scenarioFile, error);
    return error ? std::string{} : whole.lexically_normal().parent_path().string();
}

} // namespace weir::settings

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/csv.h"

#include <fmt/format.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace weir::report {

namespace fs = std::filesystem;

static base::Status cannotWrite(const std::string& path, const std::error_code& reason)
{
    return base::fail(base::Errc::Io, fmt::format("Cannot write {}: {}.", path, reason.message()));
}

static std::error_code lastError()
{
    return {errno != 0 ? errno : EIO, std::generic_category()};
}

static std::error_code write(const fs::path& path, const std::string& content)
{
    errno = 0;
    std::ofstream file{path, std::ios::binary | std::ios::trunc};
    if (!file)
        return lastError();
    file.write(content.data(), static_cast<std::streamsize>(content.size()));
    file.close();
    return file ? std::error_code{} : lastError();
}

// A link stays a link: what it leads to is replaced.
static fs::path realPath(const fs::path& path)
{
    std::error_code ignored;
    const auto real = fs::is_symlink(path, ignored) ? fs::canonical(path, ignored) : fs::path{};
    return real.empty() ? path : real;
}

base::Status writeFile(const std::string& path, const std::string& content)
{
    std::error_code error;
    const auto target = realPath(path);
    const auto status = fs::status(target, error);
    // Pipes and devices such as /dev/stdout cannot be replaced.
    if (fs::exists(status) && !fs::is_regular_file(status)) {
        error = write(target, content);
        return error ? cannotWrite(path, error) : base::Status{};
    }
    auto draft = target;
    draft += ".part";
    error = write(draft, content);
    if (!error)
        fs::rename(draft, target, error);
    if (!error)
        return {};
    std::error_code ignored;
    fs::remove(draft, ignored);
    return cannotWrite(path, error);
}

} // namespace weir::report

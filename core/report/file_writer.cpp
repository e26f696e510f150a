// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/file_writer.h"

#include "core/report/csv.h"

#include <fmt/format.h>

#include <cerrno>
#include <iostream>

namespace weir::report {

namespace fs = std::filesystem;

static std::error_code lastError()
{
    return {errno != 0 ? errno : EIO, std::generic_category()};
}

// A link stays a link: what it leads to is replaced.
static fs::path realPath(const fs::path& path)
{
    std::error_code ignored;
    const auto real = fs::is_symlink(path, ignored) ? fs::canonical(path, ignored) : fs::path{};
    return real.empty() ? path : real;
}

// Pipes and devices such as /dev/stdout cannot be replaced.
static bool isReplaceable(const fs::path& path)
{
    std::error_code ignored;
    const auto status = fs::status(path, ignored);
    return !fs::exists(status) || fs::is_regular_file(status);
}

FileWriter::FileWriter(std::string path) : m_path(std::move(path)) {}

FileWriter::~FileWriter()
{
    if (m_draft.empty())
        return;
    m_file.close();
    std::error_code ignored;
    fs::remove(m_draft, ignored);
}

base::Result<std::unique_ptr<FileWriter>> FileWriter::open(const std::string& path)
{
    std::unique_ptr<FileWriter> writer{new FileWriter{path}};
    if (auto opened = writer->open(); !opened)
        return std::unexpected(opened.error());
    return writer;
}

base::Status FileWriter::open()
{
    if (m_path == "-")
        return {};
    m_target = realPath(m_path);
    auto written = m_target;
    if (isReplaceable(m_target))
        written += ".part";
    errno = 0;
    m_file.open(written, std::ios::binary | std::ios::trunc);
    if (!m_file)
        return cannotWrite(lastError());
    if (written != m_target)
        m_draft = written;
    return {};
}

std::ostream& FileWriter::out()
{
    return m_target.empty() ? std::cout : m_file;
}

base::Status FileWriter::cannotWrite(const std::error_code& reason) const
{
    return base::fail(base::Errc::Io, fmt::format("Cannot write {}: {}.", m_path, reason.message()));
}

void FileWriter::write(std::string_view text)
{
    if (m_error)
        return;
    errno = 0;
    if (!out().write(text.data(), static_cast<std::streamsize>(text.size())))
        m_error = lastError();
}

base::Status FileWriter::close()
{
    errno = 0;
    if (!out().flush() && !m_error)
        m_error = lastError();
    errno = 0;
    m_file.close();
    if (!m_file && !m_target.empty() && !m_error)
        m_error = lastError();
    if (!m_error && !m_draft.empty())
        fs::rename(m_draft, m_target, m_error);
    if (m_error)
        return cannotWrite(m_error); // the draft goes with this
    m_draft.clear();
    return {};
}

base::Status writeFile(const std::string& path, const std::string& content)
{
    auto writer = FileWriter::open(path);
    if (!writer)
        return std::unexpected(writer.error());
    (*writer)->write(content);
    return (*writer)->close();
}

} // namespace weir::report

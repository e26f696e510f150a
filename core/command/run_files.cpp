// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/command/run_files.h"

#include "core/report/report_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>

namespace weir::command {

namespace fs = std::filesystem;
using report::RunReport;
using settings::Arguments;

namespace {

report::RequireValid requireValid(const Arguments& arguments)
{
    return arguments.has("require-valid") ? report::RequireValid::Yes : report::RequireValid::No;
}

// Those that are written during the run.
constexpr std::array<std::string_view, 2> logs{"hlog", "jtl"};

std::vector<std::string_view> outputs()
{
    std::vector<std::string_view> options;
    for (const auto& format : report::reportFormats())
        options.push_back(format.option);
    options.insert(options.end(), logs.begin(), logs.end());
    return options;
}

// Two of them may well share a device or a pipe.
bool isDevice(const std::string& path)
{
    std::error_code ignored;
    const auto status = fs::status(path, ignored);
    return path == "-" || (fs::exists(status) && !fs::is_regular_file(status));
}

} // namespace

base::Result<std::unique_ptr<RunFiles>> RunFiles::open(const Arguments& arguments, const settings::Scenario& scenario)
{
    std::unique_ptr<RunFiles> files{new RunFiles{arguments}};
    if (auto distinct = files->checkDistinct(); !distinct)
        return std::unexpected(distinct.error());
    if (auto opened = files->open(scenario); !opened)
        return std::unexpected(opened.error());
    return files;
}

base::Status RunFiles::checkDistinct() const
{
    const auto options = outputs();
    for (auto a = options.begin(); a != options.end(); ++a)
        for (auto b = a + 1; b != options.end(); ++b)
            if (const auto path = m_arguments.value(*a);
                !path.empty() && path == m_arguments.value(*b) && !isDevice(path))
                return base::fail(
                    base::Errc::InvalidArgument,
                    fmt::format("--{} and --{} both name {}: give each a file of its own.", *a, *b, path));
    return {};
}

base::Status RunFiles::open(const settings::Scenario& scenario)
{
    for (const auto& format : report::reportFormats()) {
        const auto path = m_arguments.value(format.option);
        if (path.empty())
            continue;
        auto file = report::FileWriter::open(path);
        if (!file)
            return std::unexpected(file.error());
        m_reports.push_back({format.content, *std::move(file)});
    }
    auto opened = session::RunLogs::open({m_arguments.value("hlog"), m_arguments.value("jtl")}, scenario);
    if (!opened)
        return std::unexpected(opened.error());
    m_logs = *std::move(opened);
    return {};
}

void RunFiles::attach(session::RunOptions& options)
{
    session::RunLogs::attach(m_logs, options);
}

bool RunFiles::takesStandardOutput() const
{
    return std::ranges::any_of(outputs(), [this](auto option) { return m_arguments.value(option) == "-"; });
}

std::vector<base::Error> RunFiles::finish(const RunReport& report)
{
    std::vector<base::Error> failures;
    for (const auto& output : m_reports) {
        output.file->write(output.content(report, requireValid(m_arguments)));
        if (auto closed = output.file->close(); !closed)
            failures.push_back(closed.error());
    }
    std::ranges::move(m_logs->finish(*report.snapshot->run), std::back_inserter(failures));
    if (const auto path = m_arguments.value("hgrm"); !path.empty() && !isDevice(path))
        std::ranges::move(report::writeOtherStretches(report, path), std::back_inserter(failures));
    return failures;
}

} // namespace weir::command

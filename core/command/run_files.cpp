// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/command/run_files.h"

#include "core/report/knob_columns.h"
#include "core/report/report_format.h"
#include "core/settings/validate.h"

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

// By EndpointId, in the order of RunInfo's.
std::vector<report::JtlEndpoint> endpointsOf(const settings::Scenario& scenario)
{
    std::vector<report::JtlEndpoint> endpoints;
    for (const auto& record : settings::effectiveRequests(scenario)) {
        const auto request = report::redactedRequest(fmt::format("{} {}", record.settings.method, record.settings.url));
        endpoints.push_back({record.name, request.substr(request.find(' ') + 1)});
    }
    return endpoints;
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
    if (const auto path = m_arguments.value("hlog"); !path.empty()) {
        auto file = report::HlogFile::open(path);
        if (!file)
            return std::unexpected(file.error());
        m_hlog = *std::move(file);
    }
    if (const auto path = m_arguments.value("jtl"); !path.empty()) {
        auto file = report::JtlFile::open(path, endpointsOf(scenario));
        if (!file)
            return std::unexpected(file.error());
        m_jtl = *std::move(file);
    }
    return {};
}

void RunFiles::begin(const metrics::RunInfo& run)
{
    if (std::exchange(m_begun, true))
        return;
    if (m_hlog)
        m_hlog->begin(run.startedAt);
    if (m_jtl)
        m_jtl->begin(run.startedAt);
}

// The warm-up is no part of what was measured, and the format has no place to say which is which.
void RunFiles::append(const metrics::IntervalRecord& record, const metrics::RunInfo& run)
{
    if (!metrics::isMeasured(record.phase))
        return;
    begin(run);
    const auto tag = record.endpoint < 0 ? std::string_view{}
                                         : std::string_view{run.endpoints[static_cast<std::size_t>(record.endpoint)]};
    m_hlog->append(record.begin, record.length, tag, *record.response);
}

void RunFiles::attach(session::RunOptions& options)
{
    if (m_hlog)
        options.onInterval = [this](const metrics::RunInfo& run, const metrics::IntervalRecord& record) {
            append(record, run);
        };
    if (m_jtl)
        options.onExchanges = [this](const metrics::RunInfo& run, std::span<const metrics::ExchangeRecord> records) {
            begin(run);
            for (const auto& record : records)
                m_jtl->append(record);
        };
}

bool RunFiles::takesStandardOutput() const
{
    return std::ranges::any_of(outputs(), [this](auto option) { return m_arguments.value(option) == "-"; });
}

std::vector<base::Error> RunFiles::finish(const RunReport& report)
{
    std::vector<base::Error> failures;
    const auto close = [&failures](auto& file) {
        if (auto status = file.close(); !status)
            failures.push_back(status.error());
    };
    for (const auto& output : m_reports) {
        output.file->write(output.content(report, requireValid(m_arguments)));
        close(*output.file);
    }
    begin(*report.snapshot->run);
    if (m_hlog)
        close(*m_hlog);
    if (m_jtl)
        close(*m_jtl);
    if (const auto path = m_arguments.value("hgrm"); !path.empty() && !isDevice(path))
        std::ranges::move(report::writeOtherStretches(report, path), std::back_inserter(failures));
    return failures;
}

} // namespace weir::command

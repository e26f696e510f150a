// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/command/run_files.h"

#include "core/report/csv.h"
#include "core/report/hgrm.h"
#include "core/report/json.h"
#include "core/report/junit.h"
#include "core/report/knob_columns.h"
#include "core/settings/validate.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

namespace weir::command {

namespace fs = std::filesystem;
using report::RunReport;
using settings::Arguments;

namespace {

std::string lastSpectrum(const RunReport& report)
{
    const auto spectra = report::hgrmOfStretches(report);
    return spectra.empty() ? report::hgrm({}) : spectra.back().text;
}

report::RequireValid requireValid(const Arguments& arguments)
{
    return arguments.has("require-valid") ? report::RequireValid::Yes : report::RequireValid::No;
}

struct Output {
    std::string_view option;
    // Null for those that are written during the run.
    std::string (*content)(const RunReport& report, const Arguments& arguments);
};
constexpr std::array outputs{
    Output{"csv", [](const RunReport& r, const Arguments&) { return report::reportCsv(r); }},
    Output{"series-csv", [](const RunReport& r, const Arguments&) { return report::seriesCsv(r); }},
    Output{"json", [](const RunReport& r, const Arguments&) { return report::reportJson(r, report::Series::Include); }},
    Output{"hgrm", [](const RunReport& r, const Arguments&) { return lastSpectrum(r); }},
    Output{"junit", [](const RunReport& r, const Arguments& a) { return report::junitXml(r, requireValid(a)); }},
    Output{"hlog", nullptr},
    Output{"jtl", nullptr},
};

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

// The format holds one spectrum; the files of the other stages and epochs are known only when the run has ended.
void writeOtherStretches(const std::string& path, const RunReport& report, std::vector<base::Error>& failures)
{
    auto spectra = report::hgrmOfStretches(report);
    if (path.empty() || isDevice(path) || spectra.empty())
        return;
    spectra.pop_back();
    for (const auto& spectrum : spectra)
        if (auto status = report::writeFile(report::stretchPath(path, spectrum.name), spectrum.text); !status)
            failures.push_back(status.error());
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
    for (auto a = outputs.begin(); a != outputs.end(); ++a)
        for (auto b = a + 1; b != outputs.end(); ++b)
            if (const auto path = m_arguments.value(a->option);
                !path.empty() && path == m_arguments.value(b->option) && !isDevice(path))
                return base::fail(base::Errc::InvalidArgument,
                                  fmt::format("--{} and --{} both name {}: give each a file of its own.", a->option,
                                              b->option, path));
    return {};
}

base::Status RunFiles::open(const settings::Scenario& scenario)
{
    for (const auto& output : outputs) {
        const auto path = m_arguments.value(output.option);
        if (path.empty() || output.content == nullptr)
            continue;
        auto file = report::FileWriter::open(path);
        if (!file)
            return std::unexpected(file.error());
        m_reports.push_back({output.content, *std::move(file)});
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
    return std::ranges::any_of(outputs, [this](const auto& o) { return m_arguments.value(o.option) == "-"; });
}

std::vector<base::Error> RunFiles::finish(const RunReport& report)
{
    std::vector<base::Error> failures;
    const auto close = [&failures](auto& file) {
        if (auto status = file.close(); !status)
            failures.push_back(status.error());
    };
    for (const auto& output : m_reports) {
        output.file->write(output.content(report, m_arguments));
        close(*output.file);
    }
    begin(*report.snapshot->run);
    if (m_hlog)
        close(*m_hlog);
    if (m_jtl)
        close(*m_jtl);
    writeOtherStretches(m_arguments.value("hgrm"), report, failures);
    return failures;
}

} // namespace weir::command

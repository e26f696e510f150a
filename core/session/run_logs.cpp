// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/run_logs.h"

#include "core/report/knob_columns.h"
#include "core/settings/validate.h"

#include <fmt/format.h>

#include <utility>

namespace weir::session {

// By EndpointId, in the order of RunInfo's.
static std::vector<report::JtlEndpoint> endpointsOf(const settings::Scenario& scenario)
{
    std::vector<report::JtlEndpoint> endpoints;
    for (const auto& record : settings::effectiveRequests(scenario)) {
        const auto request = report::redactedRequest(fmt::format("{} {}", record.settings.method, record.settings.url));
        endpoints.push_back({record.name, request.substr(request.find(' ') + 1)});
    }
    return endpoints;
}

base::Result<std::shared_ptr<RunLogs>> RunLogs::open(const LogPaths& paths, const settings::Scenario& scenario)
{
    std::shared_ptr<RunLogs> logs{new RunLogs};
    if (!paths.hlog.empty()) {
        auto file = report::HlogFile::open(paths.hlog);
        if (!file)
            return std::unexpected(file.error());
        logs->m_hlog = *std::move(file);
    }
    if (!paths.jtl.empty()) {
        auto file = report::JtlFile::open(paths.jtl, endpointsOf(scenario));
        if (!file)
            return std::unexpected(file.error());
        logs->m_jtl = *std::move(file);
    }
    return logs;
}

void RunLogs::begin(const metrics::RunInfo& run)
{
    if (std::exchange(m_begun, true))
        return;
    if (m_hlog)
        m_hlog->begin(run.startedAt);
    if (m_jtl)
        m_jtl->begin(run.startedAt);
}

// The warm-up is no part of what was measured, and the format has no place to say which is which.
void RunLogs::append(const metrics::IntervalRecord& record, const metrics::RunInfo& run)
{
    if (!metrics::isMeasured(record.phase))
        return;
    begin(run);
    auto tag = record.endpoint < 0 ? std::string{} : run.endpoints[static_cast<std::size_t>(record.endpoint)];
    if (record.isOfFailed)
        tag = report::failedTag(tag);
    m_hlog->append(record.begin, record.length, tag, *record.response);
}

void RunLogs::append(std::span<const metrics::ExchangeRecord> records, const metrics::RunInfo& run)
{
    begin(run);
    for (const auto& record : records)
        m_jtl->append(record);
}

void RunLogs::attach(const std::shared_ptr<RunLogs>& logs, RunOptions& options)
{
    if (logs->m_hlog)
        options.onInterval = [logs](const metrics::RunInfo& run, const metrics::IntervalRecord& record) {
            logs->append(record, run);
        };
    if (logs->m_jtl)
        options.onExchanges = [logs](const metrics::RunInfo& run, std::span<const metrics::ExchangeRecord> records) {
            logs->append(records, run);
        };
}

std::vector<base::Error> RunLogs::finish(const metrics::RunInfo& run)
{
    std::vector<base::Error> failures;
    const auto close = [&failures](auto& file) {
        if (auto status = file.close(); !status)
            failures.push_back(status.error());
    };
    begin(run);
    if (m_hlog)
        close(*m_hlog);
    if (m_jtl)
        close(*m_jtl);
    return failures;
}

} // namespace weir::session

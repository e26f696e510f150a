// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/jtl.h"

#include "core/http/message.h"
#include "core/report/csv_cell.h"

#include <fmt/format.h>

#include <numeric>

namespace weir::report {

using metrics::ExchangeRecord;
using metrics::Outcome;
using std::chrono::milliseconds;

static long long rounded(base::Nanos span)
{
    return std::chrono::round<milliseconds>(span).count();
}

static bool hasReply(const ExchangeRecord& record)
{
    return record.status != 0;
}

// What JMeter itself writes where there was no reply; its dashboards group by that beginning.
static std::string responseCode(const ExchangeRecord& record)
{
    return hasReply(record) ? fmt::format("{}", record.status)
                            : fmt::format("Non HTTP response code: {}", outcomeName(record.outcome));
}

static std::string responseMessage(const ExchangeRecord& record)
{
    return hasReply(record) ? textCell(http::reasonPhrase(record.status))
                            : fmt::format("Non HTTP response message: {}", outcomeName(record.outcome));
}

static std::string failureMessage(const ExchangeRecord& record)
{
    return record.outcome == Outcome::Ok ? std::string{} : std::string{outcomeName(record.outcome)};
}

std::string jtlHeading()
{
    return csvLine({"timeStamp", "elapsed", "label", "responseCode", "responseMessage", "threadName", "dataType",
                    "success", "failureMessage", "bytes", "sentBytes", "grpThreads", "allThreads", "URL", "Latency",
                    "IdleTime", "Connect"});
}

JtlFile::JtlFile(std::unique_ptr<FileWriter> file, std::vector<Cells> endpoints)
    : m_file(std::move(file))
    , m_endpoints(std::move(endpoints))
{
}

base::Result<std::unique_ptr<JtlFile>> JtlFile::open(const std::string& path, std::vector<JtlEndpoint> endpoints)
{
    auto file = FileWriter::open(path);
    if (!file)
        return std::unexpected(file.error());
    std::vector<Cells> cells;
    for (const auto& endpoint : endpoints)
        cells.push_back({textCell(endpoint.name), endpoint.url.empty() ? "null" : textCell(endpoint.url)});
    return std::unique_ptr<JtlFile>{new JtlFile{*std::move(file), std::move(cells)}};
}

void JtlFile::begin(base::WallTime startedAt)
{
    m_startedAt = startedAt;
    m_file->write(jtlHeading());
}

std::uint64_t JtlFile::countInFlight(const ExchangeRecord& record)
{
    if (record.worker >= m_inFlight.size())
        m_inFlight.resize(record.worker + std::size_t{1});
    m_inFlight[record.worker] = record.inFlight;
    return std::accumulate(m_inFlight.begin(), m_inFlight.end(), std::uint64_t{0});
}

void JtlFile::append(const ExchangeRecord& record)
{
    if (!metrics::isMeasured(record.phase) || record.outcome == Outcome::Cancelled)
        return;
    const auto& endpoint = m_endpoints.at(record.endpoint);
    const auto inFlight = fmt::format("{}", countInFlight(record));
    const auto began = m_startedAt + std::chrono::duration_cast<base::WallTime::duration>(record.begin);
    m_file->write(csvLine({fmt::format("{}", rounded(began.time_since_epoch())),
                           fmt::format("{}", rounded(record.response)),
                           endpoint.label,
                           responseCode(record),
                           responseMessage(record),
                           fmt::format("epoch {} 1-{}", record.epoch, record.worker + 1),
                           {}, // text or binary: not known here
                           record.outcome == Outcome::Ok ? "true" : "false",
                           failureMessage(record),
                           fmt::format("{}", record.receivedBytes),
                           fmt::format("{}", record.sentBytes),
                           inFlight,
                           inFlight,
                           endpoint.url,
                           fmt::format("{}", rounded(record.firstByte)),
                           "0",
                           fmt::format("{}", rounded(record.connect))}));
}

base::Status JtlFile::close()
{
    return m_file->close();
}

} // namespace weir::report

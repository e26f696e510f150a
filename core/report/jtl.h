// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/metrics/exchange_record.h"
#include "core/report/file_writer.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

// JMeter's table of samples (JTL as CSV, the default columns of 5.x): a row for each request, for the dashboards that
// read it. Times are whole milliseconds, as that format has them. A request begins when it was due, so `elapsed` is the
// response time and `Latency` the time to the first byte from there. The threads are the requests under way on all
// workers; of the others than the request's own it is what their last row said, since they are not asked for it with
// every request.
namespace weir::report {

struct JtlEndpoint {
    std::string name;
    std::string url; // as the report may show it; empty where there is none to be named
};

std::string jtlHeading();

// Such a table, written while a run goes on. One thread at a time; memory is that of one row.
class JtlFile {
public:
    static base::Result<std::unique_ptr<JtlFile>> open(const std::string& path, std::vector<JtlEndpoint> endpoints);

    void begin(base::WallTime startedAt); // once, before the first row
    // Requests of the warm-up are left out, since the format could not tell them from the others, and cancelled ones,
    // which are no requests.
    void append(const metrics::ExchangeRecord& record);
    base::Status close(); // the first failure; the file has its name only from here on

private:
    struct Cells {
        std::string label;
        std::string url;
    };
    JtlFile(std::unique_ptr<FileWriter> file, std::vector<Cells> endpoints);
    std::uint64_t countInFlight(const metrics::ExchangeRecord& record);

    std::unique_ptr<FileWriter> m_file;
    std::vector<Cells> m_endpoints; // quoted once
    base::WallTime m_startedAt;
    std::vector<std::uint32_t> m_inFlight; // by worker, as its last row had it
};

} // namespace weir::report

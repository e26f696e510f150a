// SPDX-License-Identifier: GPL-3.0-or-later
// Reads any bytes as a log of histograms, and as what lies within one behind its zlib stream, where no checksum keeps
// the fuzzer out. What is accepted must survive being written and read.
#include "core/report/hlog.h"

#include "core/report/hlog_payload.h"
#include "core/report/hlog_reader.h"
#include "tests/fuzz/plain_message.h"

#include <cstdint>
#include <sstream>
#include <string>

using namespace weir;
using fuzz::require;

static bool haveSameCounts(const metrics::Histogram& a, const metrics::Histogram& b)
{
    metrics::Histogram::Sparse ofA, ofB;
    a.appendTo(ofA);
    b.appendTo(ofB);
    return ofA == ofB && a.count() == b.count();
}

// What came in another resolution knows its mean and ends by other buckets than ours.
static void checkHistogram(const metrics::Histogram& histogram)
{
    const auto again = report::decodePayload(report::encodePayload(histogram));
    require(again && haveSameCounts(*again, histogram));
    const auto thrice = report::decodePayload(report::encodePayload(*again));
    require(thrice && *thrice == *again);
    std::uint64_t count = 0;
    histogram.forEach([&](std::uint64_t lowest, std::uint64_t, std::uint64_t n) {
        require(lowest <= metrics::Histogram::highest);
        count += n;
    });
    require(count == histogram.count());
}

static void checkRecord(const report::HlogRecord& record)
{
    checkHistogram(record.histogram);
    require(record.begin >= base::Nanos::zero() && record.length >= base::Nanos::zero());
    std::istringstream text{report::hlogLine(record.begin, record.length, record.tag, record.histogram)};
    const auto again = report::HlogReader{text}.next();
    require(again && *again && (*again)->tag == record.tag && haveSameCounts((*again)->histogram, record.histogram));
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string bytes{reinterpret_cast<const char*>(data), size};
    if (const auto histogram = report::decodePayload(bytes))
        checkHistogram(*histogram);
    std::istringstream text{bytes};
    report::HlogReader reader{text};
    for (auto record = reader.next(); record && *record; record = reader.next())
        checkRecord(**record);
    return 0;
}

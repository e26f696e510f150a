// SPDX-License-Identifier: GPL-3.0-or-later
// Reads any bytes as a percentile distribution. What is accepted must survive being written and read.
#include "core/report/hgrm.h"

#include "core/report/hgrm_reader.h"
#include "tests/fuzz/plain_message.h"

#include <cstdint>
#include <sstream>
#include <string>

using namespace weir;
using fuzz::require;

static base::Result<report::ReadSpectrum> read(const std::string& text)
{
    std::istringstream stream{text};
    report::LineReader lines{stream};
    return report::readHgrm(lines, 1e6);
}

static void checkHistogram(const metrics::Histogram& histogram)
{
    std::uint64_t count = 0;
    histogram.forEach([&](std::uint64_t lowest, std::uint64_t, std::uint64_t n) {
        require(lowest <= metrics::Histogram::highest);
        count += n;
    });
    require(count == histogram.count());
    for (double percent = 0, last = 0; percent <= 100; percent += 5) {
        const auto value = static_cast<double>(histogram.percentile(percent));
        require(value >= last && value <= static_cast<double>(histogram.max()));
        last = value;
    }
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto spectrum = read({reinterpret_cast<const char*>(data), size});
    if (!spectrum)
        return 0;
    checkHistogram(spectrum->histogram);
    if (!spectrum->hasMean) // what is written has one
        return 0;
    const auto again = read(report::hgrm(spectrum->histogram));
    require(again && again->histogram.count() == spectrum->histogram.count());
    checkHistogram(again->histogram);
    return 0;
}

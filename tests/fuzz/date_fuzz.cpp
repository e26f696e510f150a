// SPDX-License-Identifier: GPL-3.0-or-later
// Reads any bytes as an HTTP date. What is accepted must survive being written and read.
#include "core/http/date.h"

#include <cstdint>
#include <cstdlib>

using namespace weir::http;
using namespace std::chrono;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr sys_seconds now{seconds{1769860800}};
    const auto time = parseDate({reinterpret_cast<const char*>(data), size}, now);
    if (!time)
        return 0;
    const std::string text = formatDate(*time);
    DateText cached;
    const bool isSame = parseDate(text, now) == time && cached.at(*time) == text;
    // A leap second at the end of the year 9999 has no four-digit year to be written with.
    if (!isSame && *time < sys_days{year{9999} / 12 / 31})
        std::abort();
    return 0;
}

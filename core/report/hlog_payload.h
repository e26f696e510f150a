// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/metrics/histogram.h"

#include <string>
#include <string_view>

// The bytes of HdrHistogram's V2 encoding, not compressed: a header, and the counts from the lowest value to the
// highest one recorded as zigzag LEB128, a run of zeros as one negative number. Any thread.
namespace weir::report {

std::string encodePayload(const metrics::Histogram& histogram);

// As decodeHistogram does.
base::Result<metrics::Histogram> decodePayload(std::string_view payload);

// No histogram of that many significant digits takes more.
std::size_t mostPayloadBytes(std::uint32_t digits);

} // namespace weir::report

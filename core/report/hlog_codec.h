// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/metrics/histogram.h"

#include <string>
#include <string_view>

// Histograms as text in the published "V2 compressed" encoding of HdrHistogram: base64 of a zlib stream of
// what hlog_payload.h has. What is read may be hostile: memory is bounded by the size of the largest histogram,
// whatever the text claims. Any thread.
namespace weir::report {

std::string encodeHistogram(const metrics::Histogram& histogram);

// Counts as they were; min, max and mean are then those of the buckets, since the encoding has no others.
// Errors say what is wrong as "the histogram ...": Corrupt, or Unsupported for a resolution other than ours (three
// digits from 1 on) and values above one hour.
base::Result<metrics::Histogram> decodeHistogram(std::string_view text);

} // namespace weir::report

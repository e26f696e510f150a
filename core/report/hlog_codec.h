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

// Counts as they were; min, max and mean are then those of the buckets, since the encoding has no others. Of one to
// five significant digits and any lowest value: coarser buckets than ours (three digits from 1 on) keep the percentiles
// that they had, finer ones become ours, so that a value is kept to within 1/1024.
// Errors say what is wrong as "the histogram ...": Corrupt, or Unsupported for values above one hour.
base::Result<metrics::Histogram> decodeHistogram(std::string_view text);

} // namespace weir::report

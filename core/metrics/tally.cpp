// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/tally.h"

namespace weir::metrics {

Tally& Tally::operator+=(const Tally& next)
{
    end = next.end;
    counters += next.counters;
    levels += next.levels;
    response += next.response;
    failed += next.failed;
    scheduleLag += next.scheduleLag;
    return *this;
}

} // namespace weir::metrics

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/metrics/sample.h"

#include <cmath>

// Samples as a worker would write them. Test threads only.
namespace weir::test {

using namespace std::chrono_literals;

// Sent in time, answered after `response`.
inline metrics::Sample sampleOf(base::Nanos response, metrics::EndpointId endpoint = 0)
{
    metrics::Sample sample;
    sample.endpoint = endpoint;
    sample.intended = sample.sent = base::TimePoint{1h};
    sample.done = sample.sent + response;
    sample.iteration = response;
    sample.status = 200;
    sample.identityBytes = 1000;
    sample.wireBytes = 250;
    sample.headerBytes = 120;
    return sample;
}

inline metrics::Sample failedSample(metrics::Outcome outcome, int status, metrics::EndpointId endpoint = 0)
{
    auto sample = sampleOf(2ms, endpoint);
    sample.outcome = outcome;
    sample.status = static_cast<std::uint16_t>(status);
    return sample;
}

// Log-normal around `median`.
inline base::Nanos drawn(base::Random& random, base::Nanos median, double sigma = 0.5)
{
    return base::Nanos{std::llround(static_cast<double>(median.count()) * std::exp(sigma * random.normal()))};
}

} // namespace weir::test

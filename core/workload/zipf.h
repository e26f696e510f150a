// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"

#include <cstdint>

namespace weir::workload {

// Ranks from 1 to `count`, rank k with a probability proportional to 1 / k^exponent. Exact, without a table: rejection
// from the inverted integral of a hat (Hörmann and Derflinger, "Rejection-inversion to generate variates from monotone
// discrete distributions", 1996), which takes less than 1.1 tries for common exponents. Immutable.
class Zipf {
public:
    // count >= 1 and at most 2^53, exponent > 0.
    Zipf(std::uint64_t count, double exponent);

    std::uint64_t next(base::Random& random) const;

private:
    double hat(double x) const;             // x^-exponent
    double integral(double x) const;        // of the hat, from 1 to x
    double integralInverse(double y) const; // x where the integral is y

    double m_count;
    double m_exponent;
    double m_begin; // of the integral's values that are drawn from
    double m_end;
    double m_surely; // nearer to its rank than this, a draw needs no second look
};

} // namespace weir::workload

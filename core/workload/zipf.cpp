// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/zipf.h"

#include <algorithm>
#include <cmath>

namespace weir::workload {

namespace {

// log(1 + x) / x and (exp(x) - 1) / x, which both go through 1 at 0: an exponent of 1 needs no case of its own.
double logRatio(double x)
{
    return std::abs(x) > 1e-8 ? std::log1p(x) / x : 1 - x * (0.5 - x / 3);
}

double expRatio(double x)
{
    return std::abs(x) > 1e-8 ? std::expm1(x) / x : 1 + x * 0.5 * (1 + x / 3);
}

} // namespace

Zipf::Zipf(std::uint64_t count, double exponent)
    : m_count(static_cast<double>(count))
    , m_exponent(exponent)
    , m_begin(integral(1.5) - 1)
    , m_end(integral(m_count + 0.5))
    , m_surely(2 - integralInverse(integral(2.5) - hat(2)))
{
}

double Zipf::hat(double x) const
{
    return std::exp(-m_exponent * std::log(x));
}

double Zipf::integral(double x) const
{
    const double logarithm = std::log(x);
    return expRatio((1 - m_exponent) * logarithm) * logarithm;
}

double Zipf::integralInverse(double y) const
{
    // Rounding may take it out of the logarithm's domain.
    const double scaled = std::max(y * (1 - m_exponent), -1.0);
    return std::exp(logRatio(scaled) * y);
}

std::uint64_t Zipf::next(base::Random& random) const
{
    for (;;) {
        const double drawn = m_end + random.unit() * (m_begin - m_end);
        const double x = integralInverse(drawn);
        const double rank = std::clamp(std::floor(x + 0.5), 1.0, m_count);
        if (rank - x <= m_surely || drawn >= integral(rank + 0.5) - hat(rank))
            return static_cast<std::uint64_t>(rank);
    }
}

} // namespace weir::workload

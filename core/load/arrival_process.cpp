// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/load/arrival_process.h"

#include <cmath>

namespace weir::load {

using settings::Arrivals;

double ArrivalProcess::next()
{
    const bool isEven = m_kind == Arrivals::Even || m_kind == Arrivals::Bursts;
    if (m_begun || !isEven)
        m_at += isEven ? 1 : gap();
    m_begun = true;
    return m_at;
}

double ArrivalProcess::gap()
{
    if (m_kind == Arrivals::Poisson)
        return -std::log1p(-m_random.unit());
    return gamma() / m_shape;
}

// Marsaglia and Tsang, "A simple method for generating gamma variables", 2000; below 1 by their note in section 6.
double ArrivalProcess::gamma()
{
    const double shape = m_shape < 1 ? m_shape + 1 : m_shape;
    const double d = shape - 1.0 / 3;
    const double c = 1 / std::sqrt(9 * d);
    for (;;) {
        const double x = m_random.normal();
        const double v = std::pow(1 + c * x, 3);
        if (v <= 0 || std::log1p(-m_random.unit()) >= x * x / 2 + d - d * v + d * std::log(v))
            continue;
        return m_shape < 1 ? d * v * std::pow(1 - m_random.unit(), 1 / m_shape) : d * v;
    }
}

double variationOfGaps(const settings::LoadSettings& load)
{
    switch (load.arrivals) {
    case Arrivals::Poisson: return 1;
    case Arrivals::Gamma: return 1 / std::sqrt(load.gammaShape);
    case Arrivals::Even:
    case Arrivals::Bursts: break;
    }
    return 0;
}

} // namespace weir::load

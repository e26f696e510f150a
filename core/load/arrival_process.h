// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/settings/load_settings.h"

namespace weir::load {

// How arrivals follow each other, at one a unit of time on average; the load's curve says how long a unit is. Even: at
// 0, 1, 2, ... Poisson: independent gaps, exponentially distributed, as of many visitors that know nothing of each
// other (coefficient of variation 1). Gamma of shape k: independent gaps with 1/sqrt(k), so below 1 more bunched than
// Poisson and above it more even. The same random stream gives the same arrivals on every platform. A value.
class ArrivalProcess {
public:
    ArrivalProcess(settings::Arrivals kind, double gammaShape, base::Random random)
        : m_kind(kind)
        , m_shape(kind == settings::Arrivals::Poisson ? 1 : gammaShape)
        , m_random(random)
    {
    }

    // The next arrival: not before the last one.
    double next();

private:
    double gap();
    double gamma();

    settings::Arrivals m_kind;
    double m_shape;
    base::Random m_random;
    double m_at = 0;
    bool m_begun = false;
};

// Of the gaps of even spacing, Poisson, gamma: 0, 1, 1/sqrt(k). Bursts count as even: their gaps are no random ones.
double variationOfGaps(const settings::LoadSettings& load);

} // namespace weir::load

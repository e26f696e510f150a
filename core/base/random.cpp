// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"

#include <cmath>

namespace weir::base {

double Random::normal()
{
    for (;;) {
        const double u = 2.0 * unit() - 1.0;
        const double v = 2.0 * unit() - 1.0;
        const double s = u * u + v * v;
        if (s > 0.0 && s < 1.0)
            return u * std::sqrt(-2.0 * std::log(s) / s);
    }
}

} // namespace weir::base

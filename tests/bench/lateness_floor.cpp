// SPDX-License-Identifier: GPL-3.0-or-later
// How late a program is that does nothing but watch the clock for its next even arrival: what no load generator on this
// machine can be better than. Prints the p50, p99 and maximum in microseconds.
//
//     lateness_floor RATE SECONDS
#include "core/base/clock.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

using namespace weir;

int main(int argc, char** argv)
{
    const double rate = argc > 1 ? std::atof(argv[1]) : 0;
    const double seconds = argc > 2 ? std::atof(argv[2]) : 0;
    if (!(rate > 0) || !(seconds > 0)) {
        fmt::print(stderr, "usage: lateness_floor RATE SECONDS\n");
        return 1;
    }
    std::vector<double> lateness;
    lateness.reserve(static_cast<std::size_t>(rate * seconds) + 1);
    const auto begin = base::now();
    for (double k = 0; k < rate * seconds; ++k) {
        const auto due = begin + base::Nanos{static_cast<std::int64_t>(k / rate * 1e9)};
        auto now = base::now();
        while (now < due)
            now = base::now();
        lateness.push_back(std::chrono::duration<double, std::micro>(now - due).count());
    }
    std::ranges::sort(lateness);
    const auto at = [&](double share) { return lateness[static_cast<std::size_t>(share * (lateness.size() - 1))]; };
    fmt::print("{:.2f} {:.2f} {:.2f}\n", at(0.5), at(0.99), lateness.back());
}

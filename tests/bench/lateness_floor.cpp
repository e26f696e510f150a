// SPDX-License-Identifier: GPL-3.0-or-later
// How late a program is that does nothing but watch the clock for its next even arrival: what no load generator on this
// machine can be better than. Behind a stall it has caught up at once, or, with --paced, sends by the engine's
// schedule, which catches up at twice the rate. Prints the p50, p99 and maximum in microseconds.
//
//     lateness_floor RATE SECONDS [--paced]
#include "core/load/pacer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <vector>

using namespace weir;

static double microsBetween(base::TimePoint from, base::TimePoint to)
{
    return std::chrono::duration<double, std::micro>(to - from).count();
}

static std::vector<double> watched(double rate, double seconds)
{
    std::vector<double> lateness;
    lateness.reserve(static_cast<std::size_t>(rate * seconds) + 1);
    const auto begin = base::now();
    for (double k = 0; k < rate * seconds; ++k) {
        const auto due = begin + base::Nanos{static_cast<std::int64_t>(k / rate * 1e9)};
        auto now = base::now();
        while (now < due)
            now = base::now();
        lateness.push_back(microsBetween(due, now));
    }
    return lateness;
}

static std::vector<double> paced(double rate, double seconds)
{
    std::vector<double> lateness;
    lateness.reserve(static_cast<std::size_t>(rate * seconds) + 1);
    load::Pacer pacer(0, 1, settings::LoadSettings{});
    const auto begin = base::now();
    pacer.plan(begin, settings::LoadCurve::constant(rate));
    pacer.end(begin + base::Nanos{static_cast<std::int64_t>(seconds * 1e9)});
    while (pacer.next() != base::TimePoint::max()) {
        const auto now = base::now();
        if (const auto start = pacer.poll(now))
            lateness.push_back(microsBetween(start->intended, now));
    }
    return lateness;
}

int main(int argc, char** argv)
{
    const double rate = argc > 1 ? std::atof(argv[1]) : 0;
    const double seconds = argc > 2 ? std::atof(argv[2]) : 0;
    if (!(rate > 0) || !(seconds > 0)) {
        fmt::print(stderr, "usage: lateness_floor RATE SECONDS [--paced]\n");
        return 1;
    }
    auto lateness = argc > 3 && argv[3] == std::string_view("--paced") ? paced(rate, seconds) : watched(rate, seconds);
    std::ranges::sort(lateness);
    const auto at = [&](double share) {
        return lateness[static_cast<std::size_t>(share * static_cast<double>(lateness.size() - 1))];
    };
    fmt::print("{:.2f} {:.2f} {:.2f}\n", at(0.5), at(0.99), lateness.back());
}

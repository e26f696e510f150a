// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>

// The Universal Scalability Law (Gunther, "Guerrilla Capacity Planning", 2007): throughput over the number of users or
// connections, X(N) = lambda N / (1 + sigma (N - 1) + kappa N (N - 1)). Pure functions; any thread.
namespace weir::analysis {

struct ScalabilityPoint {
    double n = 0;          // users or connections, above 0
    double throughput = 0; // requests a second, above 0
};

struct Bounds {
    double low = 0;
    double high = 0;
};

struct Scalability {
    double lambda = 0;                             // throughput of one
    double sigma = 0;                              // contention: the share that is done by one at a time, from 0
    double kappa = 0;                              // coherency: what each costs every other, from 0
    Bounds lambdaBounds, sigmaBounds, kappaBounds; // 95 %, by resampling the residuals (Efron, 1979)
    double r2 = 0;                                 // of the fit; below 0.9 it fits badly

    double at(double n) const;
    std::optional<double> peak() const; // N with the highest throughput; none without coherency costs
    bool fitsBadly() const { return r2 < 0.9; }
};

// By Levenberg and Marquardt on the relative residuals, so that small N count as much as large ones. None for fewer
// than four points or without at least three different N. `seed` is the bootstrap's.
std::optional<Scalability> fitScalability(std::span<const ScalabilityPoint> points, std::uint64_t seed = 1);

} // namespace weir::analysis

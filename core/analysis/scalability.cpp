// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/scalability.h"

#include "core/base/random.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <vector>

namespace weir::analysis {

namespace {

constexpr int resamples = 400;

// The logarithms keep lambda above 0; sigma and kappa are clamped at 0, where the law's costs begin.
struct Parameters {
    double lambda = 1;
    double sigma = 0;
    double kappa = 0;
};

double lawAt(const Parameters& p, double n)
{
    return p.lambda * n / (1 + p.sigma * (n - 1) + p.kappa * n * (n - 1));
}

double squaredError(const Parameters& p, std::span<const ScalabilityPoint> points)
{
    double sum = 0;
    for (const auto& point : points) {
        const double residual = std::log(point.throughput / lawAt(p, point.n));
        sum += residual * residual;
    }
    return sum;
}

using Matrix = std::array<std::array<double, 4>, 3>; // three equations and their right sides

// Gauss' elimination with pivots; false where they depend on each other.
bool solve(Matrix& m, std::array<double, 3>& x)
{
    for (std::size_t column = 0; column < 3; ++column) {
        std::size_t pivot = column;
        for (std::size_t row = column + 1; row < 3; ++row)
            pivot = std::abs(m[row][column]) > std::abs(m[pivot][column]) ? row : pivot;
        if (std::abs(m[pivot][column]) < 1e-300)
            return false;
        std::swap(m[column], m[pivot]);
        for (std::size_t row = 0; row < 3; ++row) {
            if (row == column)
                continue;
            const double factor = m[row][column] / m[column][column];
            for (std::size_t k = column; k < 4; ++k)
                m[row][k] -= factor * m[column][k];
        }
    }
    for (std::size_t i = 0; i < 3; ++i)
        x[i] = m[i][3] / m[i][i];
    return true;
}

// The residuals are ln X - ln law; their derivatives by ln lambda, sigma and kappa are plain.
Matrix normalEquations(const Parameters& p, std::span<const ScalabilityPoint> points, double damping)
{
    Matrix m{};
    for (const auto& [n, throughput] : points) {
        const double below = 1 + p.sigma * (n - 1) + p.kappa * n * (n - 1);
        const std::array<double, 3> slope{1, -(n - 1) / below, -n * (n - 1) / below};
        const double residual = std::log(throughput / lawAt(p, n));
        for (std::size_t i = 0; i < 3; ++i) {
            for (std::size_t k = 0; k < 3; ++k)
                m[i][k] += slope[i] * slope[k];
            m[i][3] += slope[i] * residual;
        }
    }
    for (std::size_t i = 0; i < 3; ++i)
        m[i][i] += damping * std::max(m[i][i], 1e-12);
    return m;
}

Parameters fitFrom(Parameters p, std::span<const ScalabilityPoint> points)
{
    double damping = 1e-3;
    double error = squaredError(p, points);
    for (int step = 0; step < 300 && damping < 1e12; ++step) {
        auto equations = normalEquations(p, points, damping);
        std::array<double, 3> change{};
        if (!solve(equations, change))
            break;
        const Parameters next{p.lambda * std::exp(std::clamp(change[0], -2.0, 2.0)), std::max(0.0, p.sigma + change[1]),
                              std::max(0.0, p.kappa + change[2])};
        const double nextError = squaredError(next, points);
        if (nextError < error) {
            const bool isSettled = error - nextError < 1e-14 * (1 + error);
            p = next;
            error = nextError;
            damping = std::max(damping / 5, 1e-12);
            if (isSettled)
                break;
        } else {
            damping *= 4;
        }
    }
    return p;
}

Parameters fitBest(std::span<const ScalabilityPoint> points)
{
    double first = 0;
    for (const auto& point : points)
        first = std::max(first, point.throughput / point.n);
    Parameters best;
    double error = INFINITY;
    for (const double sigma : {0.0, 0.05, 0.5}) {
        for (const double kappa : {0.0, 1e-4, 1e-2}) {
            const auto fitted = fitFrom({first, sigma, kappa}, points);
            const double found = squaredError(fitted, points);
            if (found < error) {
                best = fitted;
                error = found;
            }
        }
    }
    return best;
}

Bounds middle95(std::vector<double>& values)
{
    std::ranges::sort(values);
    const auto tail = values.size() / 40;
    return {values[tail], values[values.size() - 1 - tail]};
}

} // namespace

double Scalability::at(double n) const
{
    return lawAt({lambda, sigma, kappa}, n);
}

std::optional<double> Scalability::peak() const
{
    // With kappa so small the peak lies beyond anything that was measured.
    if (kappa <= 1e-9 || sigma >= 1)
        return std::nullopt;
    return std::sqrt((1 - sigma) / kappa);
}

std::optional<Scalability> fitScalability(std::span<const ScalabilityPoint> points, std::uint64_t seed)
{
    std::set<double> sizes;
    for (const auto& point : points) {
        if (!(point.n > 0) || !(point.throughput > 0))
            return std::nullopt;
        sizes.insert(point.n);
    }
    if (points.size() < 4 || sizes.size() < 3)
        return std::nullopt;

    const auto p = fitBest(points);
    Scalability law{p.lambda, p.sigma, p.kappa, {}, {}, {}, 0};
    double mean = 0;
    for (const auto& point : points)
        mean += point.throughput / static_cast<double>(points.size());
    double unexplained = 0, all = 0;
    std::vector<double> residuals;
    for (const auto& point : points) {
        residuals.push_back(std::log(point.throughput / lawAt(p, point.n)));
        unexplained += std::pow(point.throughput - lawAt(p, point.n), 2);
        all += std::pow(point.throughput - mean, 2);
    }
    law.r2 = all > 0 ? 1 - unexplained / all : 1;

    base::Random random{seed};
    std::vector<double> lambdas, sigmas, kappas;
    // Three parameters take up three residuals' worth of scatter.
    const double n = static_cast<double>(points.size());
    const double scale = std::sqrt(n / std::max(1.0, n - 3));
    for (int i = 0; i < resamples; ++i) {
        std::vector<ScalabilityPoint> drawn;
        for (const auto& point : points) {
            const auto at = static_cast<std::size_t>(
                random.between(0, static_cast<std::int64_t>(residuals.size()) - 1));
            drawn.push_back({point.n, lawAt(p, point.n) * std::exp(residuals[at] * scale)});
        }
        const auto fitted = fitFrom(p, drawn);
        lambdas.push_back(fitted.lambda);
        sigmas.push_back(fitted.sigma);
        kappas.push_back(fitted.kappa);
    }
    law.lambdaBounds = middle95(lambdas);
    law.sigmaBounds = middle95(sigmas);
    law.kappaBounds = middle95(kappas);
    return law;
}

} // namespace weir::analysis

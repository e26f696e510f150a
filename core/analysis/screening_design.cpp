// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/screening_design.h"

#include <boost/math/distributions/students_t.hpp>

#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <string_view>

namespace weir::analysis {

namespace {

// The first rows as the paper gives them; the others are their cyclic shifts and a last one of low levels.
constexpr std::array<std::string_view, 6> generators{
    "++-",                     // 4
    "+++-+--",                 // 8
    "++-+++---+-",             // 12
    "++++-+-++--+---",         // 16
    "++--++++-+-+----++-",     // 20
    "+++++-+-++--++--+-+----", // 24
};

Design cyclic(std::string_view generator, std::size_t factors)
{
    const auto order = generator.size() + 1;
    Design design;
    for (std::size_t run = 0; run + 1 < order; ++run) {
        DesignRun levels;
        for (std::size_t factor = 0; factor < factors; ++factor)
            levels.push_back(generator[(factor + order - 1 - run) % (order - 1)] == '+');
        design.push_back(std::move(levels));
    }
    design.emplace_back(factors, false);
    return design;
}

bool isComplete(const std::vector<double>& responses, std::size_t runs)
{
    if (responses.size() != runs)
        return false;
    for (const double response : responses) {
        if (!std::isfinite(response))
            return false;
    }
    return true;
}

double contrast(const Design& design, std::size_t factor, std::span<const double> responses)
{
    double sum = 0;
    for (std::size_t run = 0; run < design.size(); ++run)
        sum += design[run][factor] ? responses[run] : -responses[run];
    return sum / (static_cast<double>(design.size()) / 2);
}

} // namespace

Design plackettBurman(std::size_t factors, bool foldOver)
{
    assert(factors >= 1 && factors <= mostFactors);
    auto design = cyclic(generators[factors / 4], factors);
    if (foldOver) {
        const auto runs = design.size();
        for (std::size_t run = 0; run < runs; ++run) {
            auto reversed = design[run];
            reversed.flip();
            design.push_back(std::move(reversed));
        }
    }
    return design;
}

std::vector<Effect> effectsOf(const Design& design, const std::vector<std::vector<double>>& responses,
                              double confidence)
{
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    const std::size_t factors = design.empty() ? 0 : design.front().size();
    std::vector<std::vector<double>> contrasts(factors);
    for (const auto& repetition : responses) {
        if (!isComplete(repetition, design.size()))
            continue;
        for (std::size_t factor = 0; factor < factors; ++factor)
            contrasts[factor].push_back(contrast(design, factor, repetition));
    }

    std::vector<Effect> effects;
    double squares = 0;
    double degrees = 0;
    for (std::size_t factor = 0; factor < factors; ++factor) {
        const auto n = static_cast<double>(contrasts[factor].size());
        double mean = 0;
        for (const double value : contrasts[factor])
            mean += value / n;
        for (const double value : contrasts[factor])
            squares += (value - mean) * (value - mean);
        degrees += n - 1;
        effects.push_back({factor, n > 0 ? mean : none, none, none});
    }
    if (degrees <= 0)
        return effects;
    const double n = static_cast<double>(contrasts.front().size());
    const double t = boost::math::quantile(boost::math::students_t_distribution<double>{degrees}, (1 + confidence) / 2);
    const double half = t * std::sqrt(squares / degrees / n);
    for (auto& effect : effects) {
        effect.low = effect.effect - half;
        effect.high = effect.effect + half;
    }
    return effects;
}

} // namespace weir::analysis

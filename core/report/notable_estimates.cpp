// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/notable_estimates.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace weir::report {

using analysis::Judgement;
using experiment::Estimate;

namespace {

// The smaller, the earlier it is shown.
auto shownOrder(const Estimate* estimate)
{
    const bool isTold = !estimate->isNeutral;
    const int rank = isTold && estimate->judgement == Judgement::Worse ? 0
        : isTold && estimate->judgement == Judgement::Better           ? 1
                                                                       : 2;
    const double size = std::abs(estimate->difference.difference);
    return std::tuple{rank, std::isnan(size) ? 0 : -size};
}

} // namespace

NotableEstimates notableEstimates(const experiment::Variant& variant)
{
    NotableEstimates notable;
    std::vector<const Estimate*> endpoints;
    for (const auto& estimate : variant.estimates)
        (estimate.endpoint < 0 ? notable.shown : endpoints).push_back(&estimate);
    std::ranges::stable_sort(endpoints, {}, shownOrder);
    const auto& primary = variant.estimates.empty() ? std::string{} : variant.primary().metric;
    std::size_t taken = 0;
    for (const auto* estimate : endpoints) {
        const bool isKnown = !std::isnan(estimate->baseline) || !std::isnan(estimate->variant);
        const bool differs = std::get<0>(shownOrder(estimate)) < 2;
        if (taken < mostEndpoints && isKnown && (differs || estimate->metric == primary))
            notable.shown.push_back(estimate), ++taken;
        else
            ++notable.rest;
    }
    return notable;
}

} // namespace weir::report

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/judgement.h"

#include <array>
#include <cmath>

namespace weir::analysis {

std::string_view judgementName(Judgement judgement)
{
    static constexpr std::array<std::string_view, 4> names{"better", "worse", "no_difference", "unclear"};
    return names[static_cast<std::size_t>(judgement)];
}

Judgement judge(const PairedDifference& difference, Direction direction, double margin)
{
    if (!difference.hasInterval())
        return Judgement::Unclear;
    // On the scale of logarithms a margin of 2 % is ln 1.02 either way, so that halves and doubles are alike.
    const double bound = difference.scale == DifferenceScale::LogRatio ? std::log1p(margin) : margin;
    if (difference.low > -bound && difference.high < bound)
        return Judgement::NoDifference;
    if (difference.low <= 0 && difference.high >= 0)
        return Judgement::Unclear;
    const bool isHigher = difference.low > 0;
    return isHigher == (direction == Direction::HigherIsBetter) ? Judgement::Better : Judgement::Worse;
}

std::vector<std::string> broken(const std::vector<Guard>& guards)
{
    std::vector<std::string> names;
    for (const auto& guard : guards) {
        if (guard.difference.hasInterval() && guard.difference.low > guardedShare)
            names.push_back(guard.name);
    }
    return names;
}

std::string Finding::text() const
{
    std::string words{judgementName(judgement)};
    if (judgement == Judgement::NoDifference)
        words = "no difference";
    for (std::size_t i = 0; i < guards.size(); ++i)
        words += (i == 0 ? ", but " : i + 1 == guards.size() ? " and " : ", ") + guards[i];
    return guards.empty() ? words : words + " grew";
}

Finding findingOf(const PairedDifference& difference, Direction direction, double margin,
                  const std::vector<Guard>& guards)
{
    Finding finding{judge(difference, direction, margin), broken(guards), false};
    finding.recommended = finding.judgement == Judgement::Better && finding.guards.empty();
    return finding;
}

} // namespace weir::analysis

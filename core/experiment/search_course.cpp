// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/search_course.h"

#include "core/analysis/threshold.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace weir::experiment {

SearchCourse::SearchCourse(const Search& search, double begin, const Limits& limits)
    : m_search(search)
    , m_limits(limits)
    , m_next(Next{std::clamp(begin, limits.least, limits.most), false})
{
}

std::optional<SearchCourse::Next> SearchCourse::next() const
{
    return m_next;
}

bool SearchCourse::isBetter(double a, double b) const
{
    return m_search.wantsHighest ? a > b : a < b;
}

double SearchCourse::end() const
{
    return m_search.wantsHighest ? m_limits.most : m_limits.least;
}

double SearchCourse::rounded(double value) const
{
    return std::clamp(m_limits.isInteger ? std::round(value) : value, m_limits.least, m_limits.most);
}

double SearchCourse::stepped(double value, bool towardsBetter) const
{
    const bool isUp = towardsBetter == m_search.wantsHighest;
    const double next = rounded(isUp ? std::max(value * 2, m_limits.isInteger ? 1.0 : 1e-3) : value / 2);
    if (m_limits.isInteger && next == value)
        return rounded(isUp ? value + 1 : value - 1);
    return next;
}

bool SearchCourse::isNarrow() const
{
    const double low = std::min(*m_held, *m_failed);
    const double high = std::max(*m_held, *m_failed);
    return (m_limits.isInteger && high - low <= 1) || high <= low * (1 + m_limits.resolution);
}

void SearchCourse::plan()
{
    m_next.reset();
    if (m_trials >= mostTrials)
        return;
    if (m_isConfirmed) {
        constexpr int mostRechecks = 2; // near the border any number would turn out one way or the other
        if (m_failed && !std::exchange(m_isRechecking, true) && ++m_rechecks <= mostRechecks)
            m_next = Next{*m_failed, m_failedLonger};
        return;
    }
    if (!m_held) { // step away from what is asked for until it holds
        if (const double easier = stepped(*m_failed, false); easier != *m_failed)
            m_next = Next{easier, false};
        return;
    }
    if (!m_failed) {
        const double further = stepped(*m_held, true);
        m_next = further == *m_held ? Next{*m_held, true} : Next{further, false};
        return;
    }
    double between = *m_held > 0 && *m_failed > 0 ? std::sqrt(*m_held * *m_failed) : (*m_held + *m_failed) / 2;
    between = rounded(between);
    m_next = isNarrow() || between == *m_held || between == *m_failed ? Next{*m_held, true} : Next{between, false};
}

void SearchCourse::add(const Trial& trial)
{
    ++m_trials;
    if (m_isRechecking && m_isConfirmed) {
        if (trial.held) { // it had been the machine
            m_held = trial.value;
            m_failed.reset();
            m_isConfirmed = m_isRechecking = false;
        }
        plan();
        return;
    }
    if (trial.held) {
        m_isConfirmed = trial.isConfirming;
        if (!m_held || isBetter(trial.value, *m_held))
            m_held = trial.value;
    } else {
        m_failed = trial.value;
        m_failedLonger = trial.isConfirming;
        if (trial.isConfirming || (m_held && !isBetter(*m_failed, *m_held))) {
            // What held before does not hold for longer: a resolution further back.
            const double factor = m_search.wantsHighest ? 1 / (1 + m_limits.resolution) : 1 + m_limits.resolution;
            double back = rounded(*m_failed * factor);
            if (back == *m_failed)
                back = rounded(m_search.wantsHighest ? back - 1 : back + 1);
            m_held.reset();
            m_next.reset();
            if (back != *m_failed && m_trials < mostTrials)
                m_next = Next{back, true};
            return;
        }
    }
    plan();
}

std::optional<double> SearchCourse::answer() const
{
    return m_held;
}

bool SearchCourse::isAtEnd() const
{
    return m_held && *m_held == end();
}

namespace {

double asNumber(const settings::KnobValue& value)
{
    if (const auto* integer = std::get_if<std::int64_t>(&value))
        return static_cast<double>(*integer);
    return std::get<double>(value);
}

bool isSearchable(const settings::KnobPath& path)
{
    return path.knob->kind == settings::Kind::Integer || path.knob->kind == settings::Kind::Real;
}

SearchCourse::Limits searchLimits(const Plan& plan, const settings::KnobPath& path)
{
    SearchCourse::Limits limits;
    limits.isInteger = path.knob->kind == settings::Kind::Integer;
    limits.least = path.knob->min;
    limits.most = path.knob->max;
    const auto [low, high] = plan.search.wantsHighest ? std::pair{plan.search.from, plan.search.to}
                                                      : std::pair{plan.search.to, plan.search.from};
    if (low > 0)
        limits.least = std::max(limits.least, low);
    if (high > 0)
        limits.most = std::min(limits.most, high);
    if (plan.precision > 0)
        limits.resolution = plan.precision;
    return limits;
}

} // namespace

SearchCourse searchCourseOf(const Plan& plan)
{
    const auto path = *settings::findKnob(plan.search.key);
    const double begin = plan.search.from > 0 ? plan.search.from : asNumber(settings::value(plan.baseline, path));
    return {plan.search, begin, searchLimits(plan, path)};
}

std::vector<settings::Problem> searchProblems(const Plan& plan)
{
    const auto& search = plan.search;
    const std::string option = search.wantsHighest ? "--highest" : "--lowest";
    std::vector<settings::Problem> problems;
    const auto path = settings::findKnob(search.key);
    if (!path)
        problems.push_back(path.error());
    else if (!isSearchable(*path))
        problems.push_back({option, search.key, "is no number", "name a knob that is, such as load.rate"});
    else if (search.from > 0 && search.to > 0 && (search.from >= search.to) == search.wantsHighest)
        problems.push_back({"--to", fmt::format("{}", search.to),
                            search.wantsHighest ? "is not above --from" : "is not below --from",
                            fmt::format("{} goes {} from --from to --to", option, search.wantsHighest ? "up" : "down")});
    const auto threshold = analysis::parseThreshold(search.condition);
    if (!threshold)
        problems.push_back({"--while", search.condition, base::text(threshold.error()), "write it as 'p(99)<50'"});
    return problems;
}

} // namespace weir::experiment

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/tuning_report.h"
#include "core/settings/schema.h"

#include <optional>

namespace weir::experiment {

// Which value of a knob is tried next, for the highest (or lowest) one under which a condition holds. The response is
// taken to be monotone but noisy: steps of a factor of two until the condition turns, then bisection by the geometric
// mean, then a longer block that confirms; where that fails it steps back. What stood in the way is tried once more at
// the end: where it was a bad moment of the machine, the search goes on from there. Knows nothing of what runs the blocks.
class SearchCourse {
public:
    struct Limits {
        double least = 0; // of the knob
        double most = 0;
        bool isInteger = false;
        double resolution = 0.02; // of the answer, as a ratio
    };
    SearchCourse(const Search& search, double begin, const Limits& limits);

    struct Next {
        double value = 0;
        bool isConfirming = false;
    };
    std::optional<Next> next() const; // none: it is over
    void add(const Trial& trial);     // of what was next

    std::optional<double> answer() const; // the best one that held so far
    bool isConfirmed() const { return m_isConfirmed; }
    bool isAtEnd() const; // the answer is the end of the range

    static constexpr int mostTrials = 40;

private:
    double stepped(double value, bool isBetter) const;
    double rounded(double value) const;
    bool isBetter(double a, double b) const;
    bool isNarrow() const;
    double end() const; // of the range, where the search is heading
    void plan();

    Search m_search;
    Limits m_limits;
    std::optional<double> m_held;   // the best that did
    std::optional<double> m_failed; // the least demanding that did not
    std::optional<Next> m_next;
    bool m_isConfirmed = false;
    bool m_isRechecking = false;
    int m_rechecks = 0;
    bool m_failedLonger = false; // m_failed did, in a confirming block
    int m_trials = 0;
};

// The course of a plan whose knob is a number (searchProblems says).
SearchCourse searchCourseOf(const Plan& plan);

// What stands against a search: its knob, its condition, its range.
std::vector<settings::Problem> searchProblems(const Plan& plan);

} // namespace weir::experiment

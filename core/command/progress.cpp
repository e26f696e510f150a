// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/command/progress.h"

#include "core/analysis/threshold.h"
#include "core/report/format.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#ifdef _WIN32
#include <io.h>
#else
#include <unistd.h>
#endif

namespace weir::command {

namespace {

constexpr base::Nanos betweenLines = std::chrono::seconds{5};

bool errorIsTerminal()
{
#ifdef _WIN32
    return _isatty(_fileno(stderr)) != 0;
#else
    return isatty(fileno(stderr)) != 0;
#endif
}

double wholeSeconds(base::Nanos span)
{
    return std::floor(std::chrono::duration<double>(span).count());
}

std::string_view stateText(metrics::RunState state)
{
    switch (state) {
    case metrics::RunState::WarmUp: return "warm-up";
    case metrics::RunState::Draining: return "waiting for replies";
    default: return "";
    }
}

// Only what fails so far: the others are as they should be.
std::string thresholdText(const metrics::Snapshot& snapshot)
{
    const auto results = analysis::checkThresholds(snapshot.run->thresholds, snapshot);
    const auto failing = std::ranges::count(results, analysis::ThresholdState::Failing,
                                            &analysis::ThresholdResult::state);
    return failing == 0 ? std::string{} : fmt::format("  {} of {} thresholds failing", failing, results.size());
}

} // namespace

std::string progressText(const metrics::Snapshot& snapshot)
{
    auto text = fmt::format("{} s of {} s", wholeSeconds(snapshot.elapsed),
                            wholeSeconds(snapshot.run->warmup + snapshot.run->duration));
    if (const auto* point = snapshot.latest()) {
        static constexpr std::array shown{"achieved_rps", "latency_p50_ms", "latency_p99_ms", "error_ratio",
                                          "cache_hit_ratio"};
        for (const auto* id : shown) {
            const auto& metric = *metrics::findMetric(id);
            const double value = point->values[metrics::metricIndex(id)];
            if (!std::isnan(value))
                text += fmt::format("  {} {}", metric.label, report::formatMetric(metric, value));
        }
        // Where the others' times say little: more got no good answer than the p99 leaves out.
        if (std::isinf(point->values[metrics::metricIndex("adjusted_p99_ms")]))
            text += "  p99 of all planned never";
    }
    text += thresholdText(snapshot);
    if (const auto state = stateText(snapshot.state); !state.empty())
        text += fmt::format("  ({})", state);
    return text;
}

ProgressLine::ProgressLine() : m_isTerminal(errorIsTerminal()) {}

void ProgressLine::show(const std::string& text)
{
    const auto now = base::now();
    if (!m_isTerminal && now - m_shown < betweenLines)
        return;
    m_shown = now;
    if (m_isTerminal)
        fmt::print(stderr, "\r{:<{}}", text, m_width);
    else
        fmt::print(stderr, "{}\n", text);
    std::fflush(stderr);
    m_width = text.size();
}

void ProgressLine::finish()
{
    if (m_isTerminal && m_width > 0)
        fmt::print(stderr, "\r{:<{}}\r", "", m_width);
    std::fflush(stderr);
}

} // namespace weir::command

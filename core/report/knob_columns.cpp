// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/knob_columns.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir::report {

using settings::KnobPath;

static bool differsSomewhere(const RunReport& report, const KnobPath& path)
{
    return std::ranges::any_of(report.epochs, [&](const auto& s) { return !settings::isDefault(*s, path); });
}

std::vector<KnobPath> changedKnobs(const RunReport& report)
{
    std::vector<KnobPath> found;
    for (const auto& scenario : report.epochs)
        for (auto& path : settings::allKnobs(*scenario))
            if (differsSomewhere(report, path)
                && std::ranges::none_of(found, [&](const auto& known) { return known.key() == path.key(); }))
                found.push_back(std::move(path));
    return found;
}

const settings::Scenario& scenarioOf(const RunReport& report, metrics::EpochId epoch)
{
    return *report.epochs[std::min<std::size_t>(epoch, report.epochs.size() - 1)];
}

std::string redactedRequest(std::string_view request)
{
    const auto blank = request.find(' ');
    const auto url = settings::findKnob("requests.NAME.url");
    if (blank == request.npos || !url)
        return std::string{request};
    return fmt::format("{} {}", request.substr(0, blank),
                       settings::redactedText(*url, std::string{request.substr(blank + 1)}));
}

} // namespace weir::report

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/knob_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace weir::report {

using settings::KnobPath;

namespace {

// Paths, each once, in the order in which they came.
class DistinctPaths {
public:
    void add(const KnobPath& path)
    {
        if (m_keys.insert(path.key()).second)
            m_paths.push_back(path);
    }
    std::vector<KnobPath> take() { return std::move(m_paths); }

private:
    std::set<std::string> m_keys;
    std::vector<KnobPath> m_paths;
};

} // namespace

static void addSetKnobs(DistinctPaths& found, const RunReport& report, const settings::Section& section)
{
    const settings::Scenario* last = nullptr;
    for (const auto& scenario : report.epochs) {
        if (last && section.isSame(*last, *scenario))
            continue;
        last = scenario.get();
        for (const auto& path : settings::allKnobs(*scenario, section))
            if (!settings::isDefault(*scenario, path))
                found.add(path);
    }
}

static void addTurnedKnobs(DistinctPaths& found, const RunReport& report, const settings::Section& section)
{
    for (std::size_t i = 1; i < report.epochs.size(); ++i)
        for (const auto& change : settings::changes(*report.epochs[i - 1], *report.epochs[i]))
            if (change.path.section == &section)
                found.add(change.path);
}

std::vector<KnobPath> changedKnobs(const RunReport& report)
{
    DistinctPaths found;
    for (const auto& section : settings::sections())
        if (section.isWorkload)
            addTurnedKnobs(found, report, section);
        else
            addSetKnobs(found, report, section);
    return found.take();
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

std::string redactedTarget(std::string_view target)
{
    const auto url = settings::findKnob("requests.NAME.url");
    return url ? settings::redactedText(*url, std::string{target}) : std::string{target};
}

} // namespace weir::report

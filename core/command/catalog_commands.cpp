// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/threshold.h"
#include "core/base/visible_text.h"
#include "core/command/command_line.h"
#include "core/command/exit_code.h"
#include "core/command/terminal.h"
#include "core/report/metric_docs.h"
#include "core/settings/docs.h"
#include "core/settings/json.h"
#include "core/settings/validate.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

namespace weir::command {

// The option's values were checked when the arguments were parsed.
static settings::CatalogFormat formatOf(const settings::Arguments& arguments)
{
    const auto format = arguments.value("format", "table");
    return format == "json"    ? settings::CatalogFormat::Json
        : format == "markdown" ? settings::CatalogFormat::Markdown
                               : settings::CatalogFormat::Table;
}

int listKnobs(const settings::Arguments& arguments)
{
    printData(settings::knobCatalog(formatOf(arguments)));
    return Success;
}

int listMetrics(const settings::Arguments& arguments)
{
    switch (formatOf(arguments)) {
    case settings::CatalogFormat::Table: printData(report::metricsTable()); break;
    case settings::CatalogFormat::Json: printData(report::metricsJson()); break;
    case settings::CatalogFormat::Markdown: printData(report::metricsMarkdown()); break;
    }
    return Success;
}

int validateFile(const settings::Arguments& arguments)
{
    const auto scenario = settings::loadScenario(arguments.positional.front());
    auto problems = scenario ? settings::validate(*scenario) : scenario.error();
    if (scenario)
        std::ranges::move(analysis::thresholdProblems(*scenario), std::back_inserter(problems));
    if (problems.empty()) {
        printLines(stdout, fmt::format("{} is valid.\n", base::visible(arguments.positional.front())));
        return Success;
    }
    printProblems(problems);
    return InvalidUsage;
}

} // namespace weir::command

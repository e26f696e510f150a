// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/metric_docs.h"

#include "core/metrics/metric_catalog.h"
#include "core/report/json_text.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace weir::report {

namespace json = boost::json;

static std::string_view kindName(metrics::MetricKind kind)
{
    static constexpr std::array<std::string_view, 6> names{"count", "rate", "ratio", "latency", "bytes", "level"};
    return names[static_cast<std::size_t>(kind)];
}

static json::string_view keyView(std::string_view text)
{
    return {text.data(), text.size()};
}

// Left-aligned throughout; a Table sets its columns to the right, as numbers want it.
std::string metricsTable()
{
    std::size_t width = 0;
    for (const auto& metric : metrics::metrics())
        width = std::max(width, metric.id.size());
    auto text = fmt::format("{:{}}  {:5}  {:7}  {}\n", "METRIC", width, "UNIT", "KIND", "MEANING");
    for (const auto& metric : metrics::metrics())
        text += fmt::format("{:{}}  {:5}  {:7}  {}\n", metric.id, width, metric.unit, kindName(metric.kind),
                            metric.help);
    return text;
}

std::string metricsJson()
{
    json::array array;
    for (const auto& metric : metrics::metrics())
        array.push_back(json::object{{"id", keyView(metric.id)},
                                     {"label", keyView(metric.label)},
                                     {"unit", keyView(metric.unit)},
                                     {"kind", keyView(kindName(metric.kind))},
                                     {"help", keyView(metric.help)}});
    return prettyJson(array);
}

std::string metricsMarkdown()
{
    std::string text = "| Metric | Label | Unit | Kind | Meaning |\n|---|---|---|---|---|\n";
    for (const auto& metric : metrics::metrics())
        text += fmt::format("| `{}` | {} | {} | {} | {} |\n", metric.id, metric.label, metric.unit,
                            kindName(metric.kind), metric.help);
    return text;
}

} // namespace weir::report

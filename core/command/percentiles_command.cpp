// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/command/command_line.h"
#include "core/command/exit_code.h"
#include "core/command/terminal.h"
#include "core/report/percentile_table.h"

#include <fmt/core.h>

#include <fstream>

namespace weir::command {

// The option's values were checked when the arguments were parsed.
static std::string dataOf(const report::PercentileTable& table, const std::string& format)
{
    return format == "json" ? table.json() : format == "csv" ? table.csv() : table.markdown();
}

static double nanosIn(const std::string& unit)
{
    return unit == "s" ? 1e9 : unit == "ms" ? 1e6 : unit == "us" ? 1e3 : 1;
}

int showPercentiles(const settings::Arguments& arguments)
{
    report::PercentileTable table;
    const auto tag = arguments.value("tag");
    const report::PercentileTable::Options options{tag, nanosIn(arguments.value("unit", "ms"))};
    for (const auto& path : arguments.positional) {
        std::ifstream file{path, std::ios::binary};
        if (!file) {
            printError(fmt::format("Cannot read {}.", path));
            return InvalidUsage;
        }
        if (const auto read = table.add(file, options); !read) {
            printError(fmt::format("{}: {}", path, read.error().context));
            return InvalidUsage;
        }
    }
    if (table.empty()) {
        printError(tag.empty() ? std::string{"There are no values in what was given."}
                               : fmt::format("There is no interval of the tag \"{}\" in the log.", tag));
        return InvalidUsage;
    }
    if (const auto count = table.saturated(); count > 0)
        printError(fmt::format("{} values lie above one hour and count as one hour. Is --unit right?", count));
    const auto format = arguments.value("format", "table");
    if (format == "table")
        printLines(stdout, table.text());
    else
        printData(dataOf(table, format));
    return Success;
}

} // namespace weir::command

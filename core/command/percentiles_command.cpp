// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/command/command_line.h"
#include "core/command/exit_code.h"
#include "core/report/percentile_table.h"

#include <fmt/core.h>

#include <fstream>

namespace weir::command {

// The option's values were checked when the arguments were parsed.
static std::string textOf(const report::PercentileTable& table, const std::string& format)
{
    return format == "json" ? table.json() : format == "markdown" ? table.markdown() : table.text();
}

int showPercentiles(const settings::Arguments& arguments)
{
    report::PercentileTable table;
    const auto tag = arguments.value("tag");
    for (const auto& path : arguments.positional) {
        std::ifstream log{path, std::ios::binary};
        if (!log) {
            printError(fmt::format("Cannot read {}.", path));
            return InvalidUsage;
        }
        if (const auto read = table.add(log, tag); !read) {
            printError(fmt::format("{}: {}", path, read.error().context));
            return InvalidUsage;
        }
    }
    if (table.empty()) {
        printError(tag.empty() ? std::string{"There is no interval in the log."}
                               : fmt::format("There is no interval of the tag \"{}\" in the log.", tag));
        return InvalidUsage;
    }
    fmt::print("{}", textOf(table, arguments.value("format", "table")));
    return Success;
}

} // namespace weir::command

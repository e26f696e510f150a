// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/command/tuning_output.h"

#include "core/base/strings.h"
#include "core/command/command_line.h"
#include "core/command/terminal.h"
#include "core/metrics/metric_catalog.h"
#include "core/report/tuning_format.h"
#include "core/report/tuning_summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace weir::command {

using experiment::TuningReport;
using settings::Arguments;

namespace {

std::vector<std::string> valuesOf(const Arguments& arguments, std::string_view option)
{
    const auto found = arguments.options.find(option);
    return found == arguments.options.end() ? std::vector<std::string>{} : found->second;
}

base::Status checkMetric(const std::string& id)
{
    if (metrics::findMetric(id))
        return {};
    std::vector<std::string> known;
    for (const auto& metric : metrics::metrics())
        known.emplace_back(metric.id);
    const auto likely = base::nearest(id, known);
    return base::fail(
        base::Errc::InvalidArgument,
        fmt::format("--metric {}: is no metric; {}", id,
                    likely ? fmt::format("did you mean {}?", *likely) : "`weir-cli metrics` lists them."));
}

void addOnce(std::vector<std::string>& ids, const std::string& id)
{
    if (std::ranges::find(ids, id) == ids.end())
        ids.push_back(id);
}

} // namespace

base::Result<std::unique_ptr<TuningOutput>> TuningOutput::open(const Arguments& arguments)
{
    std::unique_ptr<TuningOutput> output{new TuningOutput};
    if (auto read = output->readConditions(arguments); !read)
        return std::unexpected(read.error());
    if (auto opened = output->openFiles(arguments); !opened)
        return std::unexpected(opened.error());
    return output;
}

base::Status TuningOutput::readConditions(const Arguments& arguments)
{
    for (const auto& text : valuesOf(arguments, "fail-on")) {
        auto failOn = experiment::parseFailOn(text);
        if (!failOn)
            return std::unexpected(failOn.error());
        m_failOn.push_back(*std::move(failOn));
    }
    return {};
}

base::Status TuningOutput::openFiles(const Arguments& arguments)
{
    std::map<std::string, std::string_view> taken; // options by the file they name
    for (const auto& format : report::tuningFormats()) {
        const auto path = arguments.value(format.option);
        if (path.empty())
            continue;
        if (const auto [other, isNew] = taken.emplace(path, format.option); !isNew)
            return base::fail(base::Errc::InvalidArgument,
                              fmt::format("--{} and --{} both name {}: give each a file of its own.", other->second,
                                          format.option, path));
        auto writer = report::FileWriter::open(path);
        if (!writer)
            return std::unexpected(writer.error());
        m_files.push_back({format.content, *std::move(writer)});
        m_takesStandardOutput = m_takesStandardOutput || path == "-";
    }
    return {};
}

base::Result<std::vector<std::string>> TuningOutput::metrics(const Arguments& arguments,
                                                             std::vector<std::string> usual) const
{
    std::vector<std::string> ids;
    for (const auto& id : valuesOf(arguments, "metric")) {
        if (auto known = checkMetric(id); !known)
            return std::unexpected(known.error());
        addOnce(ids, id);
    }
    if (ids.empty())
        ids = std::move(usual);
    for (const auto& failOn : m_failOn)
        if (!failOn.metric.empty())
            addOnce(ids, failOn.metric);
    return ids;
}

bool TuningOutput::writeFiles(const TuningReport& report)
{
    bool isWhole = true;
    for (const auto& file : m_files) {
        file.writer->write(file.content(report));
        if (auto closed = file.writer->close(); !closed) {
            printError(base::text(closed.error()));
            isWhole = false;
        }
    }
    return isWhole;
}

bool TuningOutput::meetsConditions(const TuningReport& report) const
{
    bool met = true;
    for (const auto& failOn : m_failOn) {
        for (const auto& sentence : failuresOf(failOn, report)) {
            printError(fmt::format("--fail-on '{}': {}", failOn.text, sentence));
            met = false;
        }
    }
    return met;
}

int TuningOutput::finish(const TuningReport& report)
{
    if (!m_takesStandardOutput)
        printLines(stdout, report::tuningSummary(report));
    if (!writeFiles(report))
        return InternalError;
    if (report.isInterrupted)
        return Interrupted;
    return meetsConditions(report) ? Success : ThresholdsFailed;
}

} // namespace weir::command

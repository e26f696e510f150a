// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/command/exit_code.h"
#include "core/experiment/fail_on.h"
#include "core/report/file_writer.h"
#include "core/settings/cli.h"

#include <memory>
#include <string>
#include <vector>

namespace weir::command {

// What `experiment` and `compare` leave: the summary on standard output, the files of --csv, --json and --html, and the
// answer of --fail-on as an exit code. Files are opened before anything is measured, so that one that cannot be written
// is told while nothing is lost. For the calling thread.
class TuningOutput {
public:
    // Errors name the option: two of one name, a file that cannot be made (Io), a --fail-on that does not parse.
    static base::Result<std::unique_ptr<TuningOutput>> open(const settings::Arguments& arguments);

    // The metrics to compare by: --metric as given, else `usual`; those of --fail-on behind them.
    base::Result<std::vector<std::string>> metrics(const settings::Arguments& arguments,
                                                   std::vector<std::string> usual) const;

    // True if a file is standard output, which then holds nothing else.
    bool takesStandardOutput() const { return m_takesStandardOutput; }

    // Prints the summary, writes the files, then says on standard error what of --fail-on holds. Once. InternalError
    // where a file could not be written, Interrupted where the report is, ThresholdsFailed where --fail-on holds.
    int finish(const experiment::TuningReport& report);

private:
    TuningOutput() = default;
    base::Status openFiles(const settings::Arguments& arguments);
    base::Status readConditions(const settings::Arguments& arguments);
    bool writeFiles(const experiment::TuningReport& report);
    bool meetsConditions(const experiment::TuningReport& report) const;

    struct File {
        std::string (*content)(const experiment::TuningReport& report);
        std::unique_ptr<report::FileWriter> writer;
    };
    std::vector<File> m_files;
    std::vector<experiment::FailOn> m_failOn;
    bool m_takesStandardOutput = false;
};

} // namespace weir::command

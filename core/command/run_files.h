// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/file_writer.h"
#include "core/report/junit.h"
#include "core/session/run_logs.h"
#include "core/settings/cli.h"

#include <memory>
#include <string>
#include <vector>

namespace weir::command {

// The files that `run` was asked to leave. All are opened before the run, so that one that cannot be written is told
// while nothing is lost; those with a line for each second or request are written while it goes on, the others after
// it (session/run_logs.h). For the calling thread.
class RunFiles {
public:
    static base::Result<std::unique_ptr<RunFiles>> open(const settings::Arguments& arguments,
                                                        const settings::Scenario& scenario);

    // Asks the run for what the files need.
    void attach(session::RunOptions& options);

    // True if one of them is standard output, which then holds nothing else.
    bool takesStandardOutput() const;

    // After the run: writes the rest and closes all. What failed, one message each.
    std::vector<base::Error> finish(const report::RunReport& report);

private:
    explicit RunFiles(const settings::Arguments& arguments) : m_arguments(arguments) {}
    base::Status open(const settings::Scenario& scenario);
    base::Status checkDistinct() const;

    struct Report {
        std::string (*content)(const report::RunReport& report, report::RequireValid requireValid);
        std::unique_ptr<report::FileWriter> file;
    };

    const settings::Arguments& m_arguments;
    std::vector<Report> m_reports;
    std::shared_ptr<session::RunLogs> m_logs;
};

} // namespace weir::command

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/run.h"

#include "core/analysis/threshold.h"
#include "core/command/command_line.h"
#include "core/command/exit_code.h"
#include "core/command/interrupt.h"
#include "core/command/known_calibration.h"
#include "core/command/progress.h"
#include "core/command/run_files.h"
#include "core/command/terminal.h"
#include "core/report/noise_text.h"
#include "core/report/summary.h"
#include "core/store/run_recorder.h"

#include <fmt/core.h>

#include <algorithm>
#include <condition_variable>
#include <cstdio>
#include <mutex>

namespace weir::command {

namespace {

// The latest snapshot on its way from the collector's thread.
class Inbox {
public:
    void put(metrics::SnapshotPtr snapshot)
    {
        const std::lock_guard lock{m_mutex};
        m_latest = std::move(snapshot);
        m_arrived.notify_one();
    }
    // Null when none came within a tenth of a second.
    metrics::SnapshotPtr wait()
    {
        std::unique_lock lock{m_mutex};
        m_arrived.wait_for(lock, std::chrono::milliseconds{100}, [this] { return m_latest != nullptr; });
        return std::exchange(m_latest, nullptr);
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_arrived;
    metrics::SnapshotPtr m_latest;
};

int exitCodeOf(const base::Error& error)
{
    return error.code == base::Errc::Internal || error.code == base::Errc::Io ? InternalError : InvalidUsage;
}

bool finish(RunFiles& files, const report::RunReport& report)
{
    const auto failures = files.finish(report);
    for (const auto& failure : failures)
        printError(base::text(failure));
    return failures.empty();
}

// The history that a run goes into, unless it was not to.
class Recording {
public:
    explicit Recording(bool isWanted)
    {
        if (!isWanted)
            return;
        m_store = std::make_unique<store::RunStore>();
        m_recorder = std::make_unique<store::RunRecorder>(*m_store);
    }
    void offer(const session::Run& run)
    {
        if (m_recorder)
            m_recorder->offer(run.report());
    }
    // A history that cannot be written is no reason to fail.
    void finish(const session::Run& run)
    {
        offer(run);
        if (!m_recorder)
            return;
        if (const auto kept = m_recorder->finish(); !kept)
            printError("warning: this run is not in the history. " + base::text(kept.error()));
    }

private:
    std::unique_ptr<store::RunStore> m_store;
    std::unique_ptr<store::RunRecorder> m_recorder;
};

// Until the run has ended, by itself or by Ctrl-C; true for the latter.
bool follow(session::Run& run, Inbox& inbox, Recording& recording, bool quiet)
{
    const InterruptWatch interrupt;
    ProgressLine line;
    bool stopped = false;
    while (!run.finished()) {
        const auto snapshot = inbox.wait();
        if (snapshot)
            recording.offer(run);
        if (snapshot && !quiet)
            line.show(*snapshot);
        if (interrupt.requested() && !stopped) {
            stopped = true;
            run.stop();
        }
    }
    if (!quiet)
        line.finish();
    return stopped;
}

bool meetsConditions(const settings::Arguments& arguments, const report::RunReport& report)
{
    const auto& snapshot = *report.snapshot;
    const auto results = analysis::checkThresholds(report.scenario().scenario.thresholds, snapshot);
    bool met = std::ranges::all_of(results, &analysis::ThresholdResult::passed);
    if (arguments.has("require-valid") && snapshot.verdict.level != metrics::Verdict::Level::Valid) {
        printError(fmt::format("the verdict is {}, and --require-valid was given",
                               metrics::verdictName(snapshot.verdict.level)));
        met = false;
    }
    return met;
}

} // namespace

int runLoad(const settings::Arguments& arguments)
{
    const auto scenario = settings::scenarioFor(arguments);
    if (!scenario) {
        printProblems(scenario.error());
        return InvalidUsage;
    }
    auto files = RunFiles::open(arguments, *scenario);
    if (!files) {
        printError(base::text(files.error()));
        return exitCodeOf(files.error());
    }
    Inbox inbox;
    session::RunOptions options;
    options.insecure = arguments.has("insecure");
    options.calibration = knownCalibration();
    if (const auto warning = report::driveWarning(options.calibration.get(), *scenario); !warning.empty())
        printError("warning: " + warning);
    (*files)->attach(options);
    auto run = session::Run::start(*scenario, options, [&inbox](metrics::SnapshotPtr s) { inbox.put(std::move(s)); });
    if (!run) {
        printError(base::text(run.error()));
        return exitCodeOf(run.error());
    }
    Recording recording{!arguments.has("no-history")};
    const bool interrupted = follow(**run, inbox, recording, arguments.has("quiet"));
    recording.finish(**run);
    const auto report = (*run)->report();
    if (!(*files)->takesStandardOutput())
        printLines(stdout, report::summary(report));
    if (!finish(**files, report))
        return InternalError;
    if (interrupted)
        return Interrupted;
    return meetsConditions(arguments, report) ? Success : ThresholdsFailed;
}

} // namespace weir::command

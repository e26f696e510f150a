// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/metrics/exchange_record.h"
#include "core/metrics/interval_record.h"
#include "core/report/run_report.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace weir::session {

// What holds for one run and is never stored in a scenario.
struct RunOptions {
    bool insecure = false;                   // accept any certificate of the target
    std::string label;                       // free text for the report
    calibration::CalibrationPtr calibration; // for the report; null: none
    bool isExperiment = false;               // made of blocks, see Run::begin: their rows are kept for a while only

    // For files that are written while the run goes on, and empty where none is. On the collector's thread, in the
    // order of time, none after the last snapshot: the response times of each second, phase, epoch and endpoint that
    // had any and of all endpoints, and every exchange that ended.
    std::function<void(const metrics::RunInfo&, const metrics::IntervalRecord&)> onInterval;
    std::function<void(const metrics::RunInfo&, std::span<const metrics::ExchangeRecord>)> onExchanges;
};

// One run from start to last report: the built-in origin if the scenario names no target, the load engine with its
// workers, and the collector. Owns all their threads; the destructor stops them and waits.
// The methods may be called from any one thread; the callback comes from the collector's thread.
class Run {
public:
    using OnSnapshot = std::function<void(metrics::SnapshotPtr)>; // at most 10 a second, and the last one

    // Checks that the scenario is valid and the targets can be reached, then starts sending. Blocks while it connects
    // (up to pool.connect_timeout_ms): call it off the window's thread.
    static base::Result<std::unique_ptr<Run>> start(const settings::Scenario& scenario, const RunOptions& options,
                                                    OnSnapshot onSnapshot);
    ~Run();

    // Opens a new epoch under `scenario`'s live knobs; knobs that apply to the next run are left as they are.
    // No effect when nothing live differs, or once the run drains.
    void apply(const settings::Scenario& scenario);

    // For an experiment. Another arm: live knobs of the run's scenario with other values, and a cache, pools and, where
    // the load goes through one, a listener of its own. The run itself is arm 0. Returns the arm's number.
    base::Result<std::size_t> addArm(const settings::Scenario& scenario);
    // A block of an arm, until the next begins: at that moment, or as soon after it as can be. Returns when it has
    // begun; nothing once the run is ending. `draw` as in load::LoadEngine::Block.
    struct Begun {
        metrics::EpochId epoch = 0;
        base::TimePoint at;
    };
    std::optional<Begun> begin(std::size_t arm, std::optional<std::uint64_t> draw, const std::string& text,
                               base::TimePoint at = {});
    static constexpr base::Nanos lead = std::chrono::milliseconds{60}; // to be told earlier by, for that moment
    static constexpr std::size_t epochsKept = 4; // of an experiment

    void stop();           // ends the measured phase now, drains, keeps what was measured
    bool finished() const; // the last snapshot has been published
    void waitUntilFinished();
    report::RunReport report() const; // of the latest snapshot

private:
    struct Parts;
    explicit Run(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

} // namespace weir::session

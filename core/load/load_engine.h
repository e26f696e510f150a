// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/load/machine_watch.h"
#include "core/load/run_feed.h"
#include "core/load/timeline.h"
#include "core/metrics/snapshot.h"
#include "core/proxy/gateway/gateway.h"
#include "core/settings/scenario.h"
#include "core/upstream/target.h"

#include <functional>
#include <memory>
#include <vector>

namespace weir::load {

// One side of an experiment: settings that differ from the run's by live knobs alone, with services of its own, so that
// what a cache or a pool remembers is its own.
struct Arm {
    settings::Scenario scenario;
    std::vector<upstream::Target> targets; // the same as the run's, in the same order
    std::size_t sources = 1;
    proxy::Gateway* gateway = nullptr; // load.path=listener: where they point to; outlives the engine
};

// Generates the load of one run and measures it: the workers, what they share, and the collector's thread.
// Methods may be called from any one thread; `onSnapshot` is called on the collector's.
class LoadEngine {
public:
    struct Setup {
        settings::Scenario scenario; // valid
        std::vector<upstream::Target> targets;
        std::size_t sources = 1; // that `targets` are listed for, one after the other
        std::string targetText;  // how reports name them
        std::string label;
        bool builtInOrigin = false;
        proxy::Gateway* gateway = nullptr;      // load.path=listener: where the targets point to; outlives the engine
        std::function<base::Nanos()> originCpu; // CPU the built-in origin has used so far; empty without one
        MachineWatch::Stolen stolenTime;        // may be empty
        std::function<std::optional<base::Nanos>()>
            threadDelay; // of the calling thread, as Levels::workerDelay; may be empty
        std::function<metrics::TargetLevels()> targetLevels; // of the target's processes since the last call; or empty
        std::string targetProcess;                           // as in metrics::RunInfo
        std::string whyNoTargetProcess;
        base::Nanos targetLookup{};                           // of its name
        std::function<void(metrics::SnapshotPtr)> onSnapshot; // about 5 a second, at each change, and the last
        // Asked about each snapshot, before it goes on: whether the run ends here. May be empty.
        std::function<metrics::RunEnd(const metrics::Snapshot&)> endOn;
        Listeners listeners; // called on the same thread
        std::size_t epochsKept = 0; // of an experiment, whose blocks are read one by one; 0: all
    };

    // Begins sending at once.
    static base::Result<std::unique_ptr<LoadEngine>> start(Setup setup);
    ~LoadEngine(); // abandons what is in flight

    // Opens a new epoch under the scenario's live knobs. Returns the settings in force: the given ones, but for knobs
    // that apply to the next run. No effect when nothing live differs or the run is ending.
    std::shared_ptr<const settings::Scenario> apply(const settings::Scenario& scenario);

    // An experiment's. The run itself is arm 0. Returns the arm's number.
    std::size_t addArm(Arm arm);
    struct Block {
        std::size_t arm = 0;
        std::optional<std::uint64_t> draw; // the same number as the block's before: the same arrivals, the same requests
        std::string text;                  // of the mark on the charts; empty: none
        base::TimePoint at{};              // when; what lies nearer than `lead` is some milliseconds ahead
    };
    struct Begun {
        metrics::EpochId epoch = 0;
        base::TimePoint at;
    };
    // A moment for the threads to take up a plan, so that its first arrivals are not late by it.
    static constexpr base::Nanos lead = std::chrono::milliseconds{5};
    // What is sent from a moment on is sent as the arm says, in an epoch of its own. Returns when that moment has come;
    // nothing once the run is ending.
    std::optional<Begun> begin(const Block& block);

    void stop(); // ends the phase under way and drains
    bool finished() const;
    void waitUntilFinished();

    // The settings of each epoch so far, by EpochId.
    std::vector<std::shared_ptr<const settings::Scenario>> epochs() const;

private:
    struct Parts;
    explicit LoadEngine(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

} // namespace weir::load

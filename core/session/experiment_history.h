// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/experimenting.h"
#include "core/store/run_store.h"

#include <functional>
#include <string>

namespace weir::session {

// Puts an experiment into the history while it goes on, each block as soon as it is complete, so that one that is killed
// can be told and gone on with. Never waits for the store, which outlives it. Used on the experiment's thread.
class ExperimentHistory {
public:
    using OnTrouble = std::function<void(const base::Error&)>; // the first failure, on the store's thread
    explicit ExperimentHistory(store::RunStore& store, OnTrouble onTrouble = {});

    void attach(ExperimentHooks& hooks); // beside what they call already
    void finish(const experiment::TuningReport& report);

private:
    void post(std::function<base::Status(store::History&)> work);

    store::RunStore& m_store;
    std::shared_ptr<OnTrouble> m_onTrouble;
    std::string m_id;
    int m_number = 0;
};

// A kept experiment told anew. The error says what of it cannot be read.
base::Result<experiment::TuningReport> keptReport(const store::StoredExperiment& kept);

// What is needed to go on with one. Where its scenario held credentials, which the history does not, `scenario` gives
// them: it has to be the same otherwise. Null: none was given.
struct KeptExperiment {
    experiment::Plan plan;
    ResumedExperiment done;
};
base::Result<KeptExperiment> resumable(const store::StoredExperiment& kept, const settings::Scenario* scenario);

} // namespace weir::session

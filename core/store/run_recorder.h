// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/run_store.h"

namespace weir::store {

// Puts a run into the history while it goes on, about once a second and once it is over, so that a process that is
// killed loses its last second at most. Offered the run's newest report from any one thread, it never waits: what has
// not been written yet gives way to what is newer. Lives as long as the run; the store outlives it.
class RunRecorder {
public:
    static constexpr base::Nanos pause = std::chrono::milliseconds{900}; // snapshots come five times a second

    // `onTrouble` is told the first failure, on the store's thread; the run goes on, and the next write tries again.
    using OnTrouble = std::function<void(const base::Error&)>;
    explicit RunRecorder(RunStore& store, OnTrouble onTrouble = {});

    void offer(const report::RunReport& report);
    void flush(); // what was offered last is written next, however short ago the write before was
    // After the last report was offered: waits until it is written, and tells whether all is kept.
    base::Status finish();

private:
    void post();
    struct State;
    RunStore& m_store;
    std::shared_ptr<State> m_state;
    base::TimePoint m_next{};
};

} // namespace weir::store

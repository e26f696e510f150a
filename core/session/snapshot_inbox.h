// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace weir::session {

// The latest snapshot on its way from a collector's thread to the one that waits.
class SnapshotInbox {
public:
    void put(metrics::SnapshotPtr snapshot)
    {
        const std::lock_guard lock{m_mutex};
        m_latest = std::move(snapshot);
        m_isNew = true;
        m_arrived.notify_one();
    }
    // The latest one, which may be the same as before; returns when there is a new one, or at `until`.
    metrics::SnapshotPtr wait(std::chrono::steady_clock::time_point until)
    {
        std::unique_lock lock{m_mutex};
        m_arrived.wait_until(lock, until, [this] { return m_isNew; });
        m_isNew = false;
        return m_latest;
    }
    metrics::SnapshotPtr latest() const
    {
        const std::lock_guard lock{m_mutex};
        return m_latest;
    }

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_arrived;
    metrics::SnapshotPtr m_latest;
    bool m_isNew = false;
};

} // namespace weir::session

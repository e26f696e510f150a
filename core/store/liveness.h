// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLockFile>

#include <filesystem>
#include <memory>
#include <string>

// Tells whether the process that records a run still exists: it holds a lock on a file named after the run, which the
// system lets go of with the process, however it ends. On the store's thread.
namespace weir::store {

class RunLock {
public:
    // Held from here on; isHeld() tells whether that worked.
    RunLock(const std::filesystem::path& folder, const std::string& id);
    bool isHeld() const { return m_lock->isLocked(); }

private:
    std::unique_ptr<QLockFile> m_lock;
};

// Whether any process holds it.
bool isRecorded(const std::filesystem::path& folder, const std::string& id);

} // namespace weir::store

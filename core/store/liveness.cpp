// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/liveness.h"

#include <fmt/format.h>

namespace weir::store {

static std::unique_ptr<QLockFile> lockOf(const std::filesystem::path& folder, const std::string& id)
{
    const auto path = folder / "running" / fmt::format("{}.lock", id);
    std::error_code ignored;
    std::filesystem::create_directories(path.parent_path(), ignored);
    auto lock = std::make_unique<QLockFile>(QString::fromStdString(path.string()));
    lock->setStaleLockTime(0); // its age tells nothing: runs take hours
    return lock;
}

RunLock::RunLock(const std::filesystem::path& folder, const std::string& id) : m_lock(lockOf(folder, id))
{
    m_lock->tryLock(0);
}

bool isRecorded(const std::filesystem::path& folder, const std::string& id)
{
    const auto lock = lockOf(folder, id);
    return !lock->tryLock(0) && lock->error() == QLockFile::LockFailedError;
}

} // namespace weir::store

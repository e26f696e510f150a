// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/run_store.h"

namespace weir::store {

RunStore::RunStore(std::filesystem::path folder, std::int64_t limitBytes)
    : m_folder(std::move(folder))
    , m_limitBytes(limitBytes)
    , m_thread([this] { run(); })
{
}

RunStore::~RunStore()
{
    {
        const std::lock_guard lock{m_mutex};
        m_ends = true;
        m_arrived.notify_one();
    }
    m_thread.join();
}

void RunStore::post(Work work)
{
    const std::lock_guard lock{m_mutex};
    m_work.push_back(std::move(work));
    m_arrived.notify_one();
}

bool RunStore::open(base::Error& error)
{
    if (m_history)
        return true;
    auto opened = History::open(m_folder, m_limitBytes);
    if (!opened) {
        error = opened.error();
        return false;
    }
    m_history = *std::move(opened);
    return true;
}

void RunStore::run()
{
    for (;;) {
        Work work;
        {
            std::unique_lock lock{m_mutex};
            m_arrived.wait(lock, [this] { return m_ends || !m_work.empty(); });
            if (m_work.empty())
                break;
            work = std::move(m_work.front());
            m_work.pop_front();
        }
        base::Error error;
        const bool isOpen = open(error);
        work(isOpen ? m_history.get() : nullptr, error);
    }
    m_history.reset(); // its connection belongs to this thread
}

base::Result<std::filesystem::path> RunStore::setAside()
{
    std::promise<base::Result<std::filesystem::path>> promise;
    auto answer = promise.get_future();
    post([&](History*, const base::Error&) {
        m_history.reset();
        promise.set_value(store::setAside(m_folder));
    });
    return answer.get();
}

} // namespace weir::store

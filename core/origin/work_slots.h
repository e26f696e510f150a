// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/server.h"
#include "core/net/one_shot.h"
#include "core/net/task.h"

#include <deque>

namespace weir::origin {

// How many requests are worked on at once; the others wait their turn, first come, first served. The limit may change
// at any time: a lower one takes nothing away from those at work. On its context's thread.
class WorkSlots {
public:
    explicit WorkSlots(net::Executor executor) : m_executor(std::move(executor)) {}
    WorkSlots(const WorkSlots&) = delete;
    WorkSlots& operator=(const WorkSlots&) = delete;

    void setLimit(int limit); // 0: none

    // Without waiting, when there is room and nobody waits.
    bool tryTake();
    // False: ended by close(); there is nothing to give back then.
    net::Task<bool> take();
    void giveBack();

    // Sends those who wait away, and each later one.
    void close();

    // Readable from any thread.
    std::uint64_t taken() const { return m_taken.value(); }
    std::uint64_t waiting() const { return m_waiting.value(); }

private:
    bool hasRoom() const { return m_limit == 0 || m_taken.value() < m_limit; }
    void admit();

    net::Executor m_executor;
    std::uint64_t m_limit = 0;
    http::Counter m_taken;
    http::Counter m_waiting;
    std::deque<net::OneShot*> m_queue;
    bool m_closed = false;
};

} // namespace weir::origin

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/origin/work_slots.h"

namespace weir::origin {

void WorkSlots::setLimit(int limit)
{
    m_limit = static_cast<std::uint64_t>(limit);
    admit();
}

bool WorkSlots::tryTake()
{
    if (m_closed || !m_queue.empty() || !hasRoom())
        return false;
    m_taken.add();
    return true;
}

net::Task<bool> WorkSlots::take()
{
    if (tryTake())
        co_return true;
    if (m_closed)
        co_return false;
    net::OneShot turn(m_executor);
    m_queue.push_back(&turn);
    m_waiting.add();
    co_await turn.wait(); // whoever wakes it has taken the slot for it
    co_return !m_closed;
}

void WorkSlots::giveBack()
{
    m_taken.subtract();
    admit();
}

void WorkSlots::admit()
{
    while (!m_queue.empty() && hasRoom()) {
        m_taken.add();
        m_waiting.subtract();
        m_queue.front()->set();
        m_queue.pop_front();
    }
}

void WorkSlots::close()
{
    m_closed = true;
    for (auto* turn : m_queue)
        turn->set();
    m_waiting.subtract(m_queue.size());
    m_queue.clear();
}

} // namespace weir::origin

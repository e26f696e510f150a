// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/deadline_wheel.h"

#include <algorithm>

namespace weir::net {

void Deadline::disarm()
{
    if (!m_wheel)
        return;
    *m_link = m_next;
    if (m_next)
        m_next->m_link = m_link;
    --m_wheel->m_armed;
    m_wheel = nullptr;
}

DeadlineWheel::DeadlineWheel(IoContext& context) : m_timer(context.get_executor()), m_epoch(base::now()) {}

DeadlineWheel::~DeadlineWheel() = default;

// Rounded up: a deadline is never early.
std::int64_t DeadlineWheel::tickOf(base::TimePoint when) const
{
    return (when - m_epoch + tick - base::Nanos{1}) / tick;
}

void DeadlineWheel::arm(Deadline& deadline, base::TimePoint when)
{
    deadline.disarm();
    if (m_armed == 0 && !m_running)
        m_current = (base::now() - m_epoch) / tick;
    deadline.m_tick = std::max(tickOf(when), m_current + 1);
    auto& slot = m_slots[static_cast<std::size_t>(deadline.m_tick) % slotCount];
    deadline.m_next = slot;
    deadline.m_link = &slot;
    if (slot)
        slot->m_link = &deadline.m_next;
    slot = &deadline;
    deadline.m_wheel = this;
    ++m_armed;
    if (!m_running)
        schedule();
}

void DeadlineWheel::schedule()
{
    m_running = true;
    m_timer.expires_at(m_epoch + (m_current + 1) * tick);
    m_timer.async_wait([this](error_code error) {
        if (error)
            return; // the context is going away
        m_running = false;
        expireUpTo((base::now() - m_epoch) / tick);
        if (m_armed > 0 && !m_running)
            schedule();
    });
}

void DeadlineWheel::expireUpTo(std::int64_t until)
{
    // After a long pause each slot needs one visit only.
    const auto from = std::max(m_current + 1, until - static_cast<std::int64_t>(slotCount) + 1);
    m_current = until;
    for (auto t = from; t <= until && m_armed > 0; ++t)
        expireSlot(static_cast<std::size_t>(t) % slotCount, until);
}

void DeadlineWheel::expireSlot(std::size_t index, std::int64_t until)
{
    // What expires may arm and disarm others, so take one at a time and begin again.
    for (auto* deadline = m_slots[index]; deadline;) {
        if (deadline->m_tick > until) {
            deadline = deadline->m_next;
            continue;
        }
        deadline->disarm();
        deadline->m_expired(deadline->m_owner);
        deadline = m_slots[index];
    }
}

} // namespace weir::net

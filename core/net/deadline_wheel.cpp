// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/deadline_wheel.h"

#include <algorithm>

namespace weir::net {

void Deadline::disarm()
{
    if (m_due == 0)
        return;
    m_due = 0;
    --m_wheel->m_armed;
}

void Deadline::unlink()
{
    if (!m_wheel)
        return;
    *m_link = m_next;
    if (m_next)
        m_next->m_link = m_link;
    m_wheel = nullptr;
}

// Counted from one tick before its making, so that no tick is 0.
DeadlineWheel::DeadlineWheel(IoContext& context) : m_timer(context.get_executor()), m_epoch(base::now() - tick) {}

DeadlineWheel::~DeadlineWheel()
{
    for (auto* slot : m_slots) {
        for (auto* deadline = slot; deadline; deadline = deadline->m_next) {
            deadline->m_wheel = nullptr;
            deadline->m_due = 0;
        }
    }
}

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
    const auto due = std::max(tickOf(when), m_current + 1);
    const bool comesByInTime = deadline.m_wheel == this && deadline.m_tick > m_current && deadline.m_tick <= due;
    if (!comesByInTime) {
        deadline.unlink();
        link(deadline, due);
    }
    deadline.m_due = due;
    ++m_armed;
    if (!m_running)
        schedule();
}

void DeadlineWheel::link(Deadline& deadline, std::int64_t at)
{
    auto& slot = m_slots[static_cast<std::size_t>(at) % slotCount];
    deadline.m_tick = at;
    deadline.m_next = slot;
    deadline.m_link = &slot;
    if (slot)
        slot->m_link = &deadline.m_next;
    slot = &deadline;
    deadline.m_wheel = this;
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
        deadline->unlink();
        if (deadline->m_due > until) {
            link(*deadline, deadline->m_due);
        } else if (deadline->armed()) {
            deadline->m_due = 0;
            --m_armed;
            deadline->m_expired(deadline->m_owner);
        }
        deadline = m_slots[index];
    }
}

} // namespace weir::net

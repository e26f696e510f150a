// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/origin/pauses.h"

#include <algorithm>
#include <functional>

namespace weir::origin {

Pauses::Pauses(net::IoContext& context) : m_executor(context.get_executor()), m_timer(m_executor) {}

net::Task<bool> Pauses::until(base::TimePoint due)
{
    if (m_closed)
        co_return false;
    net::OneShot woken(m_executor);
    Waiter waiter;
    waiter.due = due;
    waiter.order = m_order++;
    waiter.woken = &woken;
    m_heap.push_back(waiter);
    std::ranges::push_heap(m_heap, std::greater());
    if (m_heap.front().order == waiter.order)
        schedule();
    co_await woken.wait();
    co_return !m_closed;
}

void Pauses::close()
{
    m_closed = true;
    m_timer.cancel();
    for (const auto& waiter : m_heap)
        waiter.woken->set();
    m_heap.clear();
}

// For the first in the heap; setting the timer anew cancels what it was set for.
void Pauses::schedule()
{
    const auto asked = m_heap.front().due - m_lag;
    const bool ahead = asked > base::now();
    m_timer.expires_at(asked);
    m_timer.async_wait([this, asked, ahead](net::error_code error) {
        if (error || m_closed)
            return;
        const auto now = base::now();
        if (ahead)
            noteLag(now - asked);
        wakeDue(now);
        if (!m_heap.empty())
            schedule();
    });
}

void Pauses::wakeDue(base::TimePoint now)
{
    while (!m_heap.empty() && m_heap.front().due <= now) {
        m_heap.front().woken->set();
        std::ranges::pop_heap(m_heap, std::greater());
        m_heap.pop_back();
    }
}

void Pauses::noteLag(base::Nanos late)
{
    m_lag += (std::clamp(late, base::Nanos{0}, largestLag) - m_lag) / 16;
}

} // namespace weir::origin

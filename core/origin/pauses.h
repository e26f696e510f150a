// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/net/one_shot.h"
#include "core/net/task.h"

#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <vector>

namespace weir::origin {

// Waits for thousands of requests behind one timer, in a heap by when they are due: a timer each would cost 1.7 µs. The
// system wakes a sleeper some 100 µs late, which at a latency of 1 ms is a tenth; so the timer is set earlier by as
// much as it has been late of late, and the loop is polled for what remains. Never early. On its context's thread.
class Pauses {
public:
    explicit Pauses(net::IoContext& context);
    Pauses(const Pauses&) = delete;
    Pauses& operator=(const Pauses&) = delete;

    // False: ended by close().
    net::Task<bool> until(base::TimePoint due);

    // Ends every wait, and each later one at once.
    void close();

private:
    struct Waiter {
        base::TimePoint due;
        std::uint64_t order = 0; // first come, first served among equals
        net::OneShot* woken = nullptr;

        bool operator>(const Waiter& other) const { return due != other.due ? due > other.due : order > other.order; }
    };
    static constexpr base::Nanos largestLag = std::chrono::microseconds{200};

    void schedule();
    void wakeDue(base::TimePoint now);
    void noteLag(base::Nanos late);

    net::Executor m_executor;
    net::asio::basic_waitable_timer<base::Clock, net::asio::wait_traits<base::Clock>, net::Executor> m_timer;
    std::vector<Waiter> m_heap;
    std::uint64_t m_order = 0;
    base::Nanos m_lag{};
    bool m_closed = false;
};

} // namespace weir::origin

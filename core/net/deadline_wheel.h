// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/net/task.h"

#include <boost/asio/steady_timer.hpp>

#include <array>
#include <cstdint>
#include <utility>

namespace weir::net {

class DeadlineWheel;

// One time limit, owned by what it limits. Expires at most once per arming, up to one tick late, never early.
// Destroying it disarms it.
class Deadline {
public:
    using Expired = void (*)(void* owner) noexcept;

    // `expired(owner)` runs on the wheel's thread; it may arm or disarm any deadline.
    Deadline(Expired expired, void* owner) : m_expired(expired), m_owner(owner) {}
    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;
    ~Deadline()
    {
        disarm();
        unlink();
    }

    void disarm();
    bool armed() const { return m_due != 0; }

private:
    friend class DeadlineWheel;
    void unlink();

    Expired m_expired;
    void* m_owner;
    std::int64_t m_due = 0;  // tick; 0: not armed
    std::int64_t m_tick = 0; // at which the wheel comes by
    DeadlineWheel* m_wheel = nullptr;
    Deadline* m_next = nullptr;
    Deadline** m_link = nullptr; // what points to this
};

// All the time limits of one worker behind a single timer (Varghese and Lauck's hashed wheel, 1987): arming and
// disarming are a few stores, where an Asio timer costs 1.7 µs. What is disarmed, or armed for later than before, stays
// where it is linked and is looked at when the wheel comes by: most limits are armed anew with every request and hardly
// ever expire, and unlinking would touch two neighbours that no cache holds any more.
// Ticks only while something is armed. Used on its io_context's thread only.
class DeadlineWheel {
public:
    static constexpr base::Nanos tick = std::chrono::milliseconds{10};

    explicit DeadlineWheel(IoContext& context);
    ~DeadlineWheel();

    void arm(Deadline& deadline, base::TimePoint when); // arming an armed one moves it

private:
    friend class Deadline;
    static constexpr std::size_t slotCount = 1024;

    std::int64_t tickOf(base::TimePoint when) const;
    void link(Deadline& deadline, std::int64_t tick);
    void schedule();
    void expireUpTo(std::int64_t tick);
    void expireSlot(std::size_t slot, std::int64_t tick);

    asio::basic_waitable_timer<base::Clock, asio::wait_traits<base::Clock>, Executor> m_timer;
    base::TimePoint m_epoch;
    std::array<Deadline*, slotCount> m_slots{};
    std::int64_t m_current = 0; // every tick up to here has expired
    std::size_t m_armed = 0;
    bool m_running = false;
};

} // namespace weir::net

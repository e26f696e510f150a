// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/sample.h"

#include <utility>

namespace weir::proxy {

// Divides an exchange's time among the stages: at any moment it runs for exactly one. Reading the clock costs about
// 25 ns, twice per stage. One exchange, one thread.
class StageClock {
public:
    void start(base::TimePoint now)
    {
        m_times = {};
        m_current = metrics::StageId::Client;
        m_since = now;
    }

    // From here the time is `stage`'s; returns whose it was.
    metrics::StageId enter(metrics::StageId stage)
    {
        const auto now = base::now();
        m_times[static_cast<std::size_t>(m_current)] += now - m_since;
        m_since = now;
        return std::exchange(m_current, stage);
    }

    // Part of what was charged to one stage was another's.
    void move(metrics::StageId from, metrics::StageId to, base::Nanos amount)
    {
        m_times[static_cast<std::size_t>(from)] -= amount;
        m_times[static_cast<std::size_t>(to)] += amount;
    }

    // The end of the exchange.
    base::TimePoint stop()
    {
        enter(metrics::StageId::Client);
        return m_since;
    }

    const metrics::StageTimes& times() const { return m_times; }
    base::Nanos of(metrics::StageId stage) const { return m_times[static_cast<std::size_t>(stage)]; }
    base::TimePoint lastChange() const { return m_since; }

    // The time is `stage`'s while the scope lives. Kept in a coroutine's frame as a parameter, it ends when the
    // coroutine has: its caller is then resumed already and runs for the stage it belongs to.
    class Scope {
    public:
        Scope(StageClock& clock, metrics::StageId stage) : m_clock(&clock), m_outer(clock.enter(stage)) {}
        Scope(Scope&& other) noexcept : m_clock(std::exchange(other.m_clock, nullptr)), m_outer(other.m_outer) {}
        Scope& operator=(Scope&&) = delete;
        ~Scope() { end(); }

        // Ends this and begins the next with one look at the clock.
        Scope passOn(metrics::StageId stage) &&
        {
            m_clock->enter(stage);
            return std::move(*this);
        }

        void end()
        {
            if (auto* clock = std::exchange(m_clock, nullptr))
                clock->enter(m_outer);
        }

    private:
        StageClock* m_clock;
        metrics::StageId m_outer;
    };

private:
    metrics::StageTimes m_times{};
    metrics::StageId m_current = metrics::StageId::Client;
    base::TimePoint m_since;
};

} // namespace weir::proxy

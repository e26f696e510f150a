// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/task.h"

namespace weir::net {

// Lets a deadline or a shutdown end whatever an exchange is waiting on. One per exchange, on its thread.
class Interruption {
public:
    // Ends the present wait, and every later one as soon as it begins.
    void request()
    {
        m_requested = true;
        if (m_waiting)
            m_waiting->interrupt();
    }
    bool requested() const { return m_requested; }
    void reset() { m_requested = false; }

    // Names what is waited on while the scope lives. Scopes nest: the innermost is interrupted.
    class Scope {
    public:
        Scope(Interruption& interruption, Interruptible& waiting)
            : m_interruption(interruption)
            , m_outer(interruption.m_waiting)
        {
            m_interruption.m_waiting = &waiting;
            if (m_interruption.m_requested)
                waiting.interrupt();
        }
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;
        ~Scope() { m_interruption.m_waiting = m_outer; }

    private:
        Interruption& m_interruption;
        Interruptible* m_outer;
    };

private:
    Interruptible* m_waiting = nullptr;
    bool m_requested = false;
};

} // namespace weir::net

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/task.h"

namespace weir::net {

// What an exchange waits for, so that it can be told where its time ran out.
enum class Wait : unsigned char { Other, Permit, Lookup, Connect, Handshake, Send, Head, Body };

// Lets a deadline or a shutdown end whatever an exchange is waiting on. One per exchange, on its thread.
class Interruption {
public:
    // Ends the present wait, and every later one as soon as it begins.
    void request()
    {
        if (!m_requested)
            m_endedIn = m_wait;
        m_requested = true;
        if (m_waiting)
            m_waiting->interrupt();
    }
    bool requested() const { return m_requested; }
    void reset()
    {
        m_requested = false;
        m_endedIn = Wait::Other;
    }

    // The present wait goes on for something else.
    void nowFor(Wait wait) { m_wait = wait; }
    // What was waited for when it was requested; Other where that was nothing.
    Wait endedIn() const { return m_endedIn; }

    // Names what is waited on while the scope lives. Scopes nest: the innermost is interrupted.
    class Scope {
    public:
        Scope(Interruption& interruption, Interruptible& waiting, Wait wait = Wait::Other)
            : m_interruption(interruption)
            , m_outer(interruption.m_waiting)
            , m_outerWait(interruption.m_wait)
        {
            m_interruption.m_waiting = &waiting;
            m_interruption.m_wait = wait;
            if (!m_interruption.m_requested)
                return;
            if (m_interruption.m_endedIn == Wait::Other)
                m_interruption.m_endedIn = wait;
            waiting.interrupt();
        }
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;
        ~Scope()
        {
            m_interruption.m_waiting = m_outer;
            m_interruption.m_wait = m_outerWait;
        }

    private:
        Interruption& m_interruption;
        Interruptible* m_outer;
        Wait m_outerWait;
    };

private:
    Interruptible* m_waiting = nullptr;
    Wait m_wait = Wait::Other;
    Wait m_endedIn = Wait::Other;
    bool m_requested = false;
};

} // namespace weir::net

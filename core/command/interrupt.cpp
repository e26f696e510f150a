// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/command/interrupt.h"

#include <csignal>

namespace weir::command {

// A signal handler can reach nothing but this.
static volatile std::sig_atomic_t interruptRequested = 0;

static void onSignal(int signal)
{
    interruptRequested = 1;
    std::signal(signal, SIG_DFL);
}

InterruptWatch::InterruptWatch()
{
    interruptRequested = 0;
    std::signal(SIGINT, onSignal);
    std::signal(SIGTERM, onSignal);
}

InterruptWatch::~InterruptWatch()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
}

bool InterruptWatch::requested() const
{
    return interruptRequested != 0;
}

} // namespace weir::command

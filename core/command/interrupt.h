// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace weir::command {

// Ctrl-C, and the terminating signal of a supervisor: the first asks for an orderly end, the second ends the process.
// The handler is the process's only one; made by the verbs that run for long.
class InterruptWatch {
public:
    InterruptWatch();
    ~InterruptWatch();
    InterruptWatch(const InterruptWatch&) = delete;
    InterruptWatch& operator=(const InterruptWatch&) = delete;

    bool requested() const;
};

} // namespace weir::command

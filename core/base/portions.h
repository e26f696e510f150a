// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <functional>

namespace weir::base {

// Called between pieces of long work, some ten microseconds each as a rule. A caller whose thread shares processors
// with others that must not be kept waiting may sleep in it.
using Pause = std::function<void()>;
inline void noPause() {}

// Long work in portions with rests between them: the thread then never keeps a processor for longer than a portion,
// whoever else the scheduler has waiting for it. For threads that share processors with ones whose timing counts.
// One thread.
class Portions {
public:
    struct Size {
        Nanos work{};
        Nanos rest{};
        Nanos mostRest{}; // of all rests together; then the work goes on without
    };

    explicit Portions(const Size& size) : m_size(size) {}

    void begin(); // the work
    void pause(); // between two pieces of it: rests where a portion is done

private:
    Size m_size;
    TimePoint m_worksSince = TimePoint::max(); // never, before begin
    Nanos m_rested{};
};

} // namespace weir::base

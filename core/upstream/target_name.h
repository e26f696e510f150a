// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/deadline_wheel.h"
#include "core/net/interruption.h"
#include "core/net/resolver.h"

#include <memory>
#include <string>
#include <vector>

namespace weir::upstream {

// A target's name and what it stands for at the moment. Shared by the workers; any thread.
//
// An answer that has grown old is asked for anew by whoever needs it next: on a thread of its own, since the system's
// resolver blocks, and once for all who wait. Where the name service cannot be asked, or says nothing in time, the
// older answer is used further; where it says that the name is gone, so is the older answer. After a failure it is left
// alone for a second (RFC 2308, section 7, has such answers kept, too).
class TargetName {
public:
    using Addresses = std::vector<net::Tcp::endpoint>;

    TargetName(std::string host, std::uint16_t port, net::LookUpFunction lookUp, Addresses atStart,
               const net::error_code& error = {}); // why there are none at the start
    net::error_code lastError() const;
    ~TargetName(); // waits for no look-up: one under way ends by itself

    // How long an answer holds (zero: for ever), and how long to wait for a new one.
    struct Patience {
        base::Nanos lifetime{};
        base::Nanos wait{};
    };
    struct Found {
        Addresses addresses; // at least one, in the order to try them
        base::Nanos took{};  // next to nothing where the answer was at hand
    };
    // On the thread of `context` and `wheel`. Errors: HostNotFound, LocalLimit, Cancelled.
    net::Task<base::Result<Found>> find(net::IoContext& context, net::DeadlineWheel& wheel,
                                        net::Interruption& interruption, Patience patience);

private:
    struct State;
    class Waiter;
    std::shared_ptr<State> m_state; // shared with the look-up under way
};

} // namespace weir::upstream

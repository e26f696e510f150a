// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/task.h"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>

#include <functional>
#include <utility>

namespace weir::net {

// One coroutine waits, one event wakes it. Both on the context's thread; from elsewhere post the `set`.
class OneShot {
public:
    explicit OneShot(Executor executor) : m_executor(std::move(executor)) {}
    OneShot(const OneShot&) = delete;
    OneShot& operator=(const OneShot&) = delete;

    // Awaited where it is called. No coroutine of its own: thousands may wait at once, and each frame is memory that
    // has grown cold when it ends.
    auto wait()
    {
        return asio::async_initiate<const asio::deferred_t&, void()>(
            [this](auto handler) {
                if (m_set)
                    asio::post(m_executor, std::move(handler));
                else
                    m_waiter = std::move(handler);
            },
            asio::deferred);
    }

    // Wakes the waiter from the loop, never inside this call.
    void set()
    {
        m_set = true;
        if (m_waiter)
            asio::post(m_executor, std::exchange(m_waiter, nullptr));
    }

    bool isSet() const { return m_set; }

private:
    Executor m_executor;
    // Not any_completion_handler: Boost 1.81's wraps itself anew on every move, without end.
    std::move_only_function<void()> m_waiter;
    bool m_set = false;
};

} // namespace weir::net

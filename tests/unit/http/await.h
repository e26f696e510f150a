// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/task.h"
#include "tests/unit/http/raw_peer.h"

#include <boost/asio/co_spawn.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace weir::tests {

// A task that runs whenever its context is driven; what it yields appears in `value`.
template <typename T>
class Running {
public:
    Running(net::IoContext& context, net::Task<T> task)
        : m_context(context)
        , m_value(std::make_shared<std::optional<T>>())
    {
        boost::asio::co_spawn(context, std::move(task), [value = m_value](std::exception_ptr bug, T result) {
            if (bug)
                std::rethrow_exception(bug);
            *value = std::move(result);
        });
    }

    bool isDone() const { return m_value->has_value(); }
    // Nothing when it takes too long.
    std::optional<T>& wait()
    {
        runUntil(m_context, [this] { return isDone(); });
        return *m_value;
    }
    // What came, or the default when it takes too long.
    T get()
    {
        auto& value = wait();
        return value ? std::move(*value) : T();
    }

private:
    net::IoContext& m_context;
    std::shared_ptr<std::optional<T>> m_value;
};

} // namespace weir::tests

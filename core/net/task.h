// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <array>
#include <cstddef>

// The coroutines of the data plane. One io_context per worker thread, so everything on it runs on that thread and
// needs no lock. Nothing here uses Asio's cancellation slots: what waits is an Interruptible, and its owner ends it.
//
// GCC 12 destroys a braced aggregate twice when it stands in a full expression that contains co_await: name it first.
// (tests/arch rejects such code.)
namespace weir::net {

namespace asio = boost::asio;
using boost::system::error_code;

using IoContext = asio::io_context;
using Executor = IoContext::executor_type;

// On the concrete executor a nested call costs about 20 ns; any_io_executor would cost several times that.
template <typename T = void>
using Task = asio::awaitable<T, Executor>;

// Completes an operation that a Task awaits with its results as a tuple, error_code first; nothing throws. The
// operation begins when it is awaited and resumes the Task itself: it has no coroutine frame, which use_awaitable would
// give it.
inline constexpr asio::as_tuple_t<asio::deferred_t> useTask{};

// Something that waits and can be told to stop waiting: the wait then ends with an error. Runs on the waiter's thread.
class Interruptible {
public:
    virtual void interrupt() noexcept = 0;

protected:
    ~Interruptible() = default;
};

} // namespace weir::net

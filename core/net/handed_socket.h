// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/tls_session.h"

#include <utility>

namespace weir::net {

// A socket between two loops: it is bound to the one it was accepted in, so it changes hands as the descriptor it is.
// Made on the first loop's thread, moved to the second's, and closed where nobody takes it because that one has ended.
class HandedSocket {
public:
    // Not valid where the system cannot let go of it.
    explicit HandedSocket(Socket socket)
    {
        error_code error;
        m_protocol = socket.local_endpoint(error).protocol();
        const auto handle = socket.release(error);
        if (!error)
            m_handle = handle;
    }
    HandedSocket(HandedSocket&& other) noexcept
        : m_protocol(other.m_protocol)
        , m_handle(std::exchange(other.m_handle, none))
    {
    }
    HandedSocket& operator=(HandedSocket&&) = delete;
    ~HandedSocket()
    {
        if (!isValid())
            return;
        IoContext closing;
        take(closing);
    }

    bool isValid() const { return m_handle != none; }
    Socket take(IoContext& context) { return {context.get_executor(), m_protocol, std::exchange(m_handle, none)}; }

private:
    static constexpr auto none = static_cast<Socket::native_handle_type>(-1);
    Tcp m_protocol = Tcp::v4();
    Socket::native_handle_type m_handle = none;
};

} // namespace weir::net

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/net/stream.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace weir::net {

// Where to listen. "HOST:PORT", "[::1]:PORT", ":PORT" or "PORT"; without a host it is this machine alone.
struct ListenAddress {
    std::string host = "127.0.0.1";
    std::uint16_t port = 0; // 0: one that is free

    bool operator==(const ListenAddress&) const = default;
};
base::Result<ListenAddress> parseListenAddress(std::string_view text);

// Accepts TCP connections on one address and hands each to a function, until it is closed or destroyed. Nothing outside
// this machine can reach it unless the address says so. Made on any thread before its context runs, else on the
// context's; used on the context's.
class Listener {
public:
    using Accepted = std::function<void(Socket)>;
    // How it gets along with the limits of this process: while there is no room it accepts nobody, and who has
    // connected waits in the system's backlog until something has been closed. On the context's thread.
    struct Limits {
        std::function<bool()> hasRoom;                      // for one more; empty: always
        std::function<void(std::string_view limit)> paused; // once for each time that it begins to wait: "EMFILE"
    };

    // The error's context says what stands in the way and what to do about it.
    static base::Result<std::unique_ptr<Listener>> open(IoContext& context, const std::string& address,
                                                        Accepted accepted, Limits limits = {});
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    ~Listener() { close(); }

    // With the real port where 0 was asked for.
    Tcp::endpoint localEndpoint() const { return m_endpoint; }

    // No connection is handed over after this.
    void close() noexcept;

private:
    struct Acceptor;
    Listener(std::shared_ptr<Acceptor> acceptor, Tcp::endpoint endpoint);

    std::shared_ptr<Acceptor> m_acceptor; // shared with the accept in progress
    Tcp::endpoint m_endpoint;
};

} // namespace weir::net

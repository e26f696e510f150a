// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/server.h"
#include "core/net/one_shot.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir::http {

// The sending half of a server's connection. Head and body leave in one gathered write where they fit, shared bytes
// uncopied unless they are few. Part of a ServerWorkspace, attached to one connection after the other.
class ResponseWriter {
public:
    ResponseWriter(net::DeadlineWheel& wheel, const ServerLimits& limits, ServerCounters& counters);

    void attach(net::Stream& stream) { m_stream = &stream; }

    struct Framing {
        bool toHead = false;        // the reply to a HEAD request: no body
        bool close = false;         // say so
        bool takesTrailers = false; // the client said "TE: trailers"
        int clientMinorVersion = 1;
        std::string_view date;
    };

    // False: the client has gone, was too slow, or the body broke off. The connection is then of no further use.
    net::Task<bool> write(Response& response, Framing framing);
    // The same in two steps: the first nearly always does it all; where it yields nothing, the second has to follow.
    std::optional<bool> writeAtOnce(const Response& response, const Framing& framing);
    net::Task<bool> writeRest(Response& response, Framing framing);

    // 1xx, before the reply itself; waits for one that is being written already, as "100 Continue" may be from beside
    // the exchange.
    net::Task<bool> writeInterim(const Response& interim);
    // One is being written: the reply has to wait for it.
    bool isWriting() const { return m_writing; }
    net::Task<> written();

    bool isBulky() const { return m_head.capacity() > 16 * 1024; }

private:
    static constexpr std::size_t sliceBytes = 256 * 1024; // what the write timeout is for
    static constexpr std::size_t joinedBytes = 2 * 1024;  // copying them costs less than a second piece does the kernel

    net::Task<bool> writeWhole(std::string_view body, std::size_t done);
    net::Task<bool> writeStream(BodySource& source, std::optional<std::uint64_t> length, Framing framing);
    net::Task<bool> send(std::span<const net::asio::const_buffer> buffers, std::size_t done = 0);
    static std::optional<std::string_view> bodyOf(const Response& response, const Framing& framing);
    void appendHeadTo(const Response& response, const Framing& framing);

    net::Stream* m_stream = nullptr;
    net::DeadlineWheel& m_wheel;
    const ServerLimits& m_limits;
    ServerCounters& m_counters;
    net::Deadline m_deadline;
    std::size_t m_done = 0; // of head and first slice
    bool m_writing = false; // an interim reply
    std::vector<net::OneShot*> m_waiting;
    bool m_joined = false; // the whole body stands behind the head, in m_head
    std::string m_head;    // reused; what goes out before the next piece of the body
};

} // namespace weir::http

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/server.h"

#include <memory>
#include <optional>
#include <string_view>

namespace weir::http {

// The receiving half of a server's connection: waits, reads and parses, within the limits on size and time. Member of
// a ServerConnection.
class RequestReader {
public:
    RequestReader(net::Stream& stream, net::DeadlineWheel& wheel, const ServerLimits& limits, HeadMemo& memo);

    // The next request's head, then in parser(). ConnectionClosed where the client has gone or was idle for too long,
    // Timeout where it began a request and did not go on.
    net::Task<base::Status> readHead();

    // Right behind the head of a request without a body: reads over its end. False: there is a body to be read.
    bool endsWithHead();

    // The next piece of the body, valid until the next call; empty at its end.
    net::Task<base::Result<std::string_view>> readBody();

    Parser& parser() { return m_parser; }
    bool isIdle() const { return m_idle; }         // between requests, nothing of the next one has come
    bool bodyEnded() const { return m_bodyEnded; } // the whole request has been read
    bool isBroken() const { return m_broken; }     // what follows cannot be read
    bool hasUnread() const { return m_filled > m_consumed; }
    std::string_view unread() const { return {m_buffer.get() + m_consumed, m_filled - m_consumed}; }
    std::uint64_t bodyBytes() const { return m_bodyBytes; } // read so far

private:
    using Step = base::Result<Parser::Step>;
    static constexpr std::size_t initialBuffer = 4 * 1024;
    static constexpr std::size_t largestBuffer = 64 * 1024;

    net::Task<base::Status> awaitWithoutBuffer(base::TimePoint until);
    net::Task<Step> next(base::TimePoint until);
    net::Task<net::Stream::Received> receive(base::TimePoint until);
    base::Status take(const net::Stream::Received& received);
    Parser::Step parseUnread();
    base::Status outcome(const net::error_code& error) const;
    void makeRoom();

    net::Stream& m_stream;
    net::DeadlineWheel& m_wheel;
    const ServerLimits& m_limits;
    Parser m_parser;
    net::Deadline m_deadline;
    std::unique_ptr<char[]> m_buffer;
    std::size_t m_capacity = 0;
    std::size_t m_filled = 0;
    std::size_t m_consumed = 0;
    std::uint64_t m_bodyBytes = 0;
    bool m_expired = false; // the deadline ended the read in progress
    bool m_idle = false;
    bool m_bodyEnded = true;
    bool m_broken = false;
};

} // namespace weir::http

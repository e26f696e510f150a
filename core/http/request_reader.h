// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/server.h"

#include <memory>
#include <optional>
#include <string_view>

namespace weir::http {

// The receiving half of a server's connection: reads and parses, within the limits on size and time. Part of a
// ServerWorkspace, attached to one connection after the other.
class RequestReader {
public:
    RequestReader(net::DeadlineWheel& wheel, const ServerLimits& limits, HeadMemo& memo);

    void attach(net::Stream& stream);

    // Takes what has arrived on a connection that is ready to be read, without waiting. False: the client has gone.
    // Afterwards hasUnread() tells whether there was anything.
    bool takeArrived();

    // The head that the unread bytes begin, then in parser(). Nearly always they hold all of it; where this yields
    // nothing, the rest has to be read.
    std::optional<base::Status> headAtOnce();
    // ConnectionClosed where the client has gone, Timeout where it did not go on.
    net::Task<base::Status> readRestOfHead();

    // Right behind the head of a request without a body: reads over its end. False: there is a body to be read.
    bool endsWithHead();

    // The next piece of the body, valid until the next call; empty at its end.
    net::Task<base::Result<std::string_view>> readBody();

    Parser& parser() { return m_parser; }
    bool bodyEnded() const { return m_bodyEnded; } // the whole request has been read
    bool isBroken() const { return m_broken; }     // what follows cannot be read
    bool hasUnread() const { return m_filled > m_consumed; }
    std::string_view unread() const { return {m_buffer.get() + m_consumed, m_filled - m_consumed}; }
    std::uint64_t bodyBytes() const { return m_bodyBytes; } // read so far
    bool isBulky() const { return m_capacity > initialBuffer || m_parser.headerBytes() > initialBuffer; }

private:
    using Step = base::Result<Parser::Step>;
    static constexpr std::size_t initialBuffer = 4 * 1024;
    static constexpr std::size_t largestBuffer = 64 * 1024;

    net::Task<Step> next(base::TimePoint until);
    net::Task<net::Stream::Received> receive(base::TimePoint until);
    base::TimePoint bodyLimit() const;
    base::Status take(const net::Stream::Received& received);
    Parser::Step parseUnread();
    base::Status outcome(const net::error_code& error) const;
    void makeRoom();

    net::Stream* m_stream = nullptr;
    net::DeadlineWheel& m_wheel;
    const ServerLimits& m_limits;
    Parser m_parser;
    net::Deadline m_deadline;
    std::unique_ptr<char[]> m_buffer;
    std::size_t m_capacity = 0;
    std::size_t m_filled = 0;
    std::size_t m_consumed = 0;
    std::uint64_t m_bodyBytes = 0;
    base::Nanos m_bodyWaited{}; // for the client, within the body
    bool m_expired = false;     // the deadline ended the read in progress
    bool m_bodyEnded = true;
    bool m_broken = false;
};

} // namespace weir::http

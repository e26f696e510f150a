// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/message.h"
#include "core/http/parser.h"
#include "core/net/stream.h"

#include <memory>

namespace weir::http {

// One HTTP/1.1 connection to a server: exchange after exchange, each as send, receiveHead, receiveBody until the end.
// Lives on its worker's thread. An error leaves it unusable.
class ClientConnection {
public:
    ClientConnection(net::IoContext& context, const Limits& limits);

    net::Stream& stream() { return m_stream; }

    // Sends head and body; `basePath` goes before the request's target.
    net::Task<base::Status> send(const Request& request, std::string_view basePath = {});

    // The final reply's head; interim ones (1xx) are read and dropped. Fills all but the body.
    net::Task<base::Result<void>> receiveHead(Response& response, bool toHead);

    // The next piece of the body, valid until the next call; empty at its end.
    net::Task<base::Result<std::string_view>> receiveBody();

    // Whether another exchange may follow: the last one ended cleanly, the server keeps the connection, and nothing
    // unasked has arrived.
    bool isReusable() const { return m_ended && m_parser.keepAlive() && m_filled == m_consumed && !m_failed && !m_stream.interrupted(); }

    bool receivedAnything() const { return m_received; } // of the current reply
    std::size_t headerBytes() const { return m_parser.headerBytes(); }
    std::uint64_t bodyBytes() const { return m_bodyBytes; } // received so far, without chunk framing
    bool ended() const { return m_ended; }
    // What the reply announced; meaningful after receiveHead.
    std::optional<std::uint64_t> announcedLength() const { return m_announced; }

private:
    net::Task<base::Status> sendStream(const Request& request);
    net::Task<base::Result<Parser::Step>> step();
    net::Task<base::Status> fill();
    base::Error failed(base::Errc code, std::string context);

    net::Stream m_stream;
    Parser m_parser;
    std::uint64_t m_bodyLimit;
    std::string m_head; // reused
    std::unique_ptr<char[]> m_buffer;
    std::size_t m_capacity = 0;
    std::size_t m_filled = 0;
    std::size_t m_consumed = 0;
    std::uint64_t m_bodyBytes = 0;
    std::optional<std::uint64_t> m_announced;
    bool m_received = false;
    bool m_ended = true;
    bool m_failed = false;
};

} // namespace weir::http

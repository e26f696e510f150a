// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/message.h"
#include "core/http/parser.h"
#include "core/net/stream.h"

#include <functional>
#include <memory>
#include <optional>

namespace weir::http {

// Where interim replies (1xx) go. False: nobody takes them any more.
class InterimSink {
public:
    virtual net::Task<bool> inform(const Response& interim) = 0;

protected:
    ~InterimSink() = default;
};

// What the request that a reply answers makes of it.
struct ReplyContext {
    bool toHead = false;
    bool upgradeOffered = false;    // 101 may answer it
    InterimSink* interim = nullptr; // null: interim replies are dropped
};

// One HTTP/1.1 connection to a server: exchange after exchange, each as send, receiveHead, receiveBody until the end.
// Lives on its worker's thread. An error leaves it unusable.
class ClientConnection {
public:
    // `memo`: of the replies' heads on this worker; outlives this.
    ClientConnection(net::IoContext& context, const Limits& limits, HeadMemo* memo = nullptr);

    net::Stream& stream() { return m_stream; }

    // How long the server may take nothing of a request that is being sent, and after that send nothing while a reply
    // is due; without it for ever. Time that the request's body takes to come here does not count. The wheel outlives
    // this.
    void setPatience(net::DeadlineWheel& wheel, base::Nanos patience);

    // Sends head and body; `basePath` and `host` as appendHead() has them. A body that is a stream is taken over and
    // sent beside what follows, since a server may reply before it has read all of it.
    net::Task<base::Status> send(Request& request, std::string_view basePath = {}, std::string_view host = {});
    // The same in two steps: the first nearly always does it all; where it yields nothing, the second has to follow.
    std::optional<base::Status> sendAtOnce(Request& request, std::string_view basePath = {},
                                           std::string_view host = {});
    net::Task<base::Status> sendRest(const Request& request);
    // Of the current request's head and body; a body that is a stream is not counted.
    std::size_t sentBytes() const { return m_sent; }
    bool isSending() const { return m_sending; }
    // Why the stream that was being sent broke off on its own side; the connection is ended by that.
    const std::optional<base::Error>& sourceError() const { return m_sourceError; }
    // Runs once the stream is no longer being sent, which may destroy this.
    void whenSent(std::move_only_function<void()> function) { m_whenSent = std::move(function); }

    // The final reply's head, or that of 101 where an upgrade was offered. Fills all but the body.
    net::Task<base::Status> receiveHead(Response& response, const ReplyContext& context);
    // The same in steps, behind a whole request on a connection with nothing unread: the first receive() nearly always
    // brings all of it. Where headAtOnce() yields nothing, receiveHead() has to go on from the step.
    void beginHead(const ReplyContext& context);
    net::Task<net::Stream::Received> receive();
    auto receiveDirectly() // where the stream is direct
    {
        expectReply();
        return m_stream.receiveDirectly(room());
    }
    Parser::Step take(const net::Stream::Received& received); // what receive() has yielded
    std::optional<base::Status> headAtOnce(const Parser::Step& step, Response& response);
    net::Task<base::Status> receiveHead(Parser::Step step, Response& response, const ReplyContext& context);

    // Whether more of the reply's body, or its end, is at hand or arrives within `patience`. The last piece stays
    // valid.
    net::Task<bool> arrives(net::DeadlineWheel& wheel, base::Nanos patience);

    // The next piece of the body, valid until the next call; empty at its end.
    net::Task<base::Result<std::string_view>> receiveBody();
    // The same out of what has arrived already; nothing when that is used up.
    std::optional<base::Result<std::string_view>> bufferedBody();

    // Whether another exchange may follow: the last one ended cleanly, the server keeps the connection, and nothing
    // unasked has arrived.
    bool isReusable() const
    {
        return m_ended && m_parser.keepAlive() && m_filled == m_consumed && !m_failed && !m_sending
            && !m_stream.interrupted();
    }
    // What has arrived and was not taken: after 101 it belongs to the new protocol.
    std::string_view unread() const { return {m_buffer.get() + m_consumed, m_filled - m_consumed}; }
    const HeaderMap& trailers() { return m_parser.trailers(); } // after the body's end

    bool receivedAnything() const { return m_received; } // of the current reply
    std::size_t headerBytes() const { return m_parser.headerBytes(); }
    std::uint64_t bodyBytes() const { return m_bodyBytes; } // received so far, without chunk framing
    bool ended() const { return m_ended; }
    // What the reply announced; meaningful after receiveHead.
    std::optional<std::uint64_t> announcedLength() const { return m_announced; }

private:
    void startSending(Body body);
    net::Task<> sendStream(Body body);
    net::Task<bool> sendPieces(const Body& body);
    base::Status sendingFailed(const net::error_code& error);
    void expectProgress();
    void expectReply();
    net::Task<net::error_code> write(std::span<const net::asio::const_buffer> buffers, std::size_t done = 0);
    std::unexpected<base::Error> timedOut();
    net::asio::mutable_buffer room();
    Parser::Step parseUnread();
    bool takeHead(Response& response);
    base::Result<std::string_view> bodyOf(const Parser::Step& step);
    Parser::Step fail(base::Errc code, std::string context);
    Parser::Step failBy(const net::error_code& error, std::string text); // of the system's or TLS's

    net::Stream m_stream;
    Parser m_parser;
    std::uint64_t m_bodyLimit;
    std::string m_head;     // reused
    std::size_t m_sent = 0; // of head and body
    bool m_joined = false;  // the whole body stands behind the head, in m_head
    std::unique_ptr<char[]> m_buffer;
    std::size_t m_capacity = 0;
    std::size_t m_filled = 0;
    std::size_t m_consumed = 0;
    std::uint64_t m_bodyBytes = 0;
    std::optional<std::uint64_t> m_announced;
    std::optional<base::Result<std::string_view>> m_ahead; // of the body: parsed, not yet asked for
    bool m_received = false;
    bool m_ended = true;
    bool m_fresh = true; // nothing of the next head has been parsed
    bool m_toHead = false;
    bool m_upgradeOffered = false;
    bool m_failed = false;
    base::Error m_error; // why

    bool m_sending = false;
    bool m_receiving = false; // waits for the server to send
    std::optional<base::Error> m_sourceError;
    std::move_only_function<void()> m_whenSent;

    net::DeadlineWheel* m_wheel = nullptr;
    base::Nanos m_patience{};
    bool m_expired = false;
    bool m_tookNothing = false; // it expired while sending
    net::Deadline m_deadline;
};

} // namespace weir::http

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/http/head.h"

#include <llhttp.h>

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace weir::http {

// The most a peer may send.
struct Limits {
    static constexpr auto anyLength = std::numeric_limits<std::uint64_t>::max();
    std::size_t headerBytes = 64 * 1024;
    std::size_t
        headerFields = 1000; // and as many behind a body; what is looked up by name is looked for in all of them
    std::uint64_t bodyBytes = 1024ULL * 1024 * 1024;

    bool operator==(const Limits&) const = default;
};

class HeadMemo;
struct ParsedHead;
struct SyntaxPlace;

// One direction of an HTTP/1.1 connection, message after message (RFC 9112): llhttp in strict mode, and behind it
// validator.h for what llhttp lets pass. Fed with what arrived, it yields one event per call and consumes no byte
// beyond the message. One thread.
class Parser {
public:
    enum class Kind { Request, Response };
    enum class Event {
        NeedMore, // everything was consumed
        Head,     // head() is complete and valid
        Body,     // `body` is the next piece, without chunk framing
        End,      // the message is complete; call reset() before the next
        Error,    // error() says why; the connection is of no further use
    };
    struct Step {
        Event event = Event::NeedMore;
        std::size_t consumed = 0;
        std::string_view body;
    };

    // `memo` outlives the parser; without one every head is parsed.
    Parser(Kind kind, const Limits& limits, HeadMemo* memo = nullptr);
    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;

    // Before each message. `toHead`: a response to a HEAD request has no body. `upgradeOffered`: 101 may answer it; its
    // head is then the last event, and what follows it belongs to the new protocol.
    void reset(bool toHead = false, bool upgradeOffered = false);

    Step parse(std::string_view input);
    // The peer has closed: completes a body that lasts until then.
    Step finish();

    Head& head() { return m_head; }
    // After End: the fields behind a chunked body, without those that may only stand before it (RFC 9110, section
    // 6.5.1).
    HeaderMap& trailers() { return m_trailers; }
    std::size_t headerBytes() const { return m_headerBytes; } // of the head, blank line included
    bool keepAlive() const { return m_keepAlive; }            // valid after End
    // After an Error: a request in a version of HTTP that is none of 1.0 and 1.1.
    bool isOfUnknownVersion() const { return m_unknownVersion; }
    // After an Error: the head is above the limits on its bytes or fields.
    bool isOfLargeHead() const { return m_largeHead; }
    // After the Head of a request: what its body comes to, unknown when chunked.
    std::optional<std::uint64_t> bodyLength() const { return m_bodyLength; }
    // After the Head: what Content-Length says, whether or not a body follows.
    std::optional<std::uint64_t> announcedLength() const { return m_announced; }
    const base::Error& error() const { return m_error; }

private:
    struct Callbacks;

    void start();
    Step fail(base::Errc code, std::string reason);
    Step failOfVersion();
    Step failOfSize(std::string reason);
    Step failOfSyntax(llhttp_errno_t code, std::string_view input);
    std::optional<Step> checkHeadSize();
    bool beginsWithMethod(std::string_view input) const;
    Step onPause(std::string_view input);
    Step recall(const std::shared_ptr<const ParsedHead>& known);
    void remember(std::string_view bytes);
    void framePlainly();
    Step parsePlain(std::string_view input);
    void keepStart(std::string_view piece);
    void keepBegun(std::string_view piece);
    bool isPlainStart() const;
    // Where there is a folded line, a bare CR or LF.
    std::optional<std::size_t> scanLines(std::string_view piece);
    Step failOfLine(std::string_view piece, std::size_t at);
    SyntaxPlace placeIn(std::string_view piece, std::size_t at) const;
    Step framed(std::string_view framing, Step step);

    // All that a message with a known head and a body of known length touches comes first.
    HeadMemo* m_memo;
    Head m_head;
    std::size_t m_headerBytes = 0;
    std::optional<std::uint64_t> m_bodyLength;
    std::optional<std::uint64_t> m_announced;
    std::optional<std::uint64_t> m_plainLeft; // of a body that needs no parsing: what has not come yet
    Event m_event = Event::NeedMore;          // why a callback paused
    Kind m_kind;
    bool m_isFresh = true; // no byte of the message has come
    bool m_inHeader = true;
    bool m_toHead = false;
    bool m_upgradeOffered = false;
    bool m_keepAlive = false;
    bool m_unknownVersion = false;
    bool m_largeHead = false;
    char m_lastByte = 0;       // of the lines so far
    std::uint32_t m_lines = 0; // of the head or behind the body, that have ended
    HeaderMap m_trailers;
    Limits m_limits;
    llhttp_t m_llhttp{};
    std::string m_start; // the start line so far, CR included
    std::string m_begun; // of a head that comes in pieces: the line that the last one broke off in, for error()
    std::string m_field;
    std::string m_value;
    std::string_view m_body;
    std::size_t m_framingBytes = 0; // of chunk lines and trailers since the last piece of the body
    std::size_t m_excessBytes = 0;  // of chunk lines before it, beyond what framing takes
    base::Error m_error;
};

} // namespace weir::http

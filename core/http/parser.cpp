// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/parser.h"

#include "core/base/strings.h"
#include "core/http/head_memo.h"
#include "core/http/message.h"
#include "core/http/syntax_fault.h"
#include "core/http/validator.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir::http {

// RFC 9110 5.6.2.
static bool isTokenCharacter(char c)
{
    constexpr std::string_view others = "!#$%&'*+-.^_`|~";
    const char lower = base::lower(c);
    return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || others.find(c) != std::string_view::npos;
}

// llhttp's C callbacks. They pause at each event, so that parse() can return it.
struct Parser::Callbacks {
    static Parser& self(llhttp_t* llhttp) { return *static_cast<Parser*>(llhttp->data); }

    static int append(std::string& to, const char* at, std::size_t length)
    {
        to.append(at, length);
        return HPE_OK;
    }
    static int onUrl(llhttp_t* p, const char* at, std::size_t n) { return append(self(p).m_head.target, at, n); }
    // RFC 9112 4: text, though nobody reads it. llhttp lets anything pass here.
    static int onStatus(llhttp_t* p, const char* at, std::size_t n)
    {
        const auto isText = [](char c) { return c == '\t' || (static_cast<unsigned char>(c) >= ' ' && c != 0x7f); };
        if (std::all_of(at, at + n, isText))
            return HPE_OK;
        llhttp_set_error_reason(p, "a control character in the reason phrase");
        return HPE_USER;
    }
    static int onField(llhttp_t* p, const char* at, std::size_t n) { return append(self(p).m_field, at, n); }
    static int onValue(llhttp_t* p, const char* at, std::size_t n) { return append(self(p).m_value, at, n); }

    static int onValueComplete(llhttp_t* p)
    {
        auto& parser = self(p);
        const auto value = base::trimmed(parser.m_value); // RFC 9112 5.1
        if (parser.m_inHeader)
            parser.m_head.headers.add(parser.m_field, value);
        else if (mayTrail(parser.m_field))
            parser.m_trailers.add(parser.m_field, value);
        parser.m_field.clear();
        parser.m_value.clear();
        return HPE_OK;
    }

    static int onHeadersComplete(llhttp_t* p)
    {
        auto& parser = self(p);
        parser.m_head.minorVersion = p->http_minor;
        if (parser.m_kind == Kind::Response) {
            parser.m_head.status = p->status_code;
            // llhttp would wait for the body that a 304's Content-Length announces.
            if (hasNoBody(p->status_code, parser.m_toHead))
                p->flags |= F_SKIPBODY;
        } else {
            parser.m_head.method = llhttp_method_name(static_cast<llhttp_method_t>(p->method));
            // An offer to change the protocol may be ignored (RFC 9110 7.8); llhttp would stop after this message.
            if (p->method != HTTP_CONNECT)
                p->upgrade = 0;
        }
        parser.m_announced.reset();
        if (p->flags & F_CONTENT_LENGTH)
            parser.m_announced = p->content_length;
        parser.m_bodyLength.reset();
        if (parser.m_kind == Kind::Request && p->method == HTTP_CONNECT)
            parser.m_bodyLength = 0; // whatever its fields say (RFC 9110 9.3.6)
        else if (!(p->flags & F_CHUNKED))
            parser.m_bodyLength = p->content_length;
        parser.m_event = Event::Head;
        return HPE_PAUSED;
    }

    static int onBody(llhttp_t* p, const char* at, std::size_t n)
    {
        if (n == 0) // a piece that goes on, and nothing has come of it: an empty one would read as the body's end
            return HPE_OK;
        self(p).m_body = {at, n};
        self(p).m_event = Event::Body;
        return HPE_PAUSED;
    }

    static int onMessageComplete(llhttp_t* p)
    {
        self(p).m_keepAlive = llhttp_should_keep_alive(p) != 0;
        self(p).m_event = Event::End;
        return HPE_PAUSED;
    }

    static const llhttp_settings_t* settings()
    {
        static const llhttp_settings_t table = [] {
            llhttp_settings_t s;
            llhttp_settings_init(&s);
            s.on_url = onUrl;
            s.on_status = onStatus;
            s.on_header_field = onField;
            s.on_header_value = onValue;
            s.on_header_value_complete = onValueComplete;
            s.on_headers_complete = onHeadersComplete;
            s.on_body = onBody;
            s.on_message_complete = onMessageComplete;
            return s;
        }();
        return &table;
    }
};

Parser::Parser(Kind kind, const Limits& limits, HeadMemo* memo) : m_memo(memo), m_kind(kind), m_limits(limits)
{
    m_field.reserve(32);
    m_value.reserve(128);
}

void Parser::reset(bool toHead, bool upgradeOffered)
{
    m_isFresh = true;
    m_plainLeft.reset();
    m_toHead = toHead;
    m_upgradeOffered = upgradeOffered;
}

// What the last message left goes when the next has to be parsed: a head that is known needs none of it, and most of
// it lies in lines of memory that nothing else touches.
void Parser::start()
{
    m_isFresh = false;
    llhttp_init(&m_llhttp, m_kind == Kind::Request ? HTTP_REQUEST : HTTP_RESPONSE, Callbacks::settings());
    m_llhttp.data = this;
    m_head.method.clear();
    m_head.target.clear();
    m_head.status = 0;
    m_head.headers.clear();
    m_head.headers.reserve(16, 512); // its memory may have gone with the last message
    m_trailers.clear();
    m_field.clear();
    m_value.clear();
    m_start.clear();
    m_begun.clear();
    m_headerBytes = 0;
    m_framingBytes = 0;
    m_excessBytes = 0;
    m_inHeader = true;
    m_keepAlive = false;
    m_unknownVersion = m_largeHead = false;
    m_lastByte = 0;
    m_lines = 0;
}

Parser::Step Parser::parse(std::string_view input)
{
    m_event = Event::NeedMore;
    if (m_plainLeft)
        return parsePlain(input);
    if (m_isFresh) {
        if (input.empty())
            return {};
        if (const auto* known = m_memo ? m_memo->find(input, m_toHead, m_upgradeOffered) : nullptr)
            return recall(*known);
        start();
    }
    // llhttp keeps where a split field goes on, and takes a null pointer for there being none.
    if (input.data() == nullptr)
        input = "";
    const auto code = llhttp_execute(&m_llhttp, input.data(), input.size());
    if (code == HPE_PAUSED)
        return onPause(input);
    if (code != HPE_OK)
        return failOfSyntax(code, input);
    if (m_inHeader) {
        m_headerBytes += input.size();
        if (auto tooLarge = checkHeadSize())
            return *tooLarge;
        if (const auto odd = scanLines(input))
            return failOfLine(input, *odd);
        keepStart(input);
        keepBegun(input);
        return {Event::NeedMore, input.size(), {}};
    }
    return framed(input, {Event::NeedMore, input.size(), {}});
}

// Chunk extensions and trailers are read over, by the rules of the header and not without end: RFC 9112 7.1.1 bounds
// the extensions of a message in total. Data makes up for as many bytes of them, so that long streams may have some.
Parser::Step Parser::framed(std::string_view framing, Step step)
{
    constexpr std::size_t plain = 20; // the longest size there is, and its CRLFs
    m_framingBytes += framing.size();
    if (m_excessBytes + m_framingBytes > m_limits.headerBytes)
        return fail(base::Errc::TooLarge,
                    fmt::format("chunk extensions or trailers above {} bytes", m_limits.headerBytes));
    if (const auto odd = scanLines(framing))
        return failOfLine(framing, *odd);
    if (step.event == Event::Body) {
        m_excessBytes += m_framingBytes - std::min(m_framingBytes, plain);
        m_excessBytes -= std::min(m_excessBytes, step.body.size());
        m_framingBytes = 0;
    }
    return step;
}

Parser::Step Parser::onPause(std::string_view input)
{
    const auto consumed = static_cast<std::size_t>(llhttp_get_error_pos(&m_llhttp) - input.data());
    llhttp_resume(&m_llhttp);
    if (m_event == Event::Body)
        return framed(input.substr(0, consumed - m_body.size()), {Event::Body, consumed, m_body});
    if (m_event == Event::End) {
        if (m_trailers.size() > m_limits.headerFields)
            return fail(base::Errc::TooLarge, fmt::format("more than {} trailers", m_limits.headerFields));
        if (const auto valid = validateFields(m_trailers); !valid)
            return fail(valid.error().code, valid.error().context);
        return framed(input.substr(0, consumed), {Event::End, consumed, {}});
    }

    m_inHeader = false;
    m_headerBytes += consumed;
    if (auto tooLarge = checkHeadSize())
        return *tooLarge;
    if (const auto odd = scanLines(input.substr(0, consumed)))
        return failOfLine(input.substr(0, consumed), *odd);
    keepStart(input.substr(0, consumed));
    if (!isPlainStart())
        return fail(base::Errc::Malformed,
                    m_kind == Kind::Request
                        ? "a request line that is not METHOD TARGET VERSION with one blank between (RFC 9112, 3)"
                        : "a status that is not of three digits (RFC 9112, 4)");
    if (m_llhttp.http_major != 1)
        return failOfVersion();
    if (m_head.status == 101 ? !m_upgradeOffered : m_kind == Kind::Response && m_llhttp.upgrade != 0)
        return fail(base::Errc::Unsupported, "a change of protocol that was not asked for");
    const auto valid = m_kind == Kind::Request ? validateRequest(m_head) : validateResponse(m_head);
    if (!valid)
        return fail(valid.error().code, valid.error().context);
    if ((m_llhttp.flags & F_TRANSFER_ENCODING) && !(m_llhttp.flags & F_CHUNKED))
        return fail(base::Errc::Malformed,
                    "a Transfer-Encoding that is spelt oddly"); // llhttp does not take it for chunked
    if (m_llhttp.flags & F_CONTENT_LENGTH && !(m_llhttp.flags & F_SKIPBODY)
        && m_llhttp.content_length > m_limits.bodyBytes)
        return fail(base::Errc::TooLarge, fmt::format("a body above {} bytes", m_limits.bodyBytes));
    framePlainly();
    if (m_memo && m_headerBytes == consumed)
        remember(input.substr(0, consumed));
    return {Event::Head, consumed, {}};
}

// A body of known length, none included, is so many bytes and needs no parser (RFC 9112 6.3, rules 1 and 6; a request
// without either framing field has none by rule 7). Where 101 or CONNECT may end HTTP, llhttp decides.
void Parser::framePlainly()
{
    const bool mayEndHttp = m_llhttp.upgrade != 0 || m_head.status == 101
        || (m_kind == Kind::Request && m_llhttp.method == HTTP_CONNECT);
    if ((m_llhttp.flags & F_TRANSFER_ENCODING) || mayEndHttp)
        return;
    if (m_llhttp.flags & F_SKIPBODY)
        m_plainLeft = 0;
    else if (m_llhttp.flags & F_CONTENT_LENGTH)
        m_plainLeft = m_llhttp.content_length;
    else if (m_kind == Kind::Request)
        m_plainLeft = 0;
    if (m_plainLeft)
        m_keepAlive = llhttp_should_keep_alive(&m_llhttp) != 0;
}

Parser::Step Parser::parsePlain(std::string_view input)
{
    if (*m_plainLeft == 0)
        return {Event::End, 0, {}};
    if (input.empty())
        return {};
    const auto body = input.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(input.size(), *m_plainLeft)));
    *m_plainLeft -= body.size();
    return {Event::Body, body.size(), body};
}

void Parser::keepStart(std::string_view piece)
{
    if (m_start.ends_with('\r'))
        return;
    if (m_start.empty())
        piece.remove_prefix(std::min(piece.find_first_not_of("\r\n"), piece.size()));
    m_start += piece.substr(0, std::min(piece.find('\r'), piece.size() - 1) + 1);
}

void Parser::keepBegun(std::string_view piece)
{
    constexpr std::size_t most = 128;
    const auto newline = piece.rfind('\n');
    if (newline != piece.npos)
        m_begun.clear();
    const auto line = newline == piece.npos ? piece : piece.substr(newline + 1);
    m_begun.append(line.substr(0, most - std::min(most, m_begun.size())));
}

// RFC 9112 3 and 4: one blank between the parts, and a status of three digits. llhttp reads over further blanks before
// the version and over zeros before the status.
bool Parser::isPlainStart() const
{
    constexpr std::size_t version = 8; // "HTTP/1.1"
    if (m_kind == Kind::Request)
        return m_start.size() == m_head.method.size() + 1 + m_head.target.size() + 1 + version + 1;
    const auto status = std::string_view{m_start}.substr(std::min(version + 1, m_start.size()));
    const auto digits = std::min(status.find_first_not_of("0123456789"), status.size());
    return digits == 3 && (status[digits] == ' ' || status[digits] == '\r');
}

void Parser::remember(std::string_view bytes)
{
    if (!m_memo->wants(bytes))
        return;
    ParsedHead known;
    known.bytes = bytes;
    known.toHead = m_toHead;
    known.upgradeOffered = m_upgradeOffered;
    known.state = m_llhttp;
    known.head = m_head;
    known.bodyLength = m_bodyLength;
    known.announced = m_announced;
    known.plainLength = m_plainLeft;
    known.keepAlive = m_keepAlive;
    m_memo->keep(std::move(known));
}

Parser::Step Parser::recall(const std::shared_ptr<const ParsedHead>& known)
{
    m_isFresh = false;
    if (m_kind == Kind::Request) {
        m_head.method = known->head.method;
        m_head.target = known->head.target;
    }
    m_head.status = known->head.status;
    m_head.minorVersion = known->head.minorVersion;
    m_head.headers.share({known, &known->head.headers});
    m_bodyLength = known->bodyLength;
    m_announced = known->announced;
    m_plainLeft = known->plainLength;
    m_keepAlive = known->keepAlive;
    if (!m_plainLeft) {
        m_llhttp = known->state;
        m_llhttp.data = this;
        m_lastByte = '\n';
        m_lines = 0;
        m_framingBytes = 0;
        m_excessBytes = 0;
    }
    if (!m_trailers.empty())
        m_trailers.clear();
    m_inHeader = false;
    m_unknownVersion = m_largeHead = false; // another connection's error may have been the last of it
    m_headerBytes = known->bytes.size();
    return {Event::Head, m_headerBytes, {}};
}

// llhttp joins folded lines silently; RFC 9112 5.2 wants them refused or mended, and refusing cannot be misread. It
// also takes a bare LF for the end of a line in places, and reads over a bare CR, where others do not (2.2).
std::optional<std::size_t> Parser::scanLines(std::string_view piece)
{
    constexpr auto none = std::string_view::npos;
    for (std::size_t at = 0; at < piece.size();) {
        if (m_lastByte == '\n' && (piece[at] == ' ' || piece[at] == '\t'))
            return at;
        const auto carriageReturn = m_lastByte == '\r' ? none : piece.find('\r', at);
        const auto expected = m_lastByte == '\r' ? at : carriageReturn == none ? none : carriageReturn + 1;
        const auto newline = piece.find('\n', at);
        if (newline != expected && (newline != none || expected != piece.size()))
            return std::min(newline, expected);
        if (newline == none) {
            m_lastByte = piece.back();
            break;
        }
        m_lastByte = '\n';
        ++m_lines;
        at = newline + 1;
    }
    return std::nullopt;
}

// `m_lines` has grown by the lines of the piece that were in order.
Parser::Step Parser::failOfLine(std::string_view piece, std::size_t at)
{
    auto place = placeIn(piece, at);
    place.linesBefore -= std::min<std::size_t>(place.linesBefore,
                                               static_cast<std::size_t>(std::ranges::count(piece.substr(0, at), '\n')));
    return fail(base::Errc::Malformed, lineFault(place));
}

SyntaxPlace Parser::placeIn(std::string_view piece, std::size_t at) const
{
    SyntaxPlace place;
    place.isRequest = m_kind == Kind::Request;
    place.isInHead = m_inHeader || m_event == Event::Head;
    place.linesBefore = m_lines;
    place.begun = m_begun;
    place.lastByte = m_lastByte;
    place.piece = piece;
    place.at = at;
    return place;
}

Parser::Step Parser::finish()
{
    m_event = Event::NeedMore;
    if (m_isFresh)
        return {};
    if (m_plainLeft) {
        m_keepAlive = false;
        return *m_plainLeft == 0 ? Step{Event::End, 0, {}}
                                 : fail(base::Errc::ConnectionClosed, "the connection ended within a message");
    }
    const auto code = llhttp_finish(&m_llhttp);
    if (m_event == Event::End) {
        m_keepAlive = false;
        return {Event::End, 0, {}};
    }
    if (code == HPE_OK)
        return {Event::NeedMore, 0, {}};
    return fail(base::Errc::ConnectionClosed, "the connection ended within a message");
}

// RFC 6585 5.
Parser::Step Parser::failOfSize(std::string reason)
{
    m_largeHead = true;
    return fail(base::Errc::TooLarge, std::move(reason));
}

std::optional<Parser::Step> Parser::checkHeadSize()
{
    if (m_headerBytes > m_limits.headerBytes)
        return failOfSize(fmt::format("a header above {} bytes (http.max_header_bytes)", m_limits.headerBytes));
    if (m_head.headers.size() > m_limits.headerFields)
        return failOfSize(fmt::format("more than {} header fields", m_limits.headerFields));
    return std::nullopt;
}

// llhttp knows the methods by a list of its own.
Parser::Step Parser::failOfSyntax(llhttp_errno_t code, std::string_view input)
{
    const auto* text = llhttp_get_error_reason(&m_llhttp);
    const std::string_view reason = text && *text ? text : llhttp_errno_name(code);
    if (code == HPE_PAUSED_H2_UPGRADE) { // RFC 9113 3.3
        m_unknownVersion = true;
        return fail(base::Errc::Unsupported,
                    "the preface of HTTP/2 (prior knowledge), which is not spoken here; ask in HTTP/1.1");
    }
    if (code == HPE_INVALID_VERSION && reason == "Invalid HTTP version") // of the right form
        return failOfVersion();
    if (code == HPE_INVALID_METHOD && beginsWithMethod(input)) // RFC 9110 9.1
        return fail(base::Errc::Unsupported, "a method that is not known here");
    const auto* stopped = llhttp_get_error_pos(&m_llhttp);
    const auto at = stopped ? std::min<std::size_t>(static_cast<std::size_t>(stopped - input.data()), input.size()) : 0;
    const auto place = placeIn(input, at);
    if (const auto odd = m_inHeader ? scanLines(input.substr(0, at)) : std::nullopt) // what llhttp let pass before it
        return failOfLine(input, *odd);
    return fail(base::Errc::Malformed, syntaxFault(place, code, reason));
}

// Whether the start line, as far as it has come, opens with what may be a method.
bool Parser::beginsWithMethod(std::string_view input) const
{
    auto start = m_start + std::string(input);
    start.erase(0, start.find_first_not_of("\r\n"));
    const auto method = std::string_view{start}.substr(0, start.find(' '));
    return !method.empty() && std::ranges::all_of(method, isTokenCharacter);
}

// RFC 9110 15.6.6: a request may be fine in a version that is not spoken here; a reply in one is of no use.
Parser::Step Parser::failOfVersion()
{
    m_unknownVersion = m_kind == Kind::Request;
    return fail(m_unknownVersion ? base::Errc::Unsupported : base::Errc::Malformed, "an unknown HTTP version");
}

Parser::Step Parser::fail(base::Errc code, std::string reason)
{
    m_error = base::Error{code, std::move(reason)};
    return {Event::Error, 0, {}};
}

} // namespace weir::http

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/syntax_fault.h"

#include "core/base/strings.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir::http {

namespace {

char byteAt(const SyntaxPlace& place)
{
    return place.at < place.piece.size() ? place.piece[place.at] : '\0';
}

char byteBefore(const SyntaxPlace& place)
{
    if (place.at > 0)
        return place.piece[std::min(place.at, place.piece.size()) - 1];
    return place.lastByte == 0 ? '\n' : place.lastByte;
}

// From the line's beginning up to the place.
std::string lineSoFar(const SyntaxPlace& place)
{
    const auto before = place.piece.substr(0, place.at);
    const auto newline = before.rfind('\n');
    if (newline != before.npos)
        return std::string(before.substr(newline + 1));
    return std::string(place.begun).append(before);
}

// Counted from 1; the start line is the first.
std::size_t lineNumber(const SyntaxPlace& place)
{
    const auto before = place.piece.substr(0, place.at);
    return place.linesBefore + static_cast<std::size_t>(std::ranges::count(before, '\n')) + 1;
}

std::string byteName(char c)
{
    const auto code = static_cast<unsigned>(static_cast<unsigned char>(c));
    if (c == '\0')
        return "a NUL byte";
    if (c == ' ')
        return "a blank";
    if (c == '\t')
        return "a tab";
    return code > 0x20 && code < 0x7f ? fmt::format("the character \"{}\"", c) : fmt::format("the byte 0x{:02X}", code);
}

// "in line 3, the field "X-Id"".
std::string where(const SyntaxPlace& place)
{
    if (!place.isInHead)
        return "behind a chunked body's data";
    const auto number = lineNumber(place);
    if (number == 1)
        return place.isRequest ? "in its request line" : "in its status line";
    const auto line = lineSoFar(place);
    const auto name = std::string_view{line}.substr(0, line.find(':'));
    return name.empty() ? fmt::format("in line {}", number)
                        : fmt::format("in line {}, the field {}", number, inQuotes(base::trimmed(name)));
}

bool isInTls(std::string_view begin)
{
    return begin.size() > 1 && (begin[0] == 0x15 || begin[0] == 0x16) && begin[1] == 3;
}

std::string startLineFault(const SyntaxPlace& place, llhttp_errno_t code)
{
    const auto whole = lineSoFar(place).append(place.piece.substr(std::min(place.at, place.piece.size())));
    if (isInTls(whole))
        return place.isRequest ? "a TLS handshake in the place of its request line: this port speaks http, not https"
                               : "TLS in the place of its status line: this port speaks https, not http";
    const auto shown = inQuotes(std::string_view{whole}.substr(0, whole.find_first_of("\r\n")));
    if (!place.isRequest && !whole.starts_with("HTTP/"))
        return fmt::format("{} in the place of its status line, which begins with HTTP/1.1 (RFC 9112, 4)", shown);
    if (code == HPE_INVALID_STATUS)
        return fmt::format("a status that is not of three digits: {} (RFC 9112, 4)", shown);
    if (code == HPE_INVALID_URL)
        return fmt::format("{} in its target, which may not stand there unencoded (RFC 9112, 3.2)",
                           byteName(byteAt(place)));
    return place.isRequest ? fmt::format("a request line that is not METHOD TARGET HTTP/1.1: {} (RFC 9112, 3)", shown)
                           : fmt::format("a status line that is not HTTP/1.1 STATUS REASON: {} (RFC 9112, 4)", shown);
}

std::string fieldFault(const SyntaxPlace& place)
{
    const char c = byteAt(place);
    const auto line = lineSoFar(place);
    if (line.contains(':'))
        return fmt::format("{} {}; a value holds no control characters (RFC 9110, 5.5)", byteName(c), where(place));
    if (line.empty() && c == ':')
        return fmt::format("a field without a name {} (RFC 9112, 5)", where(place));
    if (c == ' ' || c == '\t')
        return line.empty() ? fmt::format("a blank at the beginning of line {} (RFC 9112, 2.2)", lineNumber(place))
                            : fmt::format("a blank before the colon {} (RFC 9112, 5.1)", where(place));
    if (c == '\r' || c == '\n')
        return fmt::format("no colon {} (RFC 9112, 5)", where(place));
    return fmt::format("{} in the name of a field, {} (RFC 9110, 5.1)", byteName(c), where(place));
}

std::string chunkFault(const SyntaxPlace& place, llhttp_errno_t code, std::string_view reason)
{
    if (code == HPE_INVALID_CHUNK_SIZE)
        return reason.contains("overflow")
            ? "a chunk whose size is beyond 64 bits (RFC 9112, 7.1)"
            : fmt::format("{} in the size of a chunk, which is hexadecimal digits (RFC 9112, 7.1)",
                          byteName(byteAt(place)));
    if (code == HPE_STRICT)
        return fmt::format("{} where a chunk's data or size ends, which CR and LF do (RFC 9112, 7.1)",
                           byteName(byteAt(place)));
    return fmt::format("{} {}", byteName(byteAt(place)), where(place));
}

} // namespace

std::string inQuotes(std::string_view text)
{
    constexpr std::size_t most = 40;
    std::string shown = "\"";
    for (const char c : text.substr(0, most)) {
        const auto code = static_cast<unsigned>(static_cast<unsigned char>(c));
        if (code >= 0x20 && code < 0x7f)
            shown += c;
        else
            shown += fmt::format("\\x{:02X}", code);
    }
    return shown += text.size() > most ? "...\"" : "\"";
}

std::string lineFault(const SyntaxPlace& place)
{
    const char c = byteAt(place);
    if (c == '\n' && byteBefore(place) != '\r')
        return fmt::format("a bare LF {}: lines end in CR and LF (RFC 9112, 2.2)", where(place));
    if (byteBefore(place) == '\r' || c == '\r')
        return fmt::format("a bare CR {}: lines end in CR and LF (RFC 9112, 2.2)", where(place));
    if (!place.isInHead)
        return "a folded line behind a chunked body's data (RFC 9112, 5.2)";
    return fmt::format("a folded line, line {} goes on with the field before it: that is obsolete (RFC 9112, 5.2)",
                       lineNumber(place));
}

std::string syntaxFault(const SyntaxPlace& place, llhttp_errno_t code, std::string_view reason)
{
    switch (code) {
    case HPE_UNEXPECTED_CONTENT_LENGTH:
        return reason.contains("Transfer-Encoding") ? "both Transfer-Encoding and Content-Length (RFC 9112, 6.3)"
                                                    : "more than one Content-Length (RFC 9110, 8.6)";
    case HPE_INVALID_CONTENT_LENGTH: return "a Content-Length that is no number of bytes (RFC 9110, 8.6)";
    case HPE_INVALID_TRANSFER_ENCODING: return "a Transfer-Encoding that does not end in chunked (RFC 9112, 6.3)";
    default: break;
    }
    const bool isStart = place.isInHead && lineNumber(place) == 1;
    const char c = byteAt(place);
    const bool endsOddly = place.at < place.piece.size() && byteBefore(place) != '\n'
        && (c == '\n' ? byteBefore(place) != '\r' : byteBefore(place) == '\r');
    if (endsOddly && (!isStart || lineSoFar(place).size() > 1) && code != HPE_INVALID_CHUNK_SIZE)
        return lineFault(place);
    if (isStart)
        return startLineFault(place, code);
    return place.isInHead ? fieldFault(place) : chunkFault(place, code, reason);
}

} // namespace weir::http

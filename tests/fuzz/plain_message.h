// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/header_map.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

// A reading by the letter of RFC 9112, sections 2 to 7, to hold the parser against: it knows no leniency and shares no
// code with it. What the parser takes and this refuses is what two peers may read in two ways.
namespace weir::fuzz {

inline void require(bool holds)
{
    if (!holds)
        std::abort();
}

inline bool isTokenByte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
        || (c != '\0' && std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos);
}

inline bool isValueByte(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= ' ' && byte != 0x7f);
}

inline std::string_view withoutBlanks(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    return first == text.npos ? std::string_view{} : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Takes a line and its CRLF off the front.
inline std::optional<std::string_view> takeLine(std::string_view& text)
{
    const auto end = text.find("\r\n");
    if (end == text.npos)
        return std::nullopt;
    const auto line = text.substr(0, end);
    text.remove_prefix(end + 2);
    return std::ranges::all_of(line, isValueByte) ? std::optional(line) : std::nullopt;
}

// Takes lines "token: value" up to and with the empty one.
inline std::optional<http::HeaderMap> takeFields(std::string_view& text)
{
    http::HeaderMap fields;
    for (auto line = takeLine(text); line; line = takeLine(text)) {
        if (line->empty())
            return fields;
        const auto colon = line->find(':');
        if (colon == line->npos || colon == 0 || !std::ranges::all_of(line->substr(0, colon), isTokenByte))
            return std::nullopt;
        fields.add(line->substr(0, colon), withoutBlanks(line->substr(colon + 1)));
    }
    return std::nullopt;
}

// A whole head: the start line's text, and the fields.
inline std::optional<http::HeaderMap> readHead(std::string_view head, std::string_view& startLine)
{
    while (head.starts_with("\r\n")) // section 2.2
        head.remove_prefix(2);
    const auto line = takeLine(head);
    startLine = line.value_or("");
    const auto fields = line ? takeFields(head) : std::nullopt;
    return head.empty() ? fields : std::nullopt;
}

// What the serializer leaves out and derives from the body.
inline http::HeaderMap unframed(http::HeaderMap headers)
{
    headers.remove("Content-Length");
    headers.remove("Transfer-Encoding");
    return headers;
}

struct ChunkedBody {
    std::string body;
    http::HeaderMap trailers;
    std::size_t length = 0; // on the wire

    bool operator==(const ChunkedBody&) const = default;
};

inline std::optional<std::size_t> takeChunkSize(std::string_view& text)
{
    const auto line = takeLine(text);
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(line ? line->data() : nullptr,
                                              line ? line->data() + line->size() : nullptr, size, 16);
    if (!line || error != std::errc{})
        return std::nullopt;
    const auto extension = line->substr(static_cast<std::size_t>(end - line->data()));
    return extension.empty() || withoutBlanks(extension).starts_with(';') ? std::optional(size) : std::nullopt;
}

inline std::optional<ChunkedBody> readChunked(std::string_view text)
{
    ChunkedBody read;
    const auto whole = text.size();
    for (auto size = takeChunkSize(text); size != 0u; size = takeChunkSize(text)) {
        if (!size || *size > text.size())
            return std::nullopt;
        read.body += text.substr(0, *size);
        text.remove_prefix(*size);
        if (!text.starts_with("\r\n"))
            return std::nullopt;
        text.remove_prefix(2);
    }
    auto fields = takeFields(text);
    if (!fields)
        return std::nullopt;
    read.trailers = std::move(*fields);
    read.length = whole - text.size();
    return read;
}

} // namespace weir::fuzz

// SPDX-License-Identifier: GPL-3.0-or-later
// Reads any bytes as the chunked body of a request, cut in pieces of the sizes that the first bytes give. However they
// are cut, the body is the same; what is accepted is one by the letter of RFC 9112, section 7.1, and written again in
// other chunks reads as the same body and trailers.
#include "core/http/parser.h"
#include "core/http/serializer.h"
#include "core/http/validator.h"
#include "tests/fuzz/plain_message.h"

using namespace weir;
using fuzz::ChunkedBody;
using fuzz::require;
using Event = http::Parser::Event;

static constexpr std::string_view head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";

// Nothing when it is malformed or not complete. `cuts` are the pieces' sizes, over and over.
static std::optional<ChunkedBody> parse(std::string_view coded, std::string_view cuts, const http::Limits& limits)
{
    http::Parser parser(http::Parser::Kind::Request, limits);
    require(parser.parse(head).event == Event::Head);
    ChunkedBody content;
    for (std::size_t i = 0; content.length < coded.size(); ++i) {
        const auto size = cuts.empty() ? coded.npos : 1 + static_cast<unsigned char>(cuts[i % cuts.size()]) % 16;
        const std::string piece{coded.substr(content.length, size)}; // its own memory: no byte behind it is seen
        http::Parser::Step step;
        for (std::string_view rest = piece; step.event == Event::Body || !rest.empty();) {
            step = parser.parse(rest);
            if (step.event == Event::Error)
                return std::nullopt;
            content.body += step.body;
            content.length += step.consumed;
            rest.remove_prefix(step.consumed);
            if (step.event == Event::End) {
                content.trailers = std::move(parser.trailers());
                return content;
            }
        }
    }
    return std::nullopt;
}

static std::string encode(const ChunkedBody& content, std::size_t chunkSize)
{
    std::string coded;
    for (std::size_t at = 0; at < content.body.size(); at += chunkSize) {
        const auto piece = content.body.substr(at, chunkSize);
        http::appendChunkHeader(coded, piece.size());
        coded.append(piece).append(http::chunkEnd);
    }
    return coded += http::lastChunk(&content.trailers);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 4)
        return 0;
    const std::string_view cuts{reinterpret_cast<const char*>(data), 4};
    const std::string_view coded{reinterpret_cast<const char*>(data + 4), size - 4};
    http::Limits limits;
    limits.headerBytes = 512;
    auto content = parse(coded, {}, limits);
    require(content == parse(coded, cuts, limits) && content == parse(coded, cuts.substr(0, 1), limits));
    if (!content)
        return 0;
    require(content->length <= limits.headerBytes + 22 * (content->body.size() + 1)); // in chunks of a byte
    auto plain = fuzz::readChunked(coded);
    require(plain.has_value());
    plain->trailers.removeIf([](auto field) { return !http::mayTrail(field.name); });
    require(content == plain);
    const auto again = encode(*content, 1 + data[0] % 32u);
    content->length = again.size();
    require(parse(again, cuts, http::Limits()) == content);
    return 0;
}

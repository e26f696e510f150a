// SPDX-License-Identifier: GPL-3.0-or-later
// Reads any bytes as what a client sends. However the bytes are cut in two, the parser has to make the same of them;
// a request that it accepts is one by the letter of the RFC, and written out again reads as the same request.
#include "core/http/serializer.h"
#include "tests/fuzz/plain_message.h"
#include "tests/unit/http/transcript.h"

using namespace weir;
using fuzz::require;

static constexpr auto kind = http::Parser::Kind::Request;

static http::Limits smallLimits()
{
    http::Limits limits;
    limits.headerBytes = 512;
    limits.bodyBytes = 64;
    return limits;
}

// RFC 9112, sections 3 and 6.3: what every peer reads alike.
static void checkPlain(std::string_view bytes, const http::Head& head)
{
    std::string_view line;
    const auto fields = fuzz::readHead(bytes, line);
    require(fields && std::ranges::equal(*fields, head.headers));
    require(line == head.method + " " + head.target + " HTTP/1." + std::to_string(head.minorVersion));
    require(!head.target.empty() && std::ranges::all_of(head.target, [](char c) { return c > ' ' && c < 0x7f; }));
    const auto scheme = std::string_view{head.target}.substr(0, head.target.find("://"));
    require(head.target.starts_with('/') || (head.target == "*" && head.method == "OPTIONS") || head.method == "CONNECT"
            || (scheme.size() < head.target.size() && !scheme.contains('/') && !scheme.contains('*')));
    const auto hosts = fields->count("Host");
    require(hosts == 1 || (hosts == 0 && head.minorVersion == 0));
    require(fields->count("Content-Length") + fields->count("Transfer-Encoding") <= 1);
}

static void checkRewritten(std::string_view text)
{
    http::Parser parser(kind, smallLimits());
    const auto step = parser.parse(text);
    if (step.event != http::Parser::Event::Head)
        return;
    checkPlain(text.substr(0, step.consumed), parser.head());
    http::Request request;
    request.method = parser.head().method;
    request.target = parser.head().target;
    request.headers = parser.head().headers;
    request.headers.remove("Expect");
    if (!request.headers.contains("Host")) // HTTP/1.0
        request.headers.add("Host", "h");
    std::string again;
    http::appendHead(again, request);
    http::Parser second(kind, http::Limits());
    require(second.parse(again).event == http::Parser::Event::Head);
    require(second.head().method == request.method && second.head().target == request.target);
    require(second.headerBytes() == again.size());
    require(std::ranges::equal(fuzz::unframed(second.head().headers), fuzz::unframed(request.headers)));
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view text{reinterpret_cast<const char*>(data + 1), size - 1};
    const auto cut = size > 1 ? data[0] % size : 0;
    const auto whole = tests::transcript(kind, text, text.size(), false, smallLimits());
    require(tests::upToError(whole) == tests::upToError(tests::transcript(kind, text, cut, false, smallLimits())));
    require(whole == tests::rememberedTranscript(kind, text, false, smallLimits()));
    checkRewritten(text);
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Reads any bytes as what a client sends. However the bytes are cut in two, the parser has to make the same of them;
// and a request that it accepts, written out again, has to read as the same request.
#include "core/http/serializer.h"
#include "tests/unit/http/transcript.h"

#include <cstdlib>

using namespace weir;

static constexpr auto kind = http::Parser::Kind::Request;

static void require(bool holds)
{
    if (!holds)
        std::abort();
}

static http::Limits smallLimits()
{
    http::Limits limits;
    limits.headerBytes = 512;
    limits.bodyBytes = 64;
    return limits;
}

static void checkRewritten(std::string_view text)
{
    http::Parser parser(kind, smallLimits());
    if (parser.parse(text).event != http::Parser::Event::Head)
        return;
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

// SPDX-License-Identifier: GPL-3.0-or-later
// Reads any bytes as what a server sends until it closes, in reply to GET or HEAD. However the bytes are cut in two,
// the parser has to make the same of them, and so has one that has seen them before; and a head that it accepts is one
// by the letter of the RFC, and written out again reads as the same head.
#include "core/http/serializer.h"
#include "tests/fuzz/plain_message.h"
#include "tests/unit/http/transcript.h"

using namespace weir;
using fuzz::require;

static constexpr auto kind = http::Parser::Kind::Response;

static http::Limits smallLimits()
{
    http::Limits limits;
    limits.headerBytes = 512;
    return limits;
}

static void checkPlain(std::string_view bytes, const http::Head& head)
{
    std::string_view line;
    const auto fields = fuzz::readHead(bytes, line);
    require(fields && std::ranges::equal(*fields, head.headers));
    const auto start = "HTTP/1." + std::to_string(head.minorVersion) + " " + std::to_string(head.status);
    require(head.status >= 100 && head.status <= 999);
    require(line == start || line.starts_with(start + " "));
    require(fields->count("Content-Length") + fields->count("Transfer-Encoding") <= 1);
}

static void checkRewritten(std::string_view text, bool toHead)
{
    http::Parser parser(kind, smallLimits());
    parser.reset(toHead, true);
    const auto step = parser.parse(text);
    if (step.event != http::Parser::Event::Head)
        return;
    checkPlain(text.substr(0, step.consumed), parser.head());
    http::Response response;
    response.status = parser.head().status;
    response.headers = parser.head().headers;
    std::string again;
    http::appendHead(again, response, toHead);
    http::Parser second(kind, http::Limits());
    second.reset(toHead, true);
    require(second.parse(again).event == http::Parser::Event::Head);
    require(second.headerBytes() == again.size() && second.head().status == response.status);
    require(std::ranges::equal(fuzz::unframed(second.head().headers), fuzz::unframed(response.headers)));
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view text{reinterpret_cast<const char*>(data + 1), size - 1};
    const std::size_t cut = (data[0] >> 1) % size;
    const bool toHead = data[0] & 1;
    const auto whole = tests::transcript(kind, text, text.size(), true, smallLimits(), toHead);
    const auto inTwo = tests::transcript(kind, text, cut, true, smallLimits(), toHead);
    require(tests::upToError(whole) == tests::upToError(inTwo));
    require(whole == tests::rememberedTranscript(kind, text, true, smallLimits(), toHead));
    checkRewritten(text, toHead);
    return 0;
}

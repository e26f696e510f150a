// SPDX-License-Identifier: GPL-3.0-or-later
// Reads any bytes as what a server sends until it closes, in reply to GET or HEAD. However the bytes are cut in two,
// the parser has to make the same of them, and so has one that has seen them before.
#include "tests/unit/http/transcript.h"

#include <cstdlib>

using namespace weir;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view text{reinterpret_cast<const char*>(data + 1), size - 1};
    const std::size_t cut = (data[0] >> 1) % size;
    const bool toHead = data[0] & 1;
    http::Limits limits;
    limits.headerBytes = 512;
    const auto kind = http::Parser::Kind::Response;
    const auto whole = tests::transcript(kind, text, text.size(), true, limits, toHead);
    if (tests::upToError(whole) != tests::upToError(tests::transcript(kind, text, cut, true, limits, toHead)))
        std::abort();
    if (whole != tests::rememberedTranscript(kind, text, true, limits, toHead))
        std::abort();
    return 0;
}

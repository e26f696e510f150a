// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/coded_size.h"

#include <brotli/encode.h>
#include <zlib.h>

#include <cstdint>
#include <vector>

namespace weir::integration {

std::size_t gzipSize(std::string_view body, int level)
{
    z_stream stream{};
    if (deflateInit2(&stream, level, Z_DEFLATED, MAX_WBITS + 16, MAX_MEM_LEVEL - 1, Z_DEFAULT_STRATEGY) != Z_OK)
        return 0;
    std::vector<Bytef> out(deflateBound(&stream, static_cast<uLong>(body.size())));
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
    stream.avail_in = static_cast<uInt>(body.size());
    stream.next_out = out.data();
    stream.avail_out = static_cast<uInt>(out.size());
    const bool whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    const auto size = stream.total_out;
    deflateEnd(&stream);
    return whole ? size : 0;
}

// RFC 7932, section 9.1: a window of w bits holds 2^w - 16 bytes.
static std::uint32_t windowBits(std::size_t size)
{
    std::uint32_t bits = 16;
    while (bits < 22 && (std::size_t{1} << bits) - 16 < size)
        ++bits;
    return bits;
}

std::size_t brotliSize(std::string_view body, int quality)
{
    auto* state = BrotliEncoderCreateInstance(nullptr, nullptr, nullptr);
    BrotliEncoderSetParameter(state, BROTLI_PARAM_QUALITY, static_cast<std::uint32_t>(quality));
    BrotliEncoderSetParameter(state, BROTLI_PARAM_LGWIN, windowBits(body.size()));
    BrotliEncoderSetParameter(state, BROTLI_PARAM_SIZE_HINT, static_cast<std::uint32_t>(body.size()));
    std::vector<std::uint8_t> out(BrotliEncoderMaxCompressedSize(body.size()));
    std::size_t left = body.size();
    std::size_t room = out.size();
    const auto* next = reinterpret_cast<const std::uint8_t*>(body.data());
    auto* end = out.data();
    const bool whole = BrotliEncoderCompressStream(state, BROTLI_OPERATION_FINISH, &left, &next, &room, &end, nullptr)
        && BrotliEncoderIsFinished(state);
    BrotliEncoderDestroyInstance(state);
    return whole ? out.size() - room : 0;
}

} // namespace weir::integration

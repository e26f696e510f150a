// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <brotli/decode.h>
#include <brotli/encode.h>
#include <zlib.h>

#include <string>
#include <string_view>

// The libraries' own one-call coders, as a client would use them: none of the product's code.
namespace weir::tests {

inline std::string gunzip(std::string_view coded)
{
    z_stream stream{};
    inflateInit2(&stream, 15 + 16);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(coded.data()));
    stream.avail_in = static_cast<uInt>(coded.size());
    std::string bytes;
    int state = Z_OK;
    while (state == Z_OK) {
        char out[65536];
        stream.next_out = reinterpret_cast<Bytef*>(out);
        stream.avail_out = sizeof out;
        state = inflate(&stream, Z_NO_FLUSH);
        bytes.append(out, sizeof out - stream.avail_out);
    }
    inflateEnd(&stream);
    return state == Z_STREAM_END ? bytes : "not gzip";
}

inline std::string gzip(std::string_view bytes)
{
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    std::string coded(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(coded.data());
    stream.avail_out = static_cast<uInt>(coded.size());
    deflate(&stream, Z_FINISH);
    coded.resize(stream.total_out);
    deflateEnd(&stream);
    return coded;
}

inline std::string unbrotli(std::string_view coded, std::size_t most = 16 * 1024 * 1024)
{
    std::string bytes(most, '\0');
    std::size_t size = bytes.size();
    const auto result = BrotliDecoderDecompress(coded.size(), reinterpret_cast<const std::uint8_t*>(coded.data()),
                                                &size, reinterpret_cast<std::uint8_t*>(bytes.data()));
    bytes.resize(result == BROTLI_DECODER_RESULT_SUCCESS ? size : 0);
    return bytes;
}

inline std::string brotli(std::string_view bytes)
{
    std::string coded(BrotliEncoderMaxCompressedSize(bytes.size()) + 64, '\0');
    std::size_t size = coded.size();
    BrotliEncoderCompress(5, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC, bytes.size(),
                          reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
                          reinterpret_cast<std::uint8_t*>(coded.data()));
    coded.resize(size);
    return coded;
}

} // namespace weir::tests

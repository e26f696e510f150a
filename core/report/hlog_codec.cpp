// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/hlog_codec.h"

#include "core/report/big_endian.h"
#include "core/report/hlog_payload.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <zlib.h>

#include <cassert>
#include <limits>
#include <optional>

namespace weir::report {

using base::Errc;
using metrics::Histogram;

namespace {

constexpr std::uint32_t compressedCookie = 0x1c849314;
constexpr std::size_t cookieAndLengthSize = 8;

std::string toBase64(std::string_view bytes)
{
    std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0'); // and the zero that is written behind it
    const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                     reinterpret_cast<const unsigned char*>(bytes.data()),
                                     static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(size));
    return text;
}

// OpenSSL's reader overlooks blanks and takes = anywhere, so what it read has to give the same text again.
std::optional<std::string> fromBase64(std::string_view text)
{
    if (text.empty() || text.size() % 4 != 0 || text.size() > std::numeric_limits<int>::max() / 2)
        return std::nullopt;
    std::string bytes(text.size() / 4 * 3, '\0');
    const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                     reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    if (size != static_cast<int>(bytes.size()))
        return std::nullopt;
    bytes.resize(bytes.size() - padding);
    return toBase64(bytes) == text ? std::optional{std::move(bytes)} : std::nullopt;
}

std::string compressed(std::string_view bytes)
{
    auto size = compressBound(bytes.size());
    std::string result(size, '\0');
    [[maybe_unused]] const int status = compress(reinterpret_cast<Bytef*>(result.data()), &size,
                                                 reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
    assert(status == Z_OK); // the room is enough; what may fail is the memory
    result.resize(size);
    return result;
}

// One whole stream with nothing behind it, no larger than any histogram is: first tried within what nearly all take.
std::optional<std::string> expanded(std::string_view bytes)
{
    for (const std::uint32_t digits : {3, 5}) {
        std::string result(mostPayloadBytes(digits), '\0');
        uLongf size = result.size();
        uLong used = bytes.size();
        const int status = uncompress2(reinterpret_cast<Bytef*>(result.data()), &size,
                                       reinterpret_cast<const Bytef*>(bytes.data()), &used);
        if (status == Z_BUF_ERROR)
            continue;
        if (status != Z_OK || used != bytes.size())
            return std::nullopt;
        result.resize(size);
        return result;
    }
    return std::nullopt;
}

std::unexpected<base::Error> corruptLine(std::string what)
{
    return base::fail(Errc::Corrupt, std::move(what));
}

} // namespace

std::string encodeHistogram(const Histogram& histogram)
{
    const auto stream = compressed(encodePayload(histogram));
    std::string bytes;
    appendBigEndian(bytes, compressedCookie);
    appendBigEndian(bytes, static_cast<std::uint32_t>(stream.size()));
    return toBase64(bytes + stream);
}

base::Result<Histogram> decodeHistogram(std::string_view text)
{
    const auto bytes = fromBase64(text);
    if (!bytes)
        return corruptLine("the histogram's text is cut off or not base64");
    BigEndianReader reader{*bytes};
    if (reader.size() < cookieAndLengthSize)
        return corruptLine("the histogram ends within its header");
    if (const auto cookie = reader.take<std::uint32_t>(); cookie != compressedCookie)
        return base::fail(Errc::Unsupported,
                          fmt::format("the histogram has the encoding {:08x}, not V2 compressed", cookie));
    if (const auto length = reader.take<std::uint32_t>(); length != reader.size())
        return corruptLine(
            fmt::format("the histogram says that it has {} compressed bytes, but has {}", length, reader.size()));
    const auto payload = expanded(reader.rest());
    if (!payload)
        return corruptLine("the histogram's zlib stream is damaged, or larger than any histogram");
    return decodePayload(*payload);
}

} // namespace weir::report

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/codec.h"

#include "core/base/strings.h"
#include "core/codec/brotli.h"
#include "core/codec/gzip.h"

#include <algorithm>

namespace weir::codec {

using base::Result;
using base::Status;

std::string_view token(Codec codec)
{
    switch (codec) {
    case Codec::Gzip: return "gzip";
    case Codec::Brotli: return "br";
    case Codec::Identity: break;
    }
    return "identity";
}

std::optional<Codec> codecOfToken(std::string_view token)
{
    if (base::equalsIgnoringCase(token, "gzip") || base::equalsIgnoringCase(token, "x-gzip"))
        return Codec::Gzip;
    if (base::equalsIgnoringCase(token, "br"))
        return Codec::Brotli;
    if (token.empty() || base::equalsIgnoringCase(token, "identity"))
        return Codec::Identity;
    return std::nullopt;
}

LevelRange levels(Codec codec)
{
    switch (codec) {
    case Codec::Gzip: return {1, 9};
    case Codec::Brotli: return {0, 11};
    case Codec::Identity: break;
    }
    return {0, 0};
}

namespace {

class IdentityEncoder : public Encoder {
public:
    Status push(std::string_view in, std::string& out) override
    {
        out.append(in);
        return {};
    }
    Status flush(std::string&) override { return {}; }
    Status finish(std::string&) override { return {}; }
};

class IdentityDecoder : public Decoder {
public:
    explicit IdentityDecoder(std::size_t limit) : m_left(limit) {}

    Result<std::size_t> push(std::string_view in, std::string& out, std::size_t room) override
    {
        const std::size_t taken = std::min(in.size(), room);
        if (taken > m_left)
            return base::fail(base::Errc::TooLarge, "The body is longer than the limit allows.");
        m_left -= taken;
        out.append(in.substr(0, taken));
        return taken;
    }
    Status finish() override { return {}; }

private:
    std::size_t m_left;
};

int clamped(Codec codec, int level)
{
    const LevelRange range = levels(codec);
    return std::clamp(level, range.min, range.max);
}

} // namespace

std::unique_ptr<Encoder> makeEncoder(Codec codec, int level, StateCache& states, std::optional<std::size_t> size)
{
    switch (codec) {
    case Codec::Gzip: return makeGzipEncoder(clamped(codec, level), states);
    case Codec::Brotli: return makeBrotliEncoder(clamped(codec, level), states, size);
    case Codec::Identity: break;
    }
    return std::make_unique<IdentityEncoder>();
}

std::unique_ptr<Decoder> makeDecoder(Codec codec, StateCache& states, std::size_t limit)
{
    switch (codec) {
    case Codec::Gzip: return makeGzipDecoder(states, limit);
    case Codec::Brotli: return makeBrotliDecoder(states, limit);
    case Codec::Identity: break;
    }
    return std::make_unique<IdentityDecoder>(limit);
}

Result<std::string> encode(Codec codec, int level, std::string_view bytes, StateCache& states)
{
    switch (codec) {
    case Codec::Gzip: return gzip(clamped(codec, level), bytes, states);
    case Codec::Brotli: return brotli(clamped(codec, level), bytes, states);
    case Codec::Identity: break;
    }
    return std::string{bytes};
}

Result<std::string> decode(Codec codec, std::string_view coded, std::size_t limit, StateCache& states)
{
    const auto decoder = makeDecoder(codec, states, limit);
    std::string out;
    do {
        const auto taken = decoder->push(coded, out);
        if (!taken)
            return std::unexpected(taken.error());
        coded.remove_prefix(*taken);
    } while (!coded.empty());
    if (const auto finished = decoder->finish(); !finished)
        return std::unexpected(finished.error());
    return out;
}

} // namespace weir::codec

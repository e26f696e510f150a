// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace weir::codec {

class StateCache;

// The content codings Weir can write and read.
enum class Codec : std::uint8_t { Identity, Gzip, Brotli };
inline constexpr std::size_t codecCount = 3;

std::string_view token(Codec codec);                       // as in Content-Encoding: "identity", "gzip", "br"
std::optional<Codec> codecOfToken(std::string_view token); // in whatever case; knows "x-gzip" and ""

struct LevelRange {
    int min = 0;
    int max = 0;
};
LevelRange levels(Codec codec);

inline constexpr std::size_t noLimit = std::numeric_limits<std::size_t>::max();

// A body that becomes known piece by piece. Output is appended to `out`. One per message, on one thread at a time; it
// borrows its state from the StateCache that made it and must not outlive that. After an error it is of no more use.
class Encoder {
public:
    virtual ~Encoder() = default;
    virtual base::Status push(std::string_view in, std::string& out) = 0;
    virtual base::Status flush(std::string& out) = 0; // so that the peer can decode all that was pushed so far
    virtual base::Status finish(std::string& out) = 0;
};

class Decoder {
public:
    virtual ~Decoder() = default;
    // Returns how many bytes of `in` were taken: all, unless `out` has grown by `room`; then come again with the rest,
    // and with an empty `in` until nothing more is appended. Errors: Corrupt, and TooLarge beyond the decoder's limit.
    virtual base::Result<std::size_t> push(std::string_view in, std::string& out, std::size_t room = noLimit) = 0;
    virtual base::Status finish() = 0; // Corrupt when the coded data has not come to its end
};

// `size` is the length of the whole body where it is known: it sizes brotli's window and tables.
std::unique_ptr<Encoder> makeEncoder(Codec codec, int level, StateCache& states,
                                     std::optional<std::size_t> size = std::nullopt);
// `limit` bounds the decoded length, against decompression bombs.
std::unique_ptr<Decoder> makeDecoder(Codec codec, StateCache& states, std::size_t limit = noLimit);

// Whole bodies. Levels outside the codec's range are clamped. The output depends on the arguments only: no time stamp.
base::Result<std::string> encode(Codec codec, int level, std::string_view bytes, StateCache& states);
base::Result<std::string> decode(Codec codec, std::string_view coded, std::size_t limit, StateCache& states);

} // namespace weir::codec

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codec/codec.h"

// gzip (RFC 1952) by zlib; reached through codec.h. Levels are 1 to 9.
namespace weir::codec {

base::Result<std::string> gzip(int level, std::string_view bytes, StateCache& states);
std::unique_ptr<Encoder> makeGzipEncoder(int level, StateCache& states);
// Takes members in a row, as gzip does; anything else behind the end of one is Corrupt.
std::unique_ptr<Decoder> makeGzipDecoder(StateCache& states, std::size_t limit);

} // namespace weir::codec

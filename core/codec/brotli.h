// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codec/codec.h"

// Brotli (RFC 7932) by Google's library; reached through codec.h. Qualities are 0 to 11.
namespace weir::codec {

// The base-2 logarithm of the window. For a body of known length the smallest window that holds it, as the encoder
// and every decoder allocate by the window; at most 22, which is what brotli itself defaults to and browsers grant.
// For a stream 19 (512 KiB, as ngx_brotli has it): at 22 each open stream would hold 8 MiB.
int brotliWindow(std::optional<std::size_t> size);

base::Result<std::string> brotli(int quality, std::string_view bytes, StateCache& states);
std::unique_ptr<Encoder> makeBrotliEncoder(int quality, StateCache& states, std::optional<std::size_t> size);
std::unique_ptr<Decoder> makeBrotliDecoder(StateCache& states, std::size_t limit);

} // namespace weir::codec

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

// How large a body becomes, told by zlib and brotli themselves under the parameters that core/codec documents.
namespace weir::integration {

// In the gzip format with a window of 32 KiB and zlib's own memory level.
std::size_t gzipSize(std::string_view body, int level);

// With the smallest window from 2^16 to 2^22 that holds the body.
std::size_t brotliSize(std::string_view body, int quality);

} // namespace weir::integration

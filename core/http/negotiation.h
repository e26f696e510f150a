// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codec/codec.h"
#include "core/http/header_map.h"
#include "core/settings/compression_settings.h"

#include <string_view>

namespace weir::http {

struct CodingChoice {
    codec::Codec codec = codec::Codec::Identity;
    bool acceptable = true; // false: the client refuses identity and all we have; identity is sent all the same

    bool operator==(const CodingChoice&) const = default;
};

// RFC 9110, section 12.5.3: the highest weight wins; among equals brotli, then gzip, then identity. Without the field
// nothing is coded, since a client that says nothing may well not decode. Allocates nothing.
CodingChoice chooseCoding(std::string_view acceptEncoding, settings::CodecChoice allowed);
CodingChoice chooseCoding(const HeaderMap& request, settings::CodecChoice allowed);

} // namespace weir::http

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codec/codec.h"
#include "core/http/header_map.h"

#include <optional>

namespace weir::proxy {

// The coding of a body as its header states it: Identity when it states none, nothing when it is one that Weir does not
// know or a chain of several.
std::optional<codec::Codec> statedCoding(const http::HeaderMap& headers);

// RFC 9110 8.8.1: other bytes than the target's need another strong ETag, so a changed coding leaves a weak one.
void weakenEtag(http::HeaderMap& headers);

// Adds to Vary what is not in it yet.
void addVary(http::HeaderMap& headers, std::string_view name);

} // namespace weir::proxy

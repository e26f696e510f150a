// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/stored_response.h"

#include <string_view>

// Validation (RFC 9111, section 4.3; RFC 9110, section 13), as pure functions.
namespace weir::cache {

bool hasValidator(const http::HeaderMap& response); // ETag or Last-Modified

// Section 4.3.1: makes `request` conditional on the stored reply, in place of the client's own preconditions, which
// `isNotModified` judges afterwards.
void addPreconditions(http::HeaderMap& request, const StoredResponse& stored);

// RFC 9110, sections 13.1.2, 13.1.3 and 13.2.2: whether the client holds this reply already, so that 304 is the
// answer. If-None-Match, compared weakly, rules out If-Modified-Since.
bool isNotModified(const http::HeaderMap& request, int status, const http::HeaderMap& response, Time responseTime);

// RFC 9110, section 15.4.5: the fields of a 304, out of those of the 200 it stands for.
http::HeaderMap notModifiedHeaders(const http::HeaderMap& response);

// Section 4.3.4: whether a 304 speaks of this stored reply. One with another ETag speaks of a newer one: then the
// request is sent again without preconditions.
bool validates(const http::HeaderMap& notModified, const StoredResponse& stored);

// Sections 3.2 and 4.3.4: the stored reply with the fields of the 304, all but those that describe the body's bytes.
StoredResponse updateFromNotModified(const StoredResponse& stored, const Arrival& notModified, const Rules& rules);

// RFC 9110, section 8.8.3.2.
bool weaklyEqual(std::string_view etagA, std::string_view etagB);

} // namespace weir::cache

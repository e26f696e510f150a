// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/message.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace weir::origin {

// A representation that is ready to be sent: its bytes and its fields. Shared by all requests for it; never changes.
struct Resource {
    http::Bytes body;
    http::HeaderMap headers;
    http::HeaderMap notModifiedHeaders; // what a 304 repeats (RFC 9110 15.4.5)
    std::string etag;
    std::optional<std::chrono::sys_seconds> modified;
};

// How a resource may be cached.
struct Caching {
    std::string_view control;
    bool tagged = true; // with an ETag of its bytes
    std::optional<std::chrono::sys_seconds> modified;
    std::string_view vary;
};
Resource makeResource(std::string json, const Caching& caching);

// 200 with the resource, or 304 where the request has it already (RFC 9110 13.2.2).
http::Response respond(const http::Request& request, const Resource& resource);

// {"error":{"code":...,"message":...}}
http::Response errorResponse(int status, std::string_view code, std::string_view message);

} // namespace weir::origin

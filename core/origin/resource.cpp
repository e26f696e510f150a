// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/origin/resource.h"

#include "core/base/strings.h"
#include "core/http/date.h"

#include <fmt/format.h>

namespace weir::origin {

namespace {

constexpr std::string_view jsonType = "application/json; charset=utf-8";

// FNV-1a over eight bytes at a time: the tag has to change with the bytes, not to withstand anybody.
std::string tagOf(std::string_view bytes)
{
    std::uint64_t hash = 0xcbf29ce484222325ULL ^ bytes.size();
    for (; !bytes.empty(); bytes.remove_prefix(std::min<std::size_t>(8, bytes.size()))) {
        std::uint64_t word = 0;
        for (const char c : bytes.substr(0, 8))
            word = word << 8 | static_cast<unsigned char>(c);
        hash = (hash ^ word) * 0x100000001b3ULL;
        hash ^= hash >> 29;
    }
    return fmt::format("\"{:016x}\"", hash);
}

// Weak comparison, as If-None-Match wants it (RFC 9110 13.1.2).
bool listsTag(std::string_view list, std::string_view etag)
{
    for (auto tag : base::split(list, ',')) {
        if (tag == "*")
            return true;
        if (tag.starts_with("W/"))
            tag.remove_prefix(2);
        if (tag == etag)
            return true;
    }
    return false;
}

bool isCurrent(const http::HeaderMap& request, const Resource& resource)
{
    if (request.contains("If-None-Match")) {
        bool matches = false;
        if (!resource.etag.empty())
            request.forEach("If-None-Match", [&](std::string_view list) { matches |= listsTag(list, resource.etag); });
        return matches;
    }
    const auto since = request.get("If-Modified-Since");
    if (!since || !resource.modified)
        return false;
    const auto time = http::parseDate(*since);
    return time && *resource.modified <= *time;
}

} // namespace

Resource makeResource(std::string json, const Caching& caching)
{
    Resource resource;
    auto& shared = resource.notModifiedHeaders;
    shared.add("Cache-Control", caching.control);
    if (!caching.vary.empty())
        shared.add("Vary", caching.vary);
    if (caching.tagged) {
        resource.etag = tagOf(json);
        shared.add("ETag", resource.etag);
    }
    if (caching.modified) {
        resource.modified = caching.modified;
        shared.add("Last-Modified", http::formatDate(*caching.modified));
    }
    resource.headers.add("Content-Type", jsonType);
    for (const auto field : shared)
        resource.headers.add(field.name, field.value);
    resource.body = http::makeBytes(std::move(json));
    return resource;
}

http::Response respond(const http::Request& request, const Resource& resource)
{
    http::Response response;
    if (isCurrent(request.headers, resource)) {
        response.status = 304;
        response.headers = resource.notModifiedHeaders;
        return response;
    }
    response.headers = resource.headers;
    response.body = http::Body(resource.body);
    return response;
}

http::Response errorResponse(int status, std::string_view code, std::string_view message)
{
    http::Response response;
    response.status = status;
    response.headers.add("Content-Type", jsonType);
    response.headers.add("Cache-Control", "no-store");
    response.body = http::Body(http::makeBytes(
        fmt::format(R"({{"error":{{"status":{},"code":"{}","message":"{}"}}}})", status, code, message)));
    return response;
}

} // namespace weir::origin

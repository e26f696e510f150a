// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/content_coding.h"

#include <string>

namespace weir::proxy {

std::optional<codec::Codec> statedCoding(const http::HeaderMap& headers)
{
    const auto count = headers.count("Content-Encoding");
    if (count == 0)
        return codec::Codec::Identity;
    if (count > 1)
        return std::nullopt;
    return codec::codecOfToken(*headers.get("Content-Encoding"));
}

void weakenEtag(http::HeaderMap& headers)
{
    const auto etag = headers.get("ETag");
    if (etag && !etag->starts_with("W/"))
        headers.set("ETag", "W/" + std::string(*etag));
}

void addVary(http::HeaderMap& headers, std::string_view name)
{
    if (!headers.listContains("Vary", name) && !headers.listContains("Vary", "*"))
        headers.add("Vary", name);
}

} // namespace weir::proxy

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/freshness.h"
#include "core/cache/vary.h"
#include "core/http/body_bytes.h"
#include "core/http/header_map.h"

#include <memory>
#include <string>

namespace weir::cache {

// A whole reply as the cache keeps it. Built on a worker, then immutable and shared between threads by StoredPtr; a
// 304 leads to a new one with the same body.
struct StoredResponse {
    int status = 200;
    http::HeaderMap headers; // end-to-end fields only, without Age; with a Date
    http::Bytes body;        // the form that `headers` describe: identity, unless a Content-Encoding stands there
    VaryKey vary;
    Freshness freshness;
};

using StoredPtr = std::shared_ptr<const StoredResponse>;

// What the request and reply of an exchange leave in the cache. Ask `mayStore` first.
struct Arrival {
    const http::HeaderMap& request; // as sent to the target
    int status = 200;
    const http::HeaderMap& response;
    Time requestTime{};
    Time responseTime{};
};
StoredResponse makeStored(const Arrival& arrival, http::Bytes body, const Rules& rules, bool ignoreCoding = false);

// RFC 9111, section 3.1: drops what must not be stored: fields of the connection and those it names, fields meant for
// a proxy, and what no-cache="..." and private="..." name.
void dropUnstorable(http::HeaderMap& response, const http::CacheControl& control, bool isShared);

// The memory it is accounted with, apart from its key.
std::size_t footprint(const StoredResponse& stored);

} // namespace weir::cache

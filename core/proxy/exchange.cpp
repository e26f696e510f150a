// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/exchange.h"

namespace weir::proxy {

void Exchange::reset()
{
    request.body = http::Body{};
    request.headers.clear();
    interruption.reset();
    keepAlive = true;
    client = nullptr;
    outcome = metrics::Outcome::Ok;
    failure.clear();
    cache = metrics::CacheStatus::None;
    cacheKey.clear();
    identityBytes.reset();
    upstreamWireBytes = 0;
    targetHeaderBytes = 0;
    firstByte = {};
    target = 0;
    keepsTarget = false;
    connects = 0;
    usedConnection = false;
    lease = upstream::Lease{};
}

} // namespace weir::proxy

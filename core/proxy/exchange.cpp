// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/exchange.h"

namespace weir::proxy {

void Exchange::reset()
{
    request.body = http::Body{};
    request.headers.clear();
    interruption.reset();
    keepAlive = true;
    isPrepared = false;
    client = nullptr;
    askedHost.clear();
    keepsHost = hasOwnHost = false;
    outcome = metrics::Outcome::Ok;
    failure.clear();
    cache = metrics::CacheStatus::None;
    cacheKey.clear();
    identityBytes.reset();
    sentBytes = 0;
    upstreamWireBytes = 0;
    targetHeaderBytes = 0;
    firstByte = {};
    sending = waiting = base::Nanos::zero();
    target = 0;
    keepsTarget = false;
    connects = 0;
    resent = 0;
    usedConnection = false;
    lease = upstream::Lease{};
}

void chargeOpening(Exchange& exchange, metrics::StageId stage, const upstream::ConnectTimes& times)
{
    exchange.clock.enter(stage); // settles what has passed
    exchange.clock.move(stage, metrics::StageId::Lookup, times.lookup);
    exchange.clock.move(stage, metrics::StageId::Connect, times.connect);
    exchange.clock.move(stage, metrics::StageId::Tls, times.handshake);
}

} // namespace weir::proxy

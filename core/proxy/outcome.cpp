// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/outcome.h"

#include <fmt/format.h>

namespace weir::proxy {

using base::Errc;
using metrics::Outcome;

Outcome connectOutcome(Errc code)
{
    switch (code) {
    case Errc::HostNotFound: return Outcome::HostNotFound;
    case Errc::ConnectRefused: return Outcome::ConnectRefused;
    case Errc::Timeout: return Outcome::ConnectTimeout;
    case Errc::Tls: return Outcome::TlsFailed;
    case Errc::Cancelled: return Outcome::Cancelled;
    default: return Outcome::ConnectFailed;
    }
}

Outcome exchangeOutcome(Errc code)
{
    switch (code) {
    case Errc::Timeout: return Outcome::ResponseTimeout;
    case Errc::TooLarge: return Outcome::TooLarge;
    case Errc::Malformed:
    case Errc::Unsupported: return Outcome::Malformed;
    case Errc::Corrupt: return Outcome::BadEncoding;
    case Errc::Cancelled: return Outcome::Cancelled;
    default: return Outcome::ConnectionLost;
    }
}

int statusOf(Outcome outcome)
{
    switch (outcome) {
    case Outcome::PoolTimeout:
    case Outcome::PoolOverflow: return 503;
    case Outcome::ConnectTimeout:
    case Outcome::ResponseTimeout: return 504;
    default: return 502;
    }
}

http::Response failureResponse(Outcome outcome, const std::string& words)
{
    return http::plainResponse(statusOf(outcome), fmt::format("{}: {}\n", metrics::outcomeName(outcome), words));
}

} // namespace weir::proxy

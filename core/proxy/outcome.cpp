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
    case Errc::TlsTimeout: return Outcome::TlsTimeout;
    case Errc::Tls:
    case Errc::Untrusted: return Outcome::TlsFailed;
    case Errc::LocalLimit: return Outcome::LocalLimit;
    case Errc::Cancelled: return Outcome::Cancelled;
    default: return Outcome::ConnectFailed;
    }
}

Outcome timeoutOutcome(net::Wait during)
{
    switch (during) {
    case net::Wait::Permit: return Outcome::PoolTimeout;
    case net::Wait::Lookup: return Outcome::LookupTimeout;
    case net::Wait::Connect: return Outcome::ConnectTimeout;
    case net::Wait::Handshake: return Outcome::TlsTimeout;
    case net::Wait::Send: return Outcome::SendTimeout;
    case net::Wait::Head: return Outcome::FirstByteTimeout;
    case net::Wait::Body: return Outcome::BodyTimeout;
    case net::Wait::Other: break;
    }
    return Outcome::ResponseTimeout;
}

std::string_view waitName(net::Wait wait)
{
    switch (wait) {
    case net::Wait::Permit: return "waiting for a connection";
    case net::Wait::Lookup: return "looking up the target's name";
    case net::Wait::Connect: return "connecting";
    case net::Wait::Handshake: return "in the TLS handshake";
    case net::Wait::Send: return "sending the request";
    case net::Wait::Head: return "waiting for the reply to begin";
    case net::Wait::Body: return "receiving the reply";
    case net::Wait::Other: break;
    }
    return "coding or decoding the reply";
}

Outcome exchangeOutcome(Errc code, net::Wait during)
{
    switch (code) {
    case Errc::Timeout: return timeoutOutcome(during);
    case Errc::TooLarge: return Outcome::TooLarge;
    case Errc::Malformed:
    case Errc::Unsupported: return Outcome::Malformed;
    case Errc::Corrupt: return Outcome::BadEncoding;
    case Errc::Cancelled: return Outcome::Cancelled;
    case Errc::ConnectionReset: return Outcome::ConnectionReset;
    case Errc::Tls: return Outcome::TlsFailed;
    case Errc::LocalLimit: return Outcome::LocalLimit;
    default: return Outcome::ConnectionLost;
    }
}

int statusOf(Outcome outcome)
{
    switch (outcome) {
    case Outcome::LocalLimit:
    case Outcome::PoolTimeout:
    case Outcome::PoolOverflow: return 503;
    case Outcome::LookupTimeout:
    case Outcome::ConnectTimeout:
    case Outcome::TlsTimeout:
    case Outcome::SendTimeout:
    case Outcome::FirstByteTimeout:
    case Outcome::BodyTimeout:
    case Outcome::ResponseTimeout: return 504;
    default: return 502;
    }
}

http::Response failureResponse(Outcome outcome, const std::string& words)
{
    return http::plainResponse(statusOf(outcome), fmt::format("{}: {}\n", metrics::outcomeName(outcome), words));
}

} // namespace weir::proxy

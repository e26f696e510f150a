// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

namespace weir::base {

std::string_view name(Errc code)
{
    switch (code) {
    case Errc::InvalidArgument: return "invalid argument";
    case Errc::InvalidSyntax: return "invalid syntax";
    case Errc::InvalidScenario: return "invalid scenario";
    case Errc::NotFound: return "not found";
    case Errc::Io: return "input/output error";
    case Errc::HostNotFound: return "host not found";
    case Errc::ConnectRefused: return "connection refused";
    case Errc::ConnectFailed: return "connection failed";
    case Errc::LocalLimit: return "limit of this machine";
    case Errc::Tls: return "TLS failure";
    case Errc::Untrusted: return "certificate not trusted";
    case Errc::Timeout: return "timed out";
    case Errc::TlsTimeout: return "TLS handshake timed out";
    case Errc::ConnectionClosed: return "connection closed early";
    case Errc::ConnectionReset: return "connection reset";
    case Errc::Malformed: return "malformed message";
    case Errc::TooLarge: return "message too large";
    case Errc::Unavailable: return "no capacity";
    case Errc::Corrupt: return "corrupt data";
    case Errc::Unsupported: return "not supported";
    case Errc::Cancelled: return "cancelled";
    case Errc::Internal: return "internal error";
    }
    return "unknown error";
}

std::string text(const Error& error)
{
    return error.context.empty() ? std::string{name(error.code)} : error.context;
}

} // namespace weir::base

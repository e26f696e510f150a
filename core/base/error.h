// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace weir::base {

// What went wrong, as a closed list: callers branch on it, people read `text(error)`.
enum class Errc {
    InvalidArgument,  // the caller's value does not fit; `context` names it
    InvalidSyntax,    // text that does not parse
    InvalidScenario,  // a scenario with at least one problem
    NotFound,         // a file, a name, a key
    Io,               // reading or writing a file failed
    HostNotFound,     // name resolution gave no address
    ConnectRefused,   // the peer answered with a reset
    ConnectFailed,    // any other failure to connect
    LocalLimit,       // this process or machine would not give what it takes: descriptors, ports, memory, permission
    Tls,              // the handshake failed
    Untrusted,        // in it, the peer's certificate did not verify
    Timeout,          // a deadline passed
    TlsTimeout,       // one passed within a TLS handshake
    ConnectionClosed, // the peer ended the connection where more was due
    ConnectionReset,  // the peer threw it away, with what was still under way
    Malformed,        // the peer's bytes are not HTTP
    TooLarge,         // a limit on header or body size
    Unavailable,      // no capacity became free in time
    Corrupt,          // coded data that does not decode
    Unsupported,      // valid, but not something Weir does
    Cancelled,        // we ended it ourselves
    Internal,         // a broken invariant that was caught
};

// An expected failure. Never thrown; travels in Result<T>.
struct Error {
    Errc code = Errc::Internal;
    std::string context; // a full sentence for a person: what, with which value, and the remedy

    bool operator==(const Error&) const = default;
};

// A short stable name for the kind ("connection refused"), without the context.
std::string_view name(Errc code);

// The one text of an error: its context, or the name of its kind when there is none.
std::string text(const Error& error);

} // namespace weir::base

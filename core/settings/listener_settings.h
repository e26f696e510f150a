// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/knob.h"
#include "core/settings/tls_settings.h"

namespace weir::settings {

enum class ForwardedFields { XForwarded, Forwarded, Both, None };
template <>
struct Choices<ForwardedFields> {
    static constexpr std::array<std::string_view, 4> names{"x_forwarded", "forwarded", "both", "none"};
};

// The proxy's own port, for clients outside this program.
struct ListenerSettings {
    std::string address = "127.0.0.1:0";
    int maxConnections = 20000;
    int maxConnectionsPerClient = 0;
    double headerTimeoutS = 15;
    double bodyTimeoutS = 30;
    int minBodyRate = 240;
    double writeTimeoutS = 30;
    double idleTimeoutS = 75;
    double tunnelIdleTimeoutS = 300;
    double drainS = 10;
    ForwardedFields forwarded = ForwardedFields::XForwarded;
    bool trustForwarded = false;
    bool upgrade = true;
    bool rewriteLocation = true;
    bool tls = false;
    std::string certificateFile;
    std::string keyFile;
    TlsVersion minTlsVersion = TlsVersion::V12;
    std::string clientCaFile;

    bool operator==(const ListenerSettings&) const = default;
};

template <>
struct Schema<ListenerSettings> {
    using S = ListenerSettings;
    static constexpr std::string_view key = "listener";
    static constexpr std::string_view label = "Listener";
    static constexpr std::string_view
        help = "The proxy's own port, where a browser, curl or another load tester meets it.";
    static constexpr std::array knobs{
        knob<&S::address>({.key = "address",
                           .label = "Address",
                           .help = "HOST:PORT to listen on; port 0 takes a free one. Beyond this machine nobody can "
                                   "connect unless the host is an address of the network."}),
        knob<&S::maxConnections>({.key = "max_connections",
                                  .label = "Client connections",
                                  .help = "Connections of clients that may be open. One more is closed at once.",
                                  .min = 1,
                                  .max = 1e6}),
        knob<&S::maxConnectionsPerClient>(
            {.key = "max_connections_per_client",
             .label = "Connections per client",
             .help = "Open connections of one client address. One more is closed at once.",
             .min = 0,
             .max = 1e6,
             .zeroMeans = "unlimited"}),
        knob<&S::headerTimeoutS>(
            {.key = "header_timeout_s",
             .label = "Header timeout",
             .unit = "s",
             .help = "A client that has not sent the whole head of its request this long after its "
                     "first byte is answered 408.",
             .min = 0.1,
             .max = 3600}),
        knob<&S::bodyTimeoutS>(
            {.key = "body_timeout_s",
             .label = "Body timeout",
             .unit = "s",
             .help = "A client that pauses this long within the body of its request is answered 408.",
             .min = 0.1,
             .max = 3600}),
        knob<&S::minBodyRate>({.key = "min_body_rate",
                               .label = "Slowest body",
                               .unit = "B/s",
                               .help = "A client that keeps the proxy waiting for its request's body for longer than "
                                       "the body timeout, and a second more for each so many bytes of it, is answered "
                                       "408. Time that the target takes does not count.",
                               .min = 0,
                               .max = 1e9,
                               .zeroMeans = "any rate will do"}),
        knob<&S::writeTimeoutS>({.key = "write_timeout_s",
                                 .label = "Write timeout",
                                 .unit = "s",
                                 .help = "A client that does not take a quarter of a MiB of its reply in this time is "
                                         "disconnected.",
                                 .min = 0.1,
                                 .max = 3600}),
        knob<&S::idleTimeoutS>({.key = "idle_timeout_s",
                                .label = "Idle timeout",
                                .unit = "s",
                                .help = "A client's connection without a request for this long is closed.",
                                .min = 0.1,
                                .max = 86400}),
        knob<&S::tunnelIdleTimeoutS>(
            {.key = "tunnel_idle_timeout_s",
             .label = "Tunnel idle timeout",
             .unit = "s",
             .help = "A WebSocket, or another upgraded connection, on which nothing passes either way for this long is "
                     "closed. Each holds a connection of the pool for as long as it is open.",
             .min = 0,
             .max = 86400,
             .zeroMeans = "never"}),
        knob<&S::drainS>({.key = "drain_s",
                          .label = "Drain",
                          .unit = "s",
                          .help = "How long the end waits for replies that are under way.",
                          .min = 0,
                          .max = 3600}),
        knob<&S::forwarded>({.key = "forwarded",
                             .label = "Client address fields",
                             .help = "How the target is told who asks. x_forwarded: X-Forwarded-For, -Proto and -Host. "
                                     "forwarded: the field of RFC 7239."}),
        knob<&S::trustForwarded>({.key = "trust_forwarded",
                                  .label = "Trust clients' address fields",
                                  .help = "On: what the client says of earlier hops is kept and added to. Off: it is "
                                          "dropped, as anybody can write it."}),
        knob<&S::upgrade>({.key = "upgrade",
                           .label = "WebSocket and other upgrades",
                           .help = "Off: an offer to change the protocol is not passed on, so the target answers "
                                   "with plain HTTP."}),
        knob<&S::rewriteLocation>(
            {.key = "rewrite_location",
             .label = "Keep redirects here",
             .help = "On: where a target names its own address in Location or Content-Location, the client is told the "
                     "listener's, so that it stays behind the proxy; a cookie's Domain or Path that would keep a "
                     "browser from sending it back is mended likewise. Off: replies say what the target says."}),
        knob<&S::tls>({.key = "tls",
                       .label = "TLS",
                       .help = "Serve https. Without a certificate a self-signed one is made for this start."}),
        knob<&S::certificateFile>({.key = "certificate_file",
                                   .label = "Certificate file",
                                   .help = "A PEM file with the listener's certificate and those that lead to its "
                                           "authority.",
                                   .isFile = true}),
        knob<&S::keyFile>({.key = "key_file",
                           .label = "Key file",
                           .help = "A PEM file with the certificate's private key.",
                           .isFile = true}),
        knob<&S::minTlsVersion>({.key = "min_tls_version",
                                 .label = "Oldest TLS version",
                                 .help = "Clients that speak only older versions are refused."}),
        knob<&S::clientCaFile>({.key = "client_ca_file",
                                .label = "Client authorities file",
                                .help = "A PEM file of certificate authorities. Clients must then show a certificate "
                                        "that one of them has signed.",
                                .isFile = true}),
    };
};
static_assert(isComplete<ListenerSettings>, "a member of ListenerSettings has no knob row");

} // namespace weir::settings

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/knob.h"

namespace weir::settings {

enum class TlsVersion { V12, V13 };
template <>
struct Choices<TlsVersion> {
    static constexpr std::array<std::string_view, 2> names{"1.2", "1.3"};
};

// Towards https targets. Verification itself is no knob: it can only be waived for a single run.
struct TlsSettings {
    std::string caFile;
    std::string certificateFile;
    std::string keyFile;
    TlsVersion minVersion = TlsVersion::V12;
    bool resume = true;

    bool operator==(const TlsSettings&) const = default;
};

template <>
struct Schema<TlsSettings> {
    using S = TlsSettings;
    static constexpr std::string_view key = "tls";
    static constexpr std::string_view label = "TLS";
    static constexpr std::string_view help = "How connections to https targets are secured.";
    static constexpr std::array knobs{
        knob<&S::caFile>({.key = "ca_file",
                          .label = "Authorities file",
                          .help = "A PEM file of certificate authorities to trust instead of the system's.",
                          .isFile = true}),
        knob<&S::certificateFile>({.key = "certificate_file",
                                   .label = "Client certificate file",
                                   .help = "A PEM file with the certificate to show to targets that ask for one, and "
                                           "those that lead to its authority.",
                                   .isFile = true}),
        knob<&S::keyFile>({.key = "key_file",
                           .label = "Client key file",
                           .help = "A PEM file with the private key of the client certificate; empty: it lies in the "
                                   "certificate's file.",
                           .isFile = true}),
        knob<&S::minVersion>({.key = "min_version",
                              .label = "Oldest version",
                              .help = "Targets that speak only older versions of TLS are refused."}),
        knob<&S::resume>({.key = "resume",
                          .label = "Resume sessions",
                          .help = "A new connection to a target takes up an earlier session, which spares both sides "
                                  "most of the handshake's computing. Off: every handshake is a full one."}),
    };
};
static_assert(isComplete<TlsSettings>, "a member of TlsSettings has no knob row");

} // namespace weir::settings

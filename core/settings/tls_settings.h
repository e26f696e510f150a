// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/knob.h"

namespace weir::settings {

// Trust in https targets. Verification itself is no knob: it can only be waived for a single run.
struct TlsSettings {
    std::string caFile;

    bool operator==(const TlsSettings&) const = default;
};

template <>
struct Schema<TlsSettings> {
    using S = TlsSettings;
    static constexpr std::string_view key = "tls";
    static constexpr std::string_view label = "TLS";
    static constexpr std::string_view help = "Whom to trust behind an https address.";
    static constexpr std::array knobs{
        knob<&S::caFile>({.key = "ca_file",
                          .label = "Authorities file",
                          .help = "A PEM file of certificate authorities to trust instead of the system's."}),
    };
};
static_assert(isComplete<TlsSettings>, "a member of TlsSettings has no knob row");

} // namespace weir::settings

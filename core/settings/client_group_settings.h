// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/knob.h"

namespace weir::settings {

// Clients that look alike to a server: the record `client_groups.NAME`. Each user, and each arrival of the open model,
// belongs to one.
struct ClientGroupSettings {
    double weight = 1;
    std::vector<std::string> headers;
    std::string sourceAddress;

    bool operator==(const ClientGroupSettings&) const = default;
};

template <>
struct Schema<ClientGroupSettings> {
    using S = ClientGroupSettings;
    static constexpr std::string_view key = "client_groups";
    static constexpr std::string_view label = "Client groups";
    static constexpr std::string_view
        help = "Clients of several kinds, each with an address and headers of its own, so "
               "that a gateway tells them apart.";
    static constexpr std::string_view definedBy = "weight";
    static constexpr bool isWorkload = true;
    static constexpr std::array knobs{
        knob<&S::weight>({.key = "weight",
                          .label = "Weight",
                          .help = "Share of the users or arrivals, relative to the other groups. 0 leaves it out.",
                          .min = 0,
                          .max = 1e6}),
        knob<&S::headers>({.key = "headers",
                           .label = "Headers",
                           .help = "Lines such as Authorization: Bearer ${TOKEN_A}, in the place of a request's own of "
                                   "that name. {{NAME}} of a variable and ${NAME} of the environment are filled in."}),
        knob<&S::sourceAddress>(
            {.key = "source_address",
             .label = "Source address",
             .help = "The address of this machine that its connections come from, on the paths direct and listener. "
                     "Empty: on the path listener the next free one of 127.0.1.1, 127.0.1.2 and so on, else the "
                     "system's choice."}),
    };
};
static_assert(isComplete<ClientGroupSettings>, "a member of ClientGroupSettings has no knob row");

} // namespace weir::settings

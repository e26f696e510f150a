// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/knob.h"

namespace weir::settings {

enum class FeederOrder { Random, Sequential, Once };
template <>
struct Choices<FeederOrder> {
    static constexpr std::array<std::string_view, 3> names{"random", "sequential", "once"};
};

// Rows of a file that requests take their values from: the record `feeders.NAME`, written {{NAME.column}} in requests.
struct FeederSettings {
    std::string file;
    FeederOrder order = FeederOrder::Random;

    bool operator==(const FeederSettings&) const = default;
};

template <>
struct Schema<FeederSettings> {
    using S = FeederSettings;
    static constexpr std::string_view key = "feeders";
    static constexpr std::string_view label = "Feeders";
    static constexpr std::string_view help = "Files whose rows give requests their values, as {{NAME.column}}.";
    static constexpr std::string_view definedBy = "file";
    static constexpr bool isWorkload = true;
    static constexpr std::array knobs{
        knob<&S::file>({.key = "file",
                        .label = "File",
                        .help = "CSV with a header row, or .json with a list of objects. Read before the run; at most "
                                "64 MiB and a million rows.",
                        .isFile = true}),
        knob<&S::order>({.key = "order",
                         .label = "Order",
                         .help = "random: any row each time. sequential: one after the other, from the first again at "
                                 "the end. once: each row at most once, and the run ends when they are used up. Of W "
                                 "workers, worker w takes the rows w, w + W and so on."}),
    };
};
static_assert(isComplete<FeederSettings>, "a member of FeederSettings has no knob row");

} // namespace weir::settings

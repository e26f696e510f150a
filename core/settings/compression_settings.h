// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/knob.h"

namespace weir::settings {

enum class CodecChoice { Auto, Gzip, Brotli, Identity };
template <>
struct Choices<CodecChoice> {
    static constexpr std::array<std::string_view, 4> names{"auto", "gzip", "brotli", "identity"};
};

enum class UpstreamCoding { Identity, Client };
template <>
struct Choices<UpstreamCoding> {
    static constexpr std::array<std::string_view, 2> names{"identity", "client"};
};

// How the proxy compresses replies towards the client.
struct CompressionSettings {
    bool enabled = true;
    CodecChoice codec = CodecChoice::Auto;
    int gzipLevel = 6;
    int brotliQuality = 5;
    std::int64_t minSizeBytes = 1024;
    std::vector<std::string> types{"text/*",          "application/json",       "application/*+json",
                                   "application/xml", "application/javascript", "application/*+xml"};
    UpstreamCoding upstream = UpstreamCoding::Identity;

    bool operator==(const CompressionSettings&) const = default;
};

template <>
struct Schema<CompressionSettings> {
    using S = CompressionSettings;
    static constexpr std::string_view key = "compression";
    static constexpr std::string_view label = "Compression";
    static constexpr std::string_view help = "How replies are compressed towards the client.";
    static constexpr std::array knobs{
        knob<&S::enabled>({.key = "enabled",
                           .label = "Compress replies",
                           .help = "Compresses replies that the client accepts coded.",
                           .applies = Applies::Live}),
        knob<&S::codec>({.key = "codec",
                         .label = "Codec",
                         .help = "auto: what the client ranks highest, brotli before gzip where it ranks them alike.",
                         .applies = Applies::Live}),
        knob<&S::gzipLevel>({.key = "gzip_level",
                             .label = "Gzip level",
                             .help = "1 is fastest, 9 smallest.",
                             .min = 1,
                             .max = 9,
                             .applies = Applies::Live,
                             .explored = true}),
        knob<&S::brotliQuality>({.key = "brotli_quality",
                                 .label = "Brotli quality",
                                 .help = "0 is fastest, 11 smallest; above 9 it is for replies that are cached.",
                                 .min = 0,
                                 .max = 11,
                                 .applies = Applies::Live,
                                 .explored = true}),
        knob<&S::minSizeBytes>({.key = "min_size_bytes",
                                .label = "Minimum size",
                                .unit = "B",
                                .help = "Smaller replies are sent as they are: below one packet the time on the wire "
                                        "hardly changes.",
                                .min = 0,
                                .max = 1e9,
                                .applies = Applies::Live}),
        knob<&S::types>({.key = "types",
                         .label = "Media types",
                         .help = "Compressed types; * stands for any run of characters. Pictures and archives are "
                                 "compressed already.",
                         .applies = Applies::Live}),
        knob<&S::upstream>({.key = "upstream",
                            .label = "Ask the target for",
                            .help = "identity: uncompressed replies, which the proxy can cache and compress itself. "
                                    "client: what the client accepts; coded replies are decoded for the cache.",
                            .applies = Applies::Live}),
    };
};
static_assert(isComplete<CompressionSettings>, "a member of CompressionSettings has no knob row");

} // namespace weir::settings

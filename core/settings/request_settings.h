// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/knob.h"

namespace weir::settings {

// One kind of request of the mix: the record `requests.NAME`. NAME is the endpoint's name in every report.
struct RequestSettings {
    std::string method = "GET";
    std::string url = "/";
    double weight = 1;
    std::vector<std::string> headers;
    std::string body;
    std::vector<std::string> vary;
    std::string bodyFile;
    int target = 0;
    std::vector<std::string> checks;
    std::vector<std::string> extract;

    bool operator==(const RequestSettings&) const = default;
};

template <>
struct Schema<RequestSettings> {
    using S = RequestSettings;
    static constexpr std::string_view key = "requests";
    static constexpr std::string_view label = "Requests";
    static constexpr std::string_view help = "The mix of requests, drawn by weight.";
    static constexpr std::string_view definedBy = "url";
    static constexpr bool isWorkload = true;
    static constexpr std::array knobs{
        knob<&S::method>({.key = "method", .label = "Method", .help = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS."}),
        knob<&S::url>({.key = "url",
                       .label = "Path",
                       .help = "Path and query below the target's address, e.g. /products/{{id}}. {{name}} stands for "
                               "a value drawn as the list under Values says. What may not stand in a URL is sent "
                               "percent-encoded, as browsers do."}),
        knob<&S::weight>({.key = "weight",
                          .label = "Weight",
                          .help = "Share of the mix, relative to the other requests. 0 leaves it out.",
                          .min = 0,
                          .max = 1e6}),
        knob<&S::headers>(
            {.key = "headers",
             .label = "Headers",
             .help = "Lines such as Authorization: Bearer ${API_TOKEN}. ${NAME} is taken from the "
                     "environment and never written to a file or report. A line Name: without a value leaves "
                     "that field out, as User-Agent: does; Name; sends it empty."}),
        knob<&S::body>({.key = "body", .label = "Body", .help = "Sent as it stands, after {{name}} is filled in."}),
        knob<&S::vary>(
            {.key = "vary",
             .label = "Values",
             .help = "Lines such as id=1..500: each request draws {{id}} from the range. Behind it may stand zipf "
                     "1.1 (the lowest keys most), hot 80/20 (80 % of draws to 20 % of keys), and hot 80/20 "
                     "shift 1000 or shift 10s (the hot keys move on)."}),
        knob<&S::bodyFile>({.key = "body_file",
                            .label = "Body from file",
                            .help = "Sends this file's bytes as the body, as they are. Read before the run, at most "
                                    "256 MiB.",
                            .isFile = true}),
        knob<&S::target>({.key = "target",
                          .label = "Target",
                          .help = "Which of target.urls it goes to, counted from 1.",
                          .min = 0,
                          .max = 255,
                          .zeroMeans = "in turn"}),
        knob<&S::checks>({.key = "checks",
                          .label = "Checks",
                          .help = "Lines that a good reply satisfies: status in 200..299, header Content-Type contains "
                                  "json, body contains text, json /items/0/id == 5, size <= 10000. Another reply "
                                  "counts as failed."}),
        knob<&S::extract>({.key = "extract",
                           .label = "Extract",
                           .help = "Lines such as token = json /auth/token, csrf = header X-CSRF or id = regex "
                                   "\"id\":(\\d+): what later steps of a flow use as {{token}}."}),
    };
};
static_assert(isComplete<RequestSettings>, "a member of RequestSettings has no knob row");

} // namespace weir::settings

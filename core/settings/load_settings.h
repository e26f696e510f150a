// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/knob.h"

namespace weir::settings {

enum class LoadPath { InProcess, Direct, Listener };
template <>
struct Choices<LoadPath> {
    static constexpr std::array<std::string_view, 3> names{"in_process", "direct", "listener"};
};

enum class LoadModel { Open, Closed };
template <>
struct Choices<LoadModel> {
    static constexpr std::array<std::string_view, 2> names{"open", "closed"};
};

enum class Arrivals { Even, Poisson, Gamma, Bursts };
template <>
struct Choices<Arrivals> {
    static constexpr std::array<std::string_view, 4> names{"even", "poisson", "gamma", "bursts"};
};

enum class IdleStrategy { Sleep, Hybrid, Spin };
template <>
struct Choices<IdleStrategy> {
    static constexpr std::array<std::string_view, 3> names{"sleep", "hybrid", "spin"};
};

enum class LatePolicy { Send, Skip };
template <>
struct Choices<LatePolicy> {
    static constexpr std::array<std::string_view, 2> names{"send", "skip"};
};

enum class DecodePolicy { Always, Sampled, Never };
template <>
struct Choices<DecodePolicy> {
    static constexpr std::array<std::string_view, 3> names{"always", "sampled", "never"};
};

// When requests are sent, for how long, and by whom.
struct LoadSettings {
    LoadPath path = LoadPath::InProcess;
    LoadModel model = LoadModel::Open;
    double rate = 200;
    Arrivals arrivals = Arrivals::Even;
    double gammaShape = 1;
    double burstOnS = 1;
    double burstOffS = 1;
    int users = 16;
    int maxInFlight = 1000;
    int maxVisitors = 100000;
    double thinkTimeMs = 0;
    std::vector<std::string> stages;
    double durationS = 30;
    double warmupS = 2;
    double drainS = 5;
    double timeoutMs = 10000;
    bool keepAlive = true;
    std::int64_t seed = 1;
    IdleStrategy idle = IdleStrategy::Hybrid;
    LatePolicy late = LatePolicy::Send;
    int redirects = 0;
    std::string acceptEncoding = "gzip, br";
    DecodePolicy decode = DecodePolicy::Always;
    bool cookies = false;
    std::int64_t stopAfterRequests = 0;
    double stopErrorRatio = 0;

    bool operator==(const LoadSettings&) const = default;
};

template <>
struct Schema<LoadSettings> {
    using S = LoadSettings;
    static constexpr std::string_view key = "load";
    static constexpr std::string_view label = "Load";
    static constexpr std::string_view help = "When requests are sent, for how long, and by how many users.";
    static constexpr std::array knobs{
        knob<&S::path>({.key = "path",
                        .label = "Path",
                        .help = "in_process: through the proxy core, called as a function, so that it adds no socket "
                                "hop. direct: straight to the target, the base line. listener: through the proxy's own "
                                "port, as a browser or curl would."}),
        knob<&S::model>({.key = "model",
                         .label = "Model",
                         .help = "open: requests start on a schedule, whether or not earlier ones have ended, as "
                                 "independent visitors do. closed: each user waits for the reply before the next."}),
        knob<&S::rate>({.key = "rate",
                        .label = "Rate",
                        .unit = "req/s",
                        .help = "Open model: requests started per second, on average. Where stages are planned, what "
                                "they start from; turned while they run, it takes their place until the end.",
                        .min = 0.01,
                        .max = 1e6,
                        .applies = Applies::Live,
                        .explored = true,
                        .logarithmic = true}),
        knob<&S::arrivals>(
            {.key = "arrivals",
             .label = "Arrivals",
             .help = "Open model: how requests follow each other. even: the same gap each time. poisson: "
                     "at random, as of many visitors who know nothing of each other. gamma: at random, "
                     "as bunched as the gamma shape says. bursts: in the on part of each cycle."}),
        knob<&S::gammaShape>(
            {.key = "gamma_shape",
             .label = "Gamma shape",
             .help = "Gamma arrivals: 1 is poisson, below it they come in clumps, above it more evenly. "
                     "The gaps' standard deviation is their mean over the shape's square root.",
             .min = 0.05,
             .max = 1000}),
        knob<&S::burstOnS>(
            {.key = "burst_on_s",
             .label = "Burst, on",
             .unit = "s",
             .help = "Bursts: how long requests are sent in each cycle, at a rate so much higher that the "
                     "mean over the cycle is the rate asked for.",
             .min = 0.001,
             .max = 3600}),
        knob<&S::burstOffS>({.key = "burst_off_s",
                             .label = "Burst, off",
                             .unit = "s",
                             .help = "Bursts: how long each cycle then pauses.",
                             .min = 0,
                             .max = 3600}),
        knob<&S::users>({.key = "users",
                         .label = "Users",
                         .help = "Closed model: users that send one request after another.",
                         .min = 1,
                         .max = 20000,
                         .applies = Applies::Live,
                         .explored = true,
                         .logarithmic = true}),
        knob<&S::maxInFlight>({.key = "max_in_flight",
                               .label = "Most in flight",
                               .help = "Open model: requests that may be unanswered at once. Those due beyond it wait, "
                                       "and their wait counts in the response time; the verdict says so.",
                               .min = 1,
                               .max = 100000}),
        knob<&S::maxVisitors>({.key = "max_visitors",
                               .label = "Most visitors",
                               .help = "Open model: visitors that may be on their way through flows at once, those who "
                                       "pause included. What is due while there are so many waits, and its wait counts "
                                       "in the response time; the verdict says so.",
                               .min = 1,
                               .max = 1000000}),
        knob<&S::thinkTimeMs>({.key = "think_time_ms",
                               .label = "Think time",
                               .unit = "ms",
                               .help = "Closed model: how long a user pauses between a reply and the next request.",
                               .min = 0,
                               .max = 600000,
                               .applies = Applies::Live}),
        knob<&S::stages>(
            {.key = "stages",
             .label = "Stages",
             .help = "Lines such as ramp=30s:500 and steady=2m:500: each goes straight from the load before "
                     "it to that many requests a second (open model) or users (closed), and is a phase "
                     "with statistics of its own. 0s:500 is a jump. The first starts from the rate or "
                     "the users above. Without stages the load is constant for the duration below."}),
        knob<&S::durationS>({.key = "duration_s",
                             .label = "Duration",
                             .unit = "s",
                             .help = "Length of the measured phase, after the warm-up; stages have their own.",
                             .min = 0.1,
                             .max = 604800}),
        knob<&S::warmupS>({.key = "warmup_s",
                           .label = "Warm-up",
                           .unit = "s",
                           .help = "Sent before the measured phase and reported apart: connections open, caches fill.",
                           .min = 0,
                           .max = 3600}),
        knob<&S::drainS>({.key = "drain_s",
                          .label = "Drain",
                          .unit = "s",
                          .help = "How long the end of the run waits for replies still due. Requests without one by "
                                  "then are reported as unfinished.",
                          .min = 0,
                          .max = 600}),
        knob<&S::timeoutMs>({.key = "timeout_ms",
                             .label = "Timeout",
                             .unit = "ms",
                             .help = "A request without its whole reply this long after it was sent has failed.",
                             .min = 1,
                             .max = 600000,
                             .applies = Applies::Live}),
        knob<&S::keepAlive>({.key = "keep_alive",
                             .label = "Keep connections alive",
                             .help = "Off: every request to the target opens a connection of its own."}),
        knob<&S::seed>({.key = "seed",
                        .label = "Seed",
                        .help = "The same seed draws the same requests and values again.",
                        .min = 0,
                        .max = 9007199254740991.0}),
        knob<&S::idle>(
            {.key = "idle",
             .label = "Idle strategy",
             .help = "How a worker waits for the next start. sleep: the timer alone, up to 0.2 ms late. hybrid: polls "
                     "the last stretch, as long as this machine's timers are late, and for the reply while a single "
                     "request is in the air. spin: never sleeps, most exact, uses a whole processor."}),
        knob<&S::late>(
            {.key = "late",
             .label = "Late starts",
             .help = "What happens to a request whose start was missed. send: it goes out late and its "
                     "response time counts from when it was due. skip: it is left out and counted as skipped."}),
        knob<&S::redirects>({.key = "redirects",
                             .label = "Redirects followed",
                             .help = "Most redirects followed within one request, to the same scheme, host and port. "
                                     "One elsewhere is the reply; where a further one follows, the request has failed "
                                     "(failures.too_many_redirects), unless its checks expect a status.",
                             .min = 0,
                             .max = 20,
                             .zeroMeans = "none"}),
        knob<&S::acceptEncoding>({.key = "accept_encoding",
                                  .label = "Accept-Encoding",
                                  .help = "The codings the client says it takes, unless a request has the header "
                                          "itself. Empty: the header is not sent.",
                                  .applies = Applies::Live}),
        knob<&S::decode>({.key = "decode",
                          .label = "Decode replies",
                          .help = "Replies that the target compressed must be decoded to learn their identity size. "
                                  "sampled: one in sixteen of each request, the others' size is taken from its ratio.",
                          .applies = Applies::Live}),
        knob<&S::cookies>({.key = "cookies",
                           .label = "Keep cookies",
                           .help = "Each user of the closed model, and each run through a flow, sends back the cookies "
                                   "that replies have set. At most 50 each."}),
        knob<&S::stopAfterRequests>({.key = "stop_after_requests",
                                     .label = "Stop after",
                                     .help = "Ends the run when so many requests have been sent, warm-up included and "
                                             "to the request exactly.",
                                     .min = 0,
                                     .max = 9007199254740991.0,
                                     .zeroMeans = "no limit"}),
        knob<&S::stopErrorRatio>({.key = "stop_error_ratio",
                                  .label = "Stop at errors",
                                  .help = "Ends the run when, over the last second and at least 100 requests, more "
                                          "than this share have failed.",
                                  .min = 0,
                                  .max = 1,
                                  .zeroMeans = "never"}),
    };
};
static_assert(isComplete<LoadSettings>, "a member of LoadSettings has no knob row");

} // namespace weir::settings

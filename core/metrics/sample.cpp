// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/sample.h"

#include <algorithm>
#include <numeric>

namespace weir::metrics {

std::string_view outcomeName(Outcome outcome)
{
    static constexpr std::array<std::string_view, outcomeCount> names{"ok",
                                                                      "status_error",
                                                                      "host_not_found",
                                                                      "lookup_timeout",
                                                                      "connect_refused",
                                                                      "connect_failed",
                                                                      "connect_timeout",
                                                                      "local_limit",
                                                                      "tls_failed",
                                                                      "tls_timeout",
                                                                      "pool_timeout",
                                                                      "pool_overflow",
                                                                      "send_timeout",
                                                                      "first_byte_timeout",
                                                                      "body_timeout",
                                                                      "response_timeout",
                                                                      "connection_lost",
                                                                      "connection_reset",
                                                                      "malformed",
                                                                      "too_large",
                                                                      "bad_encoding",
                                                                      "too_many_redirects",
                                                                      "check_failed",
                                                                      "cancelled"};
    return names[static_cast<std::size_t>(outcome)];
}

std::string_view stageName(StageId stage)
{
    static constexpr std::array<std::string_view, stageCount> names{"client", "compress", "cache", "decode",  "pool",
                                                                    "lookup", "connect",  "tls",   "upstream"};
    return names[static_cast<std::size_t>(stage)];
}

std::string_view stepName(Step step)
{
    static constexpr std::array<std::string_view, stepCount> names{"queued", "pool", "lookup",  "connect", "tls",
                                                                   "send",   "wait", "receive", "own"};
    return names[static_cast<std::size_t>(step)];
}

std::string_view cacheStatusName(CacheStatus status)
{
    static constexpr std::array<std::string_view, cacheStatusCount> names{"none",  "hit",  "revalidated",
                                                                          "stale", "miss", "bypass"};
    return names[static_cast<std::size_t>(status)];
}

base::Nanos Sample::receive() const
{
    return std::max(of(StageId::Upstream) - send - wait, base::Nanos::zero());
}

StepTimes stepsOf(const Sample& sample)
{
    StepTimes steps{};
    const auto at = [&](Step step) -> base::Nanos& { return steps[static_cast<std::size_t>(step)]; };
    at(Step::Queued) = std::max(sample.sent - sample.intended, base::Nanos::zero());
    at(Step::Pool) = sample.poolWait;
    at(Step::Lookup) = sample.of(StageId::Lookup);
    at(Step::Connect) = sample.of(StageId::Connect);
    at(Step::Tls) = sample.of(StageId::Tls);
    at(Step::Send) = sample.send;
    at(Step::Wait) = sample.wait;
    at(Step::Receive) = sample.receive();
    const auto known = std::accumulate(steps.begin(), steps.end(), base::Nanos::zero());
    at(Step::Own) = std::max(sample.done - sample.intended - known, base::Nanos::zero());
    return steps;
}

} // namespace weir::metrics

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/command/proxy_output.h"

#include "core/http/message.h"
#include "core/report/format.h"
#include "core/report/json_text.h"

#include <boost/json/value.hpp>
#include <fmt/format.h>

#include <functional>

namespace weir::command {

namespace {

using metrics::Outcome;
using proxy::GatewayCounters;
using report::formatCount;

void forEachFailure(const GatewayCounters& counters, const std::function<void(std::string_view, std::uint64_t)>& told)
{
    for (std::size_t i = 0; i < counters.outcomes.size(); ++i) {
        const auto outcome = static_cast<Outcome>(i);
        if (outcome != Outcome::Ok && outcome != Outcome::Cancelled && counters.outcomes[i] > 0)
            told(metrics::outcomeName(outcome), counters.outcomes[i]);
    }
}

std::uint64_t refusedBy(const GatewayCounters& counters)
{
    std::uint64_t sum = 0;
    for (const auto& [status, times] : counters.refused)
        sum += times;
    return sum;
}

void appendTo(std::string& list, const std::string& item)
{
    list += list.empty() ? item : ", " + item;
}

std::string line(std::uint64_t times, std::string_view what)
{
    return times == 0 ? std::string() : fmt::format("  {} × {}\n", formatCount(times), what);
}

boost::json::object failuresOf(const GatewayCounters& counters)
{
    boost::json::object failures;
    forEachFailure(counters, [&](std::string_view name, std::uint64_t times) {
        failures.emplace(boost::json::string_view(name.data(), name.size()), times);
    });
    return failures;
}

} // namespace

std::string proxyProgress(const GatewayCounters& counters)
{
    auto text = fmt::format("{} open  {} requests", formatCount(counters.open), formatCount(counters.requests));
    std::string kinds;
    forEachFailure(counters, [&](std::string_view name, std::uint64_t times) {
        appendTo(kinds, fmt::format("{} {}", formatCount(times), name));
    });
    if (!kinds.empty())
        text += fmt::format("  {} failed ({})", formatCount(counters.failed()), kinds);
    kinds.clear();
    for (const auto& [status, times] : counters.refused)
        appendTo(kinds, fmt::format("{} × {}", formatCount(times), status));
    if (!kinds.empty())
        text += fmt::format("  {} refused ({})", formatCount(refusedBy(counters)), kinds);
    if (counters.failedHandshakes > 0)
        text += fmt::format("  {} failed handshakes", formatCount(counters.failedHandshakes));
    return text;
}

std::string proxySummary(const GatewayCounters& counters)
{
    auto text = fmt::format("{} requests on {} connections\n", counters.requests, counters.connections);
    text += line(counters.of(Outcome::Ok), "ok");
    forEachFailure(counters, [&](std::string_view name, std::uint64_t times) { text += line(times, name); });
    text += line(counters.of(Outcome::Cancelled), "the client had gone");
    for (const auto& [status, times] : counters.refused)
        text += line(times, fmt::format("refused: {} {}", status, http::reasonPhrase(status)));
    text += line(counters.turnedAway, "connection turned away: too many were open");
    text += line(counters.acceptPauses,
                 fmt::format("accepting paused, at this process's limit ({})", counters.acceptLimit));
    text += line(counters.failedHandshakes, "failed TLS handshake");
    return text;
}

std::string proxyJson(const GatewayCounters& counters)
{
    boost::json::object replies;
    for (std::size_t i = 1; i < counters.replies.size(); ++i)
        replies.emplace(fmt::format("{}xx", i), counters.replies[i]);
    boost::json::object refused;
    for (const auto& [status, times] : counters.refused)
        refused.emplace(std::to_string(status), times);
    const boost::json::object root{{"connections", counters.connections},
                                   {"open", counters.open},
                                   {"turned_away", counters.turnedAway},
                                   {"accept_pauses", counters.acceptPauses},
                                   {"failed_handshakes", counters.failedHandshakes},
                                   {"requests", counters.requests},
                                   {"body_bytes_sent", counters.bodyBytesSent},
                                   {"replies", replies},
                                   {"ok", counters.of(Outcome::Ok)},
                                   {"failed", counters.failed()},
                                   {"client_gone", counters.of(Outcome::Cancelled)},
                                   {"failures", failuresOf(counters)},
                                   {"refused", refused}};
    return report::prettyJson(root) + "\n";
}

} // namespace weir::command

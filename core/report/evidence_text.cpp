// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/evidence_text.h"

#include "core/base/strings.h"
#include "core/report/format.h"
#include "core/report/knob_columns.h"
#include "core/report/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

namespace weir::report {

using metrics::Row;
using metrics::Snapshot;

static constexpr std::string_view evidenceIndent = "  ";
static constexpr std::size_t longestLine = 118;
static constexpr std::size_t longestBeginning = 90; // of a body

namespace {

// Of a body, on one line: JSON that was laid out for readers begins with a line that says nothing.
std::string beginning(std::string_view body)
{
    std::string line;
    for (const char c : body) {
        const bool isSpace = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        if (!isSpace)
            line += c;
        else if (!line.empty() && line.back() != ' ')
            line += ' ';
    }
    return shortened(base::trimmed(line), longestBeginning);
}

// Of an endpoint over the whole run, by outcome.
std::array<std::uint64_t, metrics::outcomeCount> outcomesOf(const Snapshot& snapshot, int endpoint)
{
    std::array<std::uint64_t, metrics::outcomeCount> sum{};
    snapshot.forEachRowOf(endpoint,
                          [&](const Row& row) { std::ranges::transform(sum, row.outcomes, sum.begin(), std::plus{}); });
    return sum;
}

std::string example(const metrics::Failure& failure)
{
    auto text = fmt::format("{0}{0}{1}{2}", evidenceIndent, redactedRequest(failure.request),
                            failure.status > 0 ? fmt::format(" answered {}", failure.status) : "");
    if (!failure.detail.empty())
        text += ": " + failure.detail;
    text += '\n';
    if (!failure.body.empty())
        text += fmt::format("{0}{0}{1}\n", evidenceIndent, beginning(failure.body));
    return text;
}

std::string failuresOf(const Snapshot& snapshot, std::size_t endpoint)
{
    std::string text;
    const auto outcomes = outcomesOf(snapshot, static_cast<int>(endpoint));
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const auto outcome = static_cast<metrics::Outcome>(i);
        if (outcome == metrics::Outcome::Ok || outcomes[i] == 0)
            continue;
        text += fmt::format("{}{} × {} {}\n", evidenceIndent, formatCount(outcomes[i]),
                            snapshot.run->endpoints[endpoint], outcomeName(outcome));
        const auto kept = std::ranges::find_if(
            snapshot.failures, [&](const auto& f) { return f.endpoint == endpoint && f.outcome == outcome; });
        if (kept != snapshot.failures.end())
            text += example(*kept);
    }
    return text;
}

std::string milliseconds(base::Nanos span)
{
    return formatMetric(metrics::metrics()[metrics::metricIndex("latency_max_ms")],
                        std::chrono::duration<double, std::milli>(span).count());
}

std::string_view stepText(metrics::Step step)
{
    switch (step) {
    case metrics::Step::Queued: return "queued in Weir";
    case metrics::Step::Pool: return "waiting for a connection";
    case metrics::Step::Lookup: return "looking up the name";
    case metrics::Step::Connect: return "connecting";
    case metrics::Step::Tls: return "in the TLS handshake";
    case metrics::Step::Send: return "sending";
    case metrics::Step::Wait: return "waiting for the reply";
    case metrics::Step::Receive: return "receiving";
    case metrics::Step::Own: break;
    }
    return "in Weir itself";
}

// "84 ms search, 70 ms of it waiting for a connection, at 3.2 s: GET /search?q=tea"
std::string slowestLine(const Snapshot& snapshot, const metrics::ExchangeDetail& exchange)
{
    const auto most = std::ranges::max_element(exchange.steps);
    const auto line = fmt::format("{} {}, {} of it {}, at {}: {}", milliseconds(exchange.response),
                                  snapshot.run->endpoints[exchange.endpoint], milliseconds(*most),
                                  stepText(static_cast<metrics::Step>(most - exchange.steps.begin())),
                                  formatDuration(exchange.begin), redactedRequest(exchange.request()));
    return fmt::format("{}{}\n", evidenceIndent, shortened(line, longestLine));
}

} // namespace

std::string failuresText(const Snapshot& snapshot)
{
    constexpr std::size_t most = 16 * 1024; // what a person may want to read at a prompt
    std::string text;
    for (std::size_t i = 0; i < snapshot.run->endpoints.size(); ++i) {
        if (text.size() > most)
            return fmt::format(
                "\nFailures, those of the warm-up included, with the first of each kind\n{}{}and others: "
                "--json and --csv have them all\n",
                text, evidenceIndent);
        text += failuresOf(snapshot, i);
    }
    return text.empty() ? text : "\nFailures, those of the warm-up included, with the first of each kind\n" + text;
}

// One of each endpoint, over all that was measured; --json has more of them, and all of their figures.
std::string slowestText(const Snapshot& snapshot)
{
    std::vector<const metrics::ExchangeDetail*> worst(snapshot.run->endpoints.size());
    for (const auto& row : snapshot.rows) {
        if (!row->exchanges || row->exchanges->slowest.empty() || !metrics::isMeasured(row->phase))
            continue;
        const auto& candidate = row->exchanges->slowest.front();
        auto& kept = worst[candidate.endpoint];
        if (!kept || candidate.response > kept->response)
            kept = &candidate;
    }
    std::erase(worst, nullptr);
    if (worst.empty())
        return {};
    constexpr std::size_t most = 8;
    std::ranges::stable_sort(worst, std::greater{}, [](const auto* exchange) { return exchange->response; });
    worst.resize(std::min(worst.size(), most));
    std::string text = "\nSlowest of each endpoint\n";
    for (const auto* exchange : worst)
        text += slowestLine(snapshot, *exchange);
    return text;
}

// What the target's processes used while the last epoch was measured.
std::string targetText(const Snapshot& snapshot)
{
    const auto& run = *snapshot.run;
    if (run.targetProcess.empty())
        return {};
    const Row* last = nullptr;
    for (const auto& row : snapshot.rows)
        if (row->endpoint < 0 && metrics::isMeasured(row->phase))
            last = row.get();
    const auto figure = [&](std::string_view id) {
        const auto index = metrics::metricIndex(id);
        const auto value = formatMetric(metrics::metrics()[index], last->values[index]);
        return value.empty() || std::isnan(last->values[index]) ? std::string("not known") : value;
    };
    if (!last)
        return {};
    return fmt::format(
        "\nTarget on this machine: {}\n{}processor {} (100 % is one), memory {}, sockets {}, threads {}\n",
        run.targetProcess, evidenceIndent, figure("target_cpu_ratio"), figure("target_rss_bytes"),
        figure("target_sockets"), figure("target_threads"));
}

} // namespace weir::report

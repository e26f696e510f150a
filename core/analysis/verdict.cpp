// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace weir::analysis {

using metrics::Verdict;
using Level = metrics::Verdict::Level;

namespace {

struct VerdictFinding {
    Level level = Level::Valid;
    std::string reason;
};
using Findings = std::vector<VerdictFinding>;

double seconds(base::Nanos span)
{
    return std::chrono::duration<double>(span).count();
}

double share(double part, double whole)
{
    return whole > 0 ? part / whole : 0;
}

// Never as a power of ten, as three digits of a long span would be.
std::string spanText(double inSeconds)
{
    return fmt::format("{:.{}f} s", inSeconds, inSeconds < 1 ? 3 : inSeconds < 10 ? 1 : 0);
}

std::string percent(double ratio)
{
    const bool nearAnEnd = (ratio > 0 && ratio < 0.01) || (ratio > 0.99 && ratio < 1);
    return fmt::format("{:.{}f} %", ratio * 100, nearAnEnd ? 2 : 1);
}

// Requests that the limits on requests in flight and on visitors held back. That is the target's slowness and the
// scenario's limit, not the generator's fault, so they are left out where the generator is judged.
std::uint64_t heldBack(const VerdictInput& in)
{
    return std::min(in.counters.lateSends, in.counters.heldBackLate) + in.counters.heldBackSkipped;
}

double lateShare(const VerdictInput& in)
{
    const auto late = in.counters.lateSends + in.counters.skipped - heldBack(in);
    return share(static_cast<double>(late), static_cast<double>(in.counters.requests + in.counters.skipped));
}

double lagMaxMs(const VerdictInput& in)
{
    return static_cast<double>(in.scheduleLag.max()) / 1e6;
}

double lagP99Ms(const VerdictInput& in)
{
    return static_cast<double>(in.scheduleLag.percentile(99)) / 1e6;
}

// Out-of-time sends make the open model another load than the one asked for; a closed model has no load of its own.
void judgeSendTimes(const VerdictInput& in, Findings& findings)
{
    const double late = lateShare(in);
    if (in.openModel && 1 - late < limits::leastInTime)
        findings.push_back({Level::Invalid,
                            fmt::format("Only {} of the requests went out in time: the generator did "
                                        "not keep up with the schedule. Lower load.rate.",
                                        percent(1 - late))});
    else if (late > limits::mostLate)
        findings.push_back({Level::Suspect,
                            fmt::format("{} of the requests went out more than 1 ms late, more than "
                                        "{}.",
                                        percent(late), percent(limits::mostLate))});
    else if (heldBack(in) == 0 && lagP99Ms(in) > limits::mostLagMs)
        findings.push_back({Level::Suspect,
                            fmt::format("The p99 of the schedule lag is {:.2f} ms, above {:.0f} ms; the latest request "
                                        "went out {:.2f} ms late.",
                                        lagP99Ms(in), limits::mostLagMs, lagMaxMs(in))});
}

void judgeStarts(const VerdictInput& in, Findings& findings)
{
    if (!in.openModel || in.sending)
        return;
    // Random arrivals scatter around what is planned (renewal theory: by the gaps' variation times its root).
    const double scatter = 4 * in.variationOfGaps * std::sqrt(in.planned);
    const double planned = in.planned;
    const auto leftOut = in.counters.skipped - in.counters.heldBackSkipped;
    const auto started = static_cast<double>(in.counters.planned - std::min(in.counters.planned, leftOut));
    // One request either way is the schedule's own grain, which shows in short runs.
    if (started + 1 + scatter < planned * limits::leastStarted)
        findings.push_back({Level::Invalid,
                            fmt::format("Only {} of the {:.0f} planned requests were started.",
                                        percent(share(started, planned)), planned)});
}

void judgeLimits(const VerdictInput& in, Findings& findings)
{
    const auto behindVisitors = std::min(heldBack(in), in.counters.behindVisitors);
    if (behindVisitors > 0)
        findings.push_back({Level::Suspect,
                            fmt::format("{} requests were due while load.max_visitors were on their way through flows, "
                                        "so the target got less load than planned. Raise the limit, shorten the "
                                        "pauses, or lower load.rate.",
                                        behindVisitors)});
    if (heldBack(in) > behindVisitors)
        findings.push_back({Level::Suspect,
                            fmt::format("{} requests were due while load.max_in_flight were still "
                                        "unanswered, so the target got less load than planned. Raise "
                                        "the limit, or lower load.rate.",
                                        heldBack(in) - behindVisitors)});
}

void judgeGenerator(const VerdictInput& in, Findings& findings)
{
    const double busy = share(seconds(in.levels.workerCpu), seconds(in.levels.workerTime));
    if (busy > limits::saturatedCpu)
        findings.push_back({Level::Invalid,
                            fmt::format("The generator used {} of its processor time: the figures show "
                                        "its own limit. Lower the load or raise engine.workers.",
                                        percent(busy))});
    else if (busy > limits::busyCpu)
        findings.push_back({Level::Suspect,
                            fmt::format("The generator used {} of its processor time, above {}: it may "
                                        "add to the latencies.",
                                        percent(busy), percent(limits::busyCpu))});
}

// Time lost to other threads shows in neither the CPU that was used nor, in a closed model, in any lateness.
void judgeDelay(const VerdictInput& in, Findings& findings)
{
    const double delayed = share(seconds(in.levels.workerDelay), seconds(in.levels.workerTime));
    if (delayed > limits::starvedBy)
        findings.push_back({Level::Invalid,
                            fmt::format("For {} of the time the generator was ready to run and other programs had the "
                                        "processor: the figures show the machine, not the target. Measure when it is "
                                        "quiet, or lower engine.workers.",
                                        percent(delayed))});
    else if (delayed > limits::mostDelayed)
        findings.push_back({Level::Suspect,
                            fmt::format("For {} of the time the generator was ready to run and other programs had the "
                                        "processor, above {}: that adds to the latencies.",
                                        percent(delayed), percent(limits::mostDelayed))});
}

// By the limit's name, which such a text begins with: who lacks descriptors lacks them for every target.
std::string limitsText(const std::vector<std::string>& told)
{
    std::string text;
    std::vector<std::string_view> names;
    for (const auto& one : told) {
        const auto name = std::string_view(one).substr(0, one.find(':'));
        if (std::ranges::find(names, name) != names.end())
            continue;
        names.push_back(name);
        text += (text.empty() ? "" : " ") + one;
    }
    return text.empty() ? "The failures say which (failures.local_limit)." : text;
}

// What never reached the target says nothing of it, and what did was another load.
void judgeLocalLimits(const VerdictInput& in, Findings& findings)
{
    const auto failed = in.counters.outcomes[static_cast<std::size_t>(metrics::Outcome::LocalLimit)];
    if (failed > 0)
        findings.push_back(
            {Level::Invalid,
             fmt::format("{} requests ({}) failed at a limit of this machine, not at the target. {}", failed,
                         percent(share(static_cast<double>(failed), static_cast<double>(in.counters.requests))),
                         limitsText(in.localLimits))});
    if (in.levels.acceptPauses > 0)
        findings.push_back({Level::Invalid,
                            fmt::format("The proxy's listener let nobody in for a while, {} times, since this process "
                                        "had no descriptor left: raise ulimit -n, or lower the load.",
                                        in.levels.acceptPauses)});
}

void judgeOrigin(const VerdictInput& in, Findings& findings)
{
    const double busy = in.levels.hasOrigin ? share(seconds(in.levels.originCpu), seconds(in.levels.span)) : 0;
    if (busy > limits::busyCpu)
        findings.push_back({Level::Suspect,
                            fmt::format("The built-in origin used {} of a processor, above {}: it is "
                                        "the bottleneck that was measured.",
                                        percent(busy), percent(limits::busyCpu))});
}

void judgeProxy(const VerdictInput& in, Findings& findings)
{
    const double busy = share(seconds(in.levels.proxyCpu), seconds(in.levels.span) * in.levels.proxyWorkers);
    if (busy > limits::busyCpu)
        findings.push_back({Level::Suspect,
                            fmt::format("The proxy behind its listener used {} of its processor time, above {}: it is "
                                        "the bottleneck that was measured. Raise engine.workers or lower the load.",
                                        percent(busy), percent(limits::busyCpu))});
}

void judgeMachine(const VerdictInput& in, Findings& findings)
{
    const auto& machine = in.levels.machine;
    const double stolen = share(seconds(machine.stolen), seconds(in.levels.span) * machine.processors);
    if (stolen > limits::mostStolen)
        findings.push_back({Level::Suspect,
                            fmt::format("A hypervisor gave {} of the processors' time to other guests, above {}: the "
                                        "latencies hold its pauses. Measure on a machine of your own, or when it is "
                                        "quiet.",
                                        percent(stolen), percent(limits::mostStolen))});
    if (machine.clockStep.count() > 0)
        findings.push_back({Level::Suspect,
                            fmt::format("The system's clock was set by {} during the run: its times in files "
                                        "jump, while latencies and rates are right.",
                                        spanText(seconds(machine.clockStep)))});
}

void judgeUnfinished(const VerdictInput& in, Findings& findings)
{
    const auto all = in.counters.requests + in.counters.unfinished;
    const double open = share(static_cast<double>(in.counters.unfinished), static_cast<double>(all));
    if (open > limits::mostUnfinished)
        findings.push_back({Level::Suspect,
                            fmt::format("{} of the requests had no reply when the drain ended, and "
                                        "their times are missing. Raise load.drain_s.",
                                        percent(open))});
}

std::string longEnough(const VerdictInput& in, std::uint64_t samples, std::uint64_t needed)
{
    const double rate = share(static_cast<double>(samples), seconds(in.span));
    if (rate == 0)
        return "";
    const double tenths = std::ceil(static_cast<double>(needed) / rate * 10); // up: what is said has to be enough
    return fmt::format(" At this rate {} are long enough.",
                       spanText(tenths < 100 ? tenths / 10 : std::ceil(tenths / 10)));
}

// Of what a percentile is taken. Waits and uses of connections are at most one for each request.
std::uint64_t samplesFor(metrics::DistributionId id, const metrics::Counters& counters)
{
    switch (id) {
    case metrics::DistributionId::Adjusted: return counters.decided();
    case metrics::DistributionId::Response:
    case metrics::DistributionId::Service: return counters.ok;
    case metrics::DistributionId::Failed: return counters.failed();
    case metrics::DistributionId::ColdService: return counters.coldAnswered;
    case metrics::DistributionId::WarmService: return counters.warmAnswered;
    default: return counters.requests;
    }
}

// Only of percentiles that something rests on, and only once no more samples come: before that nothing is in doubt.
// Where nothing failed, a percentile of failures misses nothing.
void judgeSamples(const VerdictInput& in, Findings& findings)
{
    for (const auto& [of, percent] : in.percentiles) {
        const auto needed = metrics::samplesNeeded(percent);
        const auto samples = samplesFor(of, in.counters);
        const bool isOfNothing = of == metrics::DistributionId::Failed && samples == 0;
        if (!in.sending && !isOfNothing && samples < needed)
            findings.push_back({Level::Suspect,
                                fmt::format("The p{:g} that a threshold asks for needs {} requests, there were {}.{}",
                                            percent, needed, samples, longEnough(in, samples, needed))});
    }
}

// How busy each part was, as far as it is known.
std::string cpuText(const VerdictInput& in)
{
    const auto& levels = in.levels;
    std::string text;
    if (levels.workerTime.count() > 0)
        text += fmt::format("; generator CPU {}",
                            percent(share(seconds(levels.workerCpu), seconds(levels.workerTime))));
    if (levels.proxyWorkers > 0)
        text += fmt::format("; proxy CPU {}",
                            percent(share(seconds(levels.proxyCpu), seconds(levels.span) * levels.proxyWorkers)));
    if (levels.hasOrigin)
        text += fmt::format("; origin CPU {}", percent(share(seconds(levels.originCpu), seconds(levels.span))));
    return text;
}

std::string good(const VerdictInput& in)
{
    return fmt::format("{} of {} requests went out within 1 ms of their time; p99 of the schedule lag {:.3f} ms, its "
                       "maximum {:.3f} ms{}.",
                       percent(1 - lateShare(in)), in.counters.requests, lagP99Ms(in), lagMaxMs(in), cpuText(in));
}

} // namespace

Verdict judge(const VerdictInput& in)
{
    if (in.counters.requests == 0 && in.counters.unfinished == 0 && in.counters.skipped == 0)
        return {};
    Findings findings;
    for (const auto rule : {judgeLocalLimits, judgeSendTimes, judgeStarts, judgeGenerator, judgeDelay, judgeLimits,
                            judgeProxy, judgeOrigin, judgeMachine, judgeUnfinished, judgeSamples})
        rule(in, findings);
    if (findings.empty())
        return {Level::Valid, {good(in)}};
    std::ranges::stable_sort(findings, std::greater{}, &VerdictFinding::level); // the gravest first
    Verdict verdict{.level = findings.front().level, .reasons = {}};
    for (auto& finding : findings)
        verdict.reasons.push_back(std::move(finding.reason));
    return verdict;
}

Verdict judgeRun(const std::vector<PhaseVerdict>& phases)
{
    if (phases.size() == 1)
        return phases.front().verdict;
    Verdict verdict;
    for (const auto& one : phases)
        verdict.level = std::max(verdict.level, one.verdict.level);
    for (const auto& one : phases)
        if (one.verdict.level == verdict.level)
            for (const auto& reason : one.verdict.reasons)
                verdict.reasons.push_back(fmt::format("{}: {}", one.phase, reason));
    return verdict;
}

} // namespace weir::analysis

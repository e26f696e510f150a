// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/junit.h"

#include "core/analysis/threshold.h"
#include "core/base/utf8.h"
#include "core/report/knob_columns.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace weir::report {

using metrics::Snapshot;

namespace {

struct Case {
    std::string name;
    std::string element; // "failure", "error", or empty where all is well
    std::string reason;
};

std::string escaped(char c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\n': return "&#10;";
    case '\t': return "&#9;";
    case '\r': return "&#13;";
    default: return {static_cast<unsigned char>(c) < ' ' ? '?' : c}; // XML has no way to write the others
    }
}

// For attributes and text alike.
std::string xml(std::string_view text)
{
    const bool isText = base::isUtf8(text);
    std::string result;
    for (const char c : text)
        result += !isText && static_cast<unsigned char>(c) >= 0x80 ? std::string{'?'} : escaped(c);
    return result;
}

std::vector<Case> casesOf(const RunReport& report, RequireValid requireValid)
{
    const auto& snapshot = *report.snapshot;
    std::vector<Case> cases;
    for (const auto& result : analysis::checkThresholds(report.scenario().scenario.thresholds, snapshot))
        cases.push_back({result.threshold.text, result.passed ? "" : "failure", result.reason});
    if (requireValid == RequireValid::Yes) {
        const bool isValid = snapshot.verdict.level == metrics::Verdict::Level::Valid;
        const auto name = isValid ? "VALID" : verdictName(snapshot.verdict.level);
        cases.push_back(
            {"the verdict is VALID", isValid ? "" : "failure",
             fmt::format("{}: {}", name.empty() ? "no verdict" : name, fmt::join(snapshot.verdict.reasons, "; "))});
    }
    if (snapshot.interrupted)
        cases.push_back({"the run ends as planned", "error", "stopped before its end"});
    return cases;
}

std::string property(std::string_view name, std::string_view value)
{
    return fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", xml(name), xml(value));
}

// The knobs the run began with, and of each later epoch those that had changed.
std::string knobProperties(const RunReport& report)
{
    std::string text;
    for (const auto& knob : changedKnobs(report)) {
        std::string known;
        for (std::size_t epoch = 0; epoch < report.epochs.size(); ++epoch) {
            const auto value = settings::redactedText(knob, settings::value(*report.epochs[epoch], knob));
            if (epoch == 0)
                text += property("knob." + knob.key(), value);
            else if (value != known)
                text += property(fmt::format("epoch{}.knob.{}", epoch, knob.key()), value);
            known = value;
        }
    }
    return text;
}

std::string properties(const RunReport& report)
{
    const auto& run = *report.snapshot->run;
    return "    <properties>\n" + property("weir.version", WEIR_VERSION) + property("run_id", run.runId)
        + property("label", run.label) + property("target", run.target)
        + property("verdict", verdictName(report.snapshot->verdict.level))
        + property("ended_by", endName(report.snapshot->ended.cause)) + knobProperties(report) + "    </properties>\n";
}

std::string caseElement(const Case& one, const std::string& suite, const std::string& time)
{
    auto text = fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"{}\"", suite, xml(one.name), time);
    if (one.element.empty())
        return text + "/>\n";
    return fmt::format("{}>\n      <{} message=\"{}\" type=\"weir\">{}</{}>\n    </testcase>\n", text, one.element,
                       xml(one.reason), xml(fmt::format("{}: {}", one.name, one.reason)), one.element);
}

} // namespace

std::string junitXml(const RunReport& report, RequireValid requireValid)
{
    const auto& snapshot = *report.snapshot;
    const auto cases = casesOf(report, requireValid);
    const auto name = xml(snapshot.run->scenario);
    const auto time = fmt::format("{:.3f}", std::chrono::duration<double>(snapshot.elapsed).count());
    const auto counts = fmt::format("name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"{}\"", name,
                                    cases.size(), std::ranges::count(cases, "failure", &Case::element),
                                    std::ranges::count(cases, "error", &Case::element), time);
    const auto startedAt = base::rfc3339(snapshot.run->startedAt).substr(0, 19); // the format has no zone; it is UTC
    auto text = fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {}>\n"
                            "  <testsuite {} skipped=\"0\" timestamp=\"{}\">\n",
                            counts, counts, startedAt)
        + properties(report);
    for (const auto& one : cases)
        text += caseElement(one, name, time);
    return text + "  </testsuite>\n</testsuites>\n";
}

} // namespace weir::report

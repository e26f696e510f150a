// SPDX-License-Identifier: GPL-3.0-or-later
// The tables behind the command line, and what each option does to a scenario.
#include "core/settings/cli.h"

#include "core/base/strings.h"
#include "core/settings/files.h"
#include "core/settings/request_grammar.h"
#include "core/settings/validate.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace weir::settings {

using Values = std::vector<std::string>;
using Problems = std::vector<Problem>;

static constexpr std::array verbTable{
    Verb{"run", "[SCENARIO | URL]", false,
         "Sends a scenario's requests and reports what came of it. With a URL: GETs it. With neither: the built-in "
         "demo."},
    Verb{"calibrate", "[SCENARIO | URL]", false,
         "Measures this machine: how late its timers are, what it can send of the scenario, and how much equal runs of "
         "it differ. Later runs of the scenario say which differences are noise."},
    Verb{"experiment", "KIND [SCENARIO | URL]", true,
         "Proves which settings matter, by blocks of each that are run in turns. KIND is try (variants against the "
         "scenario), screen (which of many knobs matter), sweep (one or two knobs over values) or find (the highest or "
         "lowest value that holds a condition); or `resume ID`, which goes on with one that was interrupted. Without a scenario or URL: the built-in demo.",
         true},
    Verb{"origin", "", false, "Serves the built-in origin until interrupted; prints `listening on http://HOST:PORT`."},
    Verb{"proxy", "[SCENARIO | URL]", false,
         "Runs the proxy core on a port of its own, in front of the targets, until interrupted; prints `listening on "
         "http://HOST:PORT`. Without a target the built-in origin stands behind it."},
    Verb{"knobs", "", false, "Lists every setting."},
    Verb{"metrics", "", false, "Lists everything that is measured."},
    Verb{"validate", "SCENARIO", true, "Tells every problem of a scenario file, each with its key and reason."},
    Verb{"percentiles", "FILE...", true,
         "Reads logs of HdrHistograms (.hlog) and percentile distributions (.hgrm) and shows the percentiles of each "
         "tag, of all files together. The values of logs are taken for nanoseconds.",
         true},
    Verb{"compare", "RUN RUN...", true,
         "Compares two to five runs of the history with the first of them: how much each metric differs, how sure that "
         "is, which settings differ. A RUN is an ID, which may be shortened, or ID:EPOCH. Weaker than an experiment, "
         "since the runs were made one after the other.",
         true},
    Verb{"history", "ACTION [ID]... [TEXT]", true,
         "Shows and keeps what was measured: every run is recorded unless --no-history says otherwise. Actions: list, "
         "show ID, export ID, delete ID..., star ID..., baseline ID, name ID TEXT, note ID TEXT, and set-aside, which "
         "moves a history that cannot be used to another name. An ID may be shortened to a beginning or an end that is "
         "unique; `latest` is the newest run.",
         true},
};

std::span<const Verb> verbs()
{
    return verbTable;
}

// As setText, for a person who stands in the working directory and not beside the scenario's file.
static std::optional<Problem> setFromHere(Scenario& scenario, std::string_view key, const std::string& text)
{
    const auto path = findKnob(key);
    const bool isFile = path && path->knob->isFile;
    return setText(scenario, key, isFile ? nameFromHere(scenario, text) : text);
}

// Sets one knob and tells a problem under the option's name, which is what the person wrote.
static void setKnob(Scenario& scenario, std::string_view option, std::string_view key, std::string_view value,
                    Problems& problems)
{
    if (auto problem = setFromHere(scenario, key, std::string{value})) {
        problem->key = option;
        problem->value = value;
        problems.push_back(std::move(*problem));
    }
}

static void applyTargets(Scenario& scenario, const Values& urls, Problems&)
{
    scenario.target.urls = urls;
}

static void applySettings(Scenario& scenario, const Values& settings, Problems& problems)
{
    for (const auto& setting : settings) {
        const auto equals = setting.find('=');
        if (equals == setting.npos)
            problems.push_back({"--set", setting, "has no =", "write it as --set KEY=VALUE"});
        else if (auto problem = setFromHere(scenario, setting.substr(0, equals), setting.substr(equals + 1)))
            problems.push_back(std::move(*problem));
    }
}

static void applyUsers(Scenario& scenario, const Values& users, Problems& problems)
{
    scenario.load.model = LoadModel::Closed;
    setKnob(scenario, "--users", "load.users", users.back(), problems);
}

static void applyRate(Scenario& scenario, const Values& rates, Problems& problems)
{
    scenario.load.model = LoadModel::Open;
    setKnob(scenario, "--rate", "load.rate", rates.back(), problems);
}

// wrk and k6 write 30s, 5m, 1h; a bare number is seconds.
static std::string inSeconds(const std::string& duration)
{
    constexpr std::array<std::pair<char, double>, 3> units{{{'s', 1}, {'m', 60}, {'h', 3600}}};
    for (const auto& [letter, seconds] : units)
        if (duration.ends_with(letter))
            if (const auto number = base::parseDouble(std::string_view{duration}.substr(0, duration.size() - 1)))
                return fmt::format("{}", *number * seconds);
    return duration;
}

static void applyDuration(Scenario& scenario, const Values& durations, Problems& problems)
{
    setKnob(scenario, "--duration", "load.duration_s", inSeconds(durations.back()), problems);
}

static void applyAuthorities(Scenario& scenario, const Values& files, Problems& problems)
{
    setKnob(scenario, "--cacert", "tls.ca_file", files.back(), problems);
}

static void applyThresholds(Scenario& scenario, const Values& expressions, Problems&)
{
    auto& thresholds = scenario.scenario.thresholds;
    thresholds.insert(thresholds.end(), expressions.begin(), expressions.end());
}

static bool names(const std::string& line, const Values& others)
{
    const auto header = parseHeader(line);
    return header && std::ranges::any_of(others, [&](const auto& other) {
               return base::equalsIgnoringCase(parseHeader(other)->name, header->name);
           });
}

// A field given here takes the place of the request's own of that name; given here twice, it is sent twice.
static void applyHeaders(Scenario& scenario, const Values& lines, Problems& problems)
{
    Values added;
    for (const auto& line : lines) {
        if (const auto header = parseHeader(line); !header)
            problems.push_back({"--header", line, header.error().context, "write it as 'Name: value'"});
        else
            added.push_back(line);
    }
    scenario.requests = effectiveRequests(scenario);
    for (std::size_t i = 0; i < scenario.requests.size(); ++i) {
        auto& headers = scenario.requests[scenario.requests.at(i).name].headers;
        std::erase_if(headers, [&](const auto& own) { return names(own, added); });
        headers.insert(headers.end(), added.begin(), added.end());
    }
}

// A file that a run writes.
static constexpr Option runFile(std::string_view name, std::string_view help, std::string_view verbs = "run history")
{
    Option option;
    option.name = name;
    option.argument = "FILE";
    option.help = help;
    option.verbs = verbs;
    return option;
}

// What experiments and comparisons have in common.
static constexpr Option tuningOption(std::string_view name, std::string_view argument, std::string_view help,
                                     std::string_view verbs = "experiment compare")
{
    Option option;
    option.name = name;
    option.argument = argument;
    option.help = help;
    option.verbs = verbs;
    return option;
}

// What gives requests and targets comes before what looks at them.
static constexpr std::array optionTable{
    Option{.name = "target",
           .argument = "URL",
           .help = "Sends to this address instead of the scenario's; may be repeated.",
           .verbs = "run calibrate experiment proxy",
           .repeats = true,
           .apply = applyTargets},
    Option{.name = "set",
           .argument = "KEY=VALUE",
           .help = "Sets any knob, e.g. --set pool.max_connections=16; see `weir-cli knobs`.",
           .verbs = "run calibrate experiment origin proxy",
           .repeats = true,
           .apply = applySettings},
    Option{.name = "users",
           .letter = 'c',
           .argument = "USERS",
           .help = "Closed model with so many users.",
           .verbs = "run calibrate experiment",
           .excludes = "rate",
           .apply = applyUsers},
    Option{.name = "rate",
           .letter = 'r',
           .argument = "RATE",
           .help = "Open model with so many requests per second.",
           .verbs = "run calibrate experiment",
           .apply = applyRate},
    Option{.name = "duration",
           .letter = 'd',
           .argument = "SECONDS",
           .help = "Length of the measured phase; 5m and 1h are understood.",
           .verbs = "run",
           .apply = applyDuration},
    Option{.name = "header",
           .letter = 'H',
           .argument = "'Name: value'",
           .help = "Sends this header field with every request; ${NAME} is taken from the environment.",
           .verbs = "run calibrate experiment",
           .repeats = true,
           .apply = applyHeaders},
    Option{.name = "threshold",
           .argument = "EXPR",
           .help = "A condition the run must meet, e.g. 'p(99)<50'; exit code 99 if not.",
           .verbs = "run",
           .repeats = true,
           .apply = applyThresholds},
    Option{.name = "cacert",
           .argument = "FILE",
           .help = "Trusts these certificate authorities (PEM) instead of the system's.",
           .verbs = "run calibrate experiment proxy",
           .apply = applyAuthorities},
    Option{.name = "insecure",
           .help = "Does not verify TLS certificates in this run.",
           .verbs = "run calibrate experiment proxy"},
    Option{.name = "require-valid", .help = "Exit code 99 unless the run's verdict is VALID.", .verbs = "run"},
    runFile("csv", "Writes the report as CSV; - is standard output."),
    runFile("series-csv", "Writes the time series as CSV."),
    Option{.name = "json",
           .argument = "FILE",
           .help = "Writes the report as JSON; its `metrics` are the last epoch's total under k6's names, its `rows` "
                   "all there is. Of a proxy: its counts, when it ends.",
           .verbs = "run calibrate proxy history"},
    runFile("hgrm",
            "Writes the percentile spectrum of all response times of the measured phase, in milliseconds, for "
            "HdrHistogram's plotters. Where settings changed during the run it is that of the last epoch, and "
            "earlier ones go to FILE with -epoch0 and so on before its extension."),
    runFile("hlog",
            "Writes a log of HdrHistograms (1.3, V2) of the measured phase: response times in nanoseconds for "
            "each second, with a tag those of an endpoint, without one of all.",
            "run"),
    runFile("jtl",
            "Writes each request of the measured phase as JMeter's CSV has it; timeStamp is when it was due, "
            "elapsed its response time.",
            "run"),
    runFile("junit", "Writes JUnit XML with a case for each threshold, and one for the verdict with --require-valid."),
    tuningOption("csv", "FILE",
                 "Writes the tuning report as CSV, a row for each variant, endpoint and metric; - is standard output."),
    tuningOption("html", "FILE", "Writes the tuning report as one page that opens offline and prints well.",
                 "experiment compare history"),
    tuningOption("json", "FILE", "Writes all of the tuning report as JSON."),
    Option{.name = "metric",
           .argument = "ID",
           .help = "Compares by this metric; may be repeated. The first is the one that is judged by, the intervals "
                   "of the others are widened, since they are many. Default adjusted_p99_ms and four more.",
           .verbs = "experiment compare",
           .repeats = true},
    Option{.name = "fail-on",
           .argument = "CONDITION",
           .help = "Exit code 99 where it holds: 'worse' (the first metric got worse, or a guard broke), or a bound "
                   "that the whole interval has to be beyond, 'adjusted_p99_ms>+5%'. May be repeated.",
           .verbs = "experiment compare",
           .repeats = true},
    Option{.name = "variant",
           .argument = "'KEY=VALUE [KEY=VALUE]...'",
           .help = "try: settings to try against the scenario's; may be repeated.",
           .verbs = "experiment",
           .repeats = true},
    Option{
        .name = "knob",
        .argument = "KEY=VALUES",
        .help = "screen: KEY=LOW,HIGH, up to 23 knobs; without any the explored knobs of the strategies that are on. "
                "sweep: KEY=V1,V2,... or KEY=A..B/N for N values, /log behind it for logarithmic steps; one or two.",
        .verbs = "experiment",
        .repeats = true},
    Option{.name = "highest",
           .argument = "KEY",
           .help = "find: the highest value of this knob that holds the condition.",
           .verbs = "experiment",
           .excludes = "lowest"},
    Option{.name = "lowest",
           .argument = "KEY",
           .help = "find: the lowest value of this knob that holds the condition.",
           .verbs = "experiment"},
    Option{.name = "while",
           .argument = "EXPR",
           .help = "find: the condition, a threshold such as 'p(99)<50'.",
           .verbs = "experiment"},
    Option{.name = "from",
           .argument = "A",
           .help = "find: begins with this value. Default: the scenario's.",
           .verbs = "experiment"},
    Option{.name = "to", .argument = "B", .help = "find: goes no further than this value.", .verbs = "experiment"},
    Option{.name = "usl",
           .help = "sweep and find over users or connections: fits the Universal Scalability Law.",
           .verbs = "experiment"},
    Option{.name = "blocks",
           .argument = "COUNT",
           .help = "Pairs of blocks for each variant; of a screening how often its design is run. Default 16, of a "
                   "screening 4.",
           .verbs = "experiment"},
    Option{
        .name = "block-seconds",
        .argument = "SECONDS",
        .help = "Measured in each block. Default: as long as the first metric needs at the scenario's rate, 2 to 10.",
        .verbs = "experiment"},
    Option{.name = "precision",
           .argument = "PERCENT",
           .help = "Ends a variant once its interval is no wider than this to either side.",
           .verbs = "experiment"},
    Option{.name = "for",
           .argument = "SECONDS",
           .help = "As many blocks as about this time holds.",
           .verbs = "experiment"},
    Option{.name = "margin",
           .argument = "PERCENT",
           .help = "A difference within this is none. Default 2.",
           .verbs = "experiment"},
    Option{.name = "seed",
           .argument = "N",
           .help = "Of the order of the blocks and of what they ask.",
           .verbs = "experiment"},
    Option{.name = "blocks",
           .argument = "COUNT",
           .help = "Equal runs that the noise is taken from, two to a pair. Default 40. Below 38 their differences "
                   "are taken to be normally distributed, and with stalls the floor covers less than it says.",
           .verbs = "calibrate"},
    Option{.name = "seconds",
           .argument = "SECONDS",
           .help = "Measured in each of them. Default: as long as the p99 needs at the scenario's rate, 2 to 10.",
           .verbs = "calibrate"},
    Option{
        .name = "only",
        .argument = "machine|drive|noise",
        .help = "Measures one thing. machine: timer and clock alone. drive: what can be sent, against an origin that "
                "answers at once. noise: how much equal runs differ.",
        .verbs = "calibrate"},
    Option{.name = "quiet", .help = "Shows no progress.", .verbs = "run calibrate experiment proxy"},
    Option{.name = "listen",
           .argument = "HOST:PORT",
           .help = "Listens here; port 0 takes a free one. Default 127.0.0.1:0.",
           .verbs = "origin proxy"},
    Option{.name = "format",
           .argument = "table|json|markdown",
           .help = "How the list is written. Default table.",
           .verbs = "knobs metrics"},
    Option{.name = "format",
           .argument = "table|csv|json|markdown",
           .help = "How the percentiles are written. Default table.",
           .verbs = "percentiles"},
    Option{.name = "format",
           .argument = "table|json|csv",
           .help = "How the list is written. Default table.",
           .verbs = "history"},
    Option{.name = "scenario", .argument = "NAME", .help = "Lists the runs of this scenario only.", .verbs = "history"},
    Option{.name = "limit",
           .argument = "COUNT",
           .help = "Lists the newest so many; 0 lists all. Default 30 in a table, else all.",
           .verbs = "history"},
    Option{.name = "off", .help = "Takes the star, or the baseline, away.", .verbs = "history"},
    Option{.name = "no-history", .help = "Leaves it out of the history.", .verbs = "run experiment"},
    Option{.name = "tag", .argument = "TAG", .help = "Only the intervals of this tag.", .verbs = "percentiles"},
    Option{.name = "unit",
           .argument = "ns|us|ms|s",
           .help = "Unit of the values in percentile distributions, which do not name it. Default ms, as Weir and wrk2 "
                   "write them.",
           .verbs = "percentiles"},
    Option{.name = "help",
           .letter = 'h',
           .help = "Shows this text.",
           .verbs = "run calibrate experiment compare origin proxy knobs metrics validate percentiles history"},
    Option{.name = "version",
           .help = "Shows the version.",
           .verbs = "run calibrate experiment compare origin proxy knobs metrics validate percentiles history"},
};

std::span<const Option> options()
{
    return optionTable;
}

std::vector<Problem> applyTo(Scenario& scenario, const Arguments& arguments)
{
    std::vector<Problem> problems;
    for (const auto& option : options()) {
        const auto given = arguments.options.find(option.name);
        if (option.apply != nullptr && given != arguments.options.end())
            option.apply(scenario, given->second, problems);
    }
    return problems;
}

} // namespace weir::settings

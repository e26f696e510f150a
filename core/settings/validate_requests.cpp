// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/validate.h"

#include "core/base/strings.h"
#include "core/settings/check_grammar.h"
#include "core/settings/data_table.h"
#include "core/settings/demo.h"
#include "core/settings/extract_grammar.h"
#include "core/settings/files.h"
#include "core/settings/header_rules.h"
#include "core/settings/request_grammar.h"
#include "core/settings/value_names.h"
#include "core/settings/vary_grammar.h"
#include "core/uri/percent.h"
#include "core/uri/url.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace weir::settings {

namespace {

// The checks of one request: each adds what it finds under that request's keys.
class RequestCheck {
public:
    RequestCheck(const Scenario& scenario, const ValueNames& known, const std::string& name,
                 const RequestSettings& request, std::vector<Problem>& problems)
        : m_scenario(scenario)
        , m_known(known)
        , m_name(name)
        , m_request(request)
        , m_problems(problems)
    {
    }

    void run()
    {
        checkMethod();
        checkVary();
        checkUrl();
        for (const auto& line : m_request.headers)
            checkHeader(line);
        checkVariables("body", m_request.body);
        checkBodyFile();
        checkTarget();
        checkReplies();
    }

private:
    void add(std::string_view knob, std::string_view value, std::string reason, std::string remedy)
    {
        m_problems.push_back(
            {fmt::format("requests.{}.{}", m_name, knob), std::string{value}, std::move(reason), std::move(remedy)});
    }

    void checkMethod();
    void checkVary();
    void checkUrl();
    void checkHeader(const std::string& line);
    void checkVariables(std::string_view knob, const std::string& text);
    void checkDeclared(std::string_view knob, std::string_view variable);
    std::optional<std::string> likelyName(std::string_view variable) const;
    void checkConstant(std::string_view knob, std::string_view name, const std::string& value);
    void checkBodyFile();
    void checkTarget();
    void checkReplies();

    const Scenario& m_scenario;
    const ValueNames& m_known;
    const std::string& m_name;
    const RequestSettings& m_request;
    std::vector<Problem>& m_problems;
    std::vector<std::string> m_variables;
};

} // namespace

// Methods know upper and lower case; `get` would be a method nobody implements.
void RequestCheck::checkMethod()
{
    constexpr std::array<std::string_view, 7> usual{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
    const auto& method = m_request.method;
    if (!isToken(method))
        return add("method", method, "is not a method", "choose GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS");
    if (method == "CONNECT" || method == "TRACE")
        return add("method", method, "is not for requests to an API", "choose another method");
    for (const auto& known : usual)
        if (method != known && base::equalsIgnoringCase(method, known))
            return add("method", method, "is not in upper case", fmt::format("write {}", known));
}

void RequestCheck::checkVary()
{
    for (const auto& line : m_request.vary) {
        const auto range = parseVary(line);
        if (!range)
            add("vary", line, range.error().context, "write it as id=1..500");
        else if (std::ranges::find(m_variables, range->name) != m_variables.end())
            add("vary", line, fmt::format("declares {} a second time", range->name), "keep one of them");
        else
            m_variables.emplace_back(range->name);
    }
}

// Whatever characters it has: those that may not stand in a URL are sent percent-encoded, as browsers do.
void RequestCheck::checkUrl()
{
    const auto& url = m_request.url;
    const auto text = uri::trimmed(url);
    if (text.find("://") < text.find_first_of("/?"))
        return add("url", url, "is a whole address", "write only the path; the address belongs to target.urls");
    if (!text.starts_with('/'))
        return add("url", url, "does not start with /", "write a path such as /products?page=1");
    if (text.contains("${"))
        return add("url", url, "has a reference to the environment", "use references in headers only");
    checkVariables("url", url);
}

void RequestCheck::checkHeader(const std::string& line)
{
    const auto header = parseHeader(line);
    if (!header)
        return add("headers", line, header.error().context, "write it as Name: value");
    checkVariables("headers", line);
    if (const auto resolved = resolveEnvironment(header->value); !resolved)
        return add("headers", line, resolved.error().context, "set the variable, or mend the reference");
    if (auto problem = checkField(m_known, fmt::format("requests.{}.headers", m_name), line, *header))
        m_problems.push_back(*std::move(problem));
}

void RequestCheck::checkVariables(std::string_view knob, const std::string& text)
{
    const auto pieces = splitTemplate(text);
    if (!pieces)
        return add(knob, text, pieces.error().context, "write {{name}}, and name=LOW..HIGH in vary");
    for (const auto& piece : *pieces)
        if (piece.isVariable)
            checkDeclared(knob, piece.text);
}

// Declared by the request itself, or by the scenario for all of them.
void RequestCheck::checkDeclared(std::string_view knob, std::string_view variable)
{
    if (std::ranges::find(m_variables, variable) != m_variables.end())
        return;
    if (const auto column = parseColumnName(variable); column && m_scenario.feeders.find(column->feeder) != nullptr)
        return; // the column is looked for in the file
    if (const auto constant = m_known.constants.find(variable); constant != m_known.constants.end())
        return checkConstant(knob, variable, constant->second);
    if (m_known.extracted.contains(variable))
        return; // flows are followed step by step
    const auto likely = likelyName(variable);
    const bool isColumn = variable.find('.') != variable.npos;
    add(knob, fmt::format("{{{{{}}}}}", variable),
        isColumn ? "names no feeder of the scenario" : "is not declared in vary",
        likely         ? fmt::format("did you mean {{{{{}}}}}?", *likely)
            : isColumn ? "add the file under feeders"
                       : fmt::format("add {}=LOW..HIGH to vary", variable));
}

std::optional<std::string> RequestCheck::likelyName(std::string_view variable) const
{
    if (m_problems.size() >= mostSuggestions)
        return std::nullopt;
    auto known = m_variables;
    for (const auto& [name, value] : m_known.constants)
        known.push_back(name);
    known.insert(known.end(), m_known.extracted.begin(), m_known.extracted.end());
    return base::nearest(variable, known);
}

// A constant must fit where it is put. What the environment holds would show in a URL.
void RequestCheck::checkConstant(std::string_view knob, std::string_view name, const std::string& value)
{
    const auto written = fmt::format("{{{{{}}}}}", name);
    if (knob == "url" && value.find("${") != value.npos)
        add(knob, written, "has a value from the environment", "use references in headers and bodies only");
    else if (knob == "headers" && !parseHeader("X: " + value))
        add(knob, written, "has a value with a line break or another control character", "leave it out");
}

void RequestCheck::checkBodyFile()
{
    constexpr std::size_t most = 256 * 1024 * 1024;
    const auto& path = m_request.bodyFile;
    if (path.empty())
        return;
    if (!m_request.body.empty())
        add("body_file", path, "stands beside a body", "give one of them");
    if (const auto text = readWhole(pathOf(m_scenario, path), most); !text)
        add("body_file", path, text.error().context + lookedAt(m_scenario, path),
            "give the path of a file you may read");
}

void RequestCheck::checkTarget()
{
    const auto count = std::max<std::size_t>(m_scenario.target.urls.size(), 1);
    if (m_request.target == 0)
        return;
    if (static_cast<std::size_t>(m_request.target) > count)
        add("target", fmt::format("{}", m_request.target), fmt::format("is more than target.urls has, {}", count),
            "count them from 1");
    if (m_scenario.load.path == LoadPath::Listener)
        add("target", fmt::format("{}", m_request.target),
            "cannot be chosen behind the listener, which takes them in turn",
            "choose another load.path, or leave it 0");
}

void RequestCheck::checkReplies()
{
    for (const auto& line : m_request.checks)
        if (const auto check = parseCheck(line); !check)
            add("checks", line, check.error().context, "write it as status == 200 or json /id == 5");
    std::vector<std::string> names;
    for (const auto& line : m_request.extract) {
        const auto extract = parseExtract(line);
        if (!extract)
            add("extract", line, extract.error().context, "write it as token = json /token");
        else if (std::ranges::find(names, extract->name) != names.end())
            add("extract", line, fmt::format("extracts {} a second time", extract->name), "keep one of them");
        else
            names.emplace_back(extract->name);
    }
}

void validateRequests(const Scenario& scenario, std::vector<Problem>& problems)
{
    if (scenario.requests.size() > mostRequests)
        problems.push_back({"requests", fmt::format("{} requests", scenario.requests.size()),
                            fmt::format("are more than the {} that one run can tell apart", mostRequests),
                            "leave some out, or split the scenario into several"});
    const ValueNames known{scenario};
    for (const auto& record : scenario.requests) {
        if (!isRecordName(record.name))
            problems.push_back({"requests", record.name, "is no name for a request",
                                "use 1 to 64 printable characters other than . = \" and not * alone"});
        RequestCheck{scenario, known, record.name, record.settings, problems}.run();
    }
}

Records<RequestSettings> effectiveRequests(const Scenario& scenario)
{
    if (!scenario.requests.empty())
        return scenario.requests;
    if (scenario.target.urls.empty())
        return demoScenario().requests;
    const auto url = uri::readUrl(scenario.target.urls.front());
    const auto path = url ? url->target.substr(0, url->target.find('?')) : std::string{"/"};
    const bool isRoot = path == "/";
    Records<RequestSettings> requests;
    requests[toRecordName("GET " + path)].url = isRoot ? "/" : "";
    return requests;
}

} // namespace weir::settings

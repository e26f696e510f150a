// SPDX-License-Identifier: GPL-3.0-or-later
// Where a run's scenario comes from: a file, a URL, the demo.
#include "core/settings/cli.h"

#include "core/settings/demo.h"
#include "core/settings/json.h"
#include "core/settings/request_grammar.h"
#include "core/settings/validate.h"
#include "core/uri/percent.h"
#include "core/uri/url.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace weir::settings {

using Problems = std::vector<Problem>;

// Path and query as they were written, {{name}} and all: they are encoded when the request is made. A fragment stays at
// home, as in a browser; "#" in the name of a value begins none.
static std::string writtenTarget(std::string_view address)
{
    auto text = address.substr(address.find("://") + 3);
    text.remove_prefix(std::min(text.find_first_of("/\\?#"), text.size()));
    std::string target;
    const auto pieces = splitTemplate(text);
    for (const auto& piece : pieces ? *pieces : std::vector<TemplatePiece>{{text, false}}) {
        const auto fragment = piece.isVariable ? piece.text.npos : piece.text.find('#');
        target += piece.isVariable ? fmt::format("{{{{{}}}}}", piece.text)
                                   : std::string{piece.text.substr(0, fragment)};
        if (fragment != piece.text.npos)
            break;
    }
    if (target.starts_with('\\'))
        target.front() = '/';
    return target.starts_with('/') ? target : '/' + target;
}

// One GET: the address is the target, path and query are the request.
static std::expected<Scenario, Problems> scenarioOfUrl(const std::string& text)
{
    const auto url = uri::readUrl(text);
    if (!url)
        return std::unexpected{
            Problems{{url.error().isSecret ? "the address" : text, {}, url.error().reason, url.error().remedy}}};
    const auto target = writtenTarget(uri::trimmed(text));
    const auto path = target.substr(0, target.find('?'));
    Scenario scenario;
    scenario.scenario.name = url->authority() + path;
    scenario.target.urls = {url->scheme + "://" + url->authority()};
    scenario.requests[toRecordName("GET " + path)].url = target;
    return scenario;
}

std::expected<Scenario, Problems> scenarioFrom(const std::string& pathOrUrl)
{
    std::error_code ignored;
    if (pathOrUrl.find("://") != pathOrUrl.npos)
        return scenarioOfUrl(pathOrUrl);
    if (pathOrUrl.ends_with(".json") || std::filesystem::exists(pathOrUrl, ignored))
        return loadScenario(pathOrUrl);
    return std::unexpected{Problems{{pathOrUrl,
                                     {},
                                     "is neither a scenario file nor a URL",
                                     fmt::format("name a .weir.json file, or write http://{}", pathOrUrl)}}};
}

// A target alone is not sent the demo's mix: that has orders in it, and the target is somebody's API.
static std::expected<Scenario, Problems> startingPoint(const Arguments& arguments)
{
    if (!arguments.positional.empty())
        return scenarioFrom(arguments.positional.front());
    if (!arguments.has("target"))
        return demoScenario();
    Scenario scenario;
    scenario.scenario.name = arguments.value("target");
    return scenario;
}

std::expected<Scenario, Problems> scenarioFor(const Arguments& arguments)
{
    auto scenario = startingPoint(arguments);
    if (!scenario)
        return scenario;
    auto problems = applyTo(*scenario, arguments);
    if (problems.empty())
        problems = validate(*scenario);
    if (!problems.empty())
        return std::unexpected{std::move(problems)};
    return scenario;
}

} // namespace weir::settings

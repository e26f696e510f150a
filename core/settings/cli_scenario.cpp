// SPDX-License-Identifier: GPL-3.0-or-later
// Where a run's scenario comes from: a file, a URL, the demo.
#include "core/settings/cli.h"

#include "core/base/strings.h"
#include "core/settings/demo.h"
#include "core/settings/json.h"
#include "core/settings/validate.h"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <fmt/format.h>

#include <filesystem>

namespace weir::settings {

using Problems = std::vector<Problem>;

// One GET: the address is the target, path and query are the request. A fragment stays at home, as in a browser.
static std::expected<Scenario, Problems> scenarioOfUrl(const std::string& text)
{
    const auto url = boost::urls::parse_uri(boost::urls::string_view{text.data(), text.size()});
    if (!url)
        return std::unexpected{
            Problems{{text, {}, "is not a URL", "write it as https://api.example.com/items?page=1"}}};
    const std::string host{url->encoded_host_and_port()};
    const auto address = fmt::format("{}://{}", base::lowered(std::string{url->scheme()}), host);
    if (url->has_userinfo())
        return std::unexpected{Problems{{address, {}, "holds a user name or password", "give it by -H instead"}}};
    const auto path = url->encoded_path().empty() ? "/" : std::string{url->encoded_path()};
    Scenario scenario;
    scenario.scenario.name = host + path;
    scenario.target.urls = {address};
    auto& request = scenario.requests[toRecordName("GET " + path)];
    request.url = url->has_query() ? path + "?" + std::string{url->encoded_query()} : path;
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

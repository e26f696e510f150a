// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/validate.h"

#include "core/settings/files.h"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>

namespace weir::settings {

static constexpr std::string_view urlRemedy = "write it as https://api.example.com/v1";

static Problem badUrl(const std::string& url, std::string_view reason, std::string_view remedy = urlRemedy)
{
    return {"target.urls", url, std::string{reason}, std::string{remedy}};
}

// No value is shown: it may hold a password.
static Problem urlWithUser()
{
    return badUrl("", "holds a user name or password", "give an Authorization header with ${NAME} instead");
}

static std::optional<Problem> checkParts(const std::string& text, const boost::urls::url_view& url)
{
    if (url.scheme_id() != boost::urls::scheme::http && url.scheme_id() != boost::urls::scheme::https)
        return badUrl(text, "is neither http nor https");
    if (url.has_userinfo())
        return urlWithUser();
    if (url.encoded_host().empty())
        return badUrl(text, "names no host");
    if (url.has_port() && url.port_number() == 0)
        return badUrl(text, "has a port outside 1 to 65535");
    if (url.has_fragment())
        return badUrl(text, "has a fragment, which is never sent", "leave out what follows #");
    if (url.has_query())
        return badUrl(text, "has a query", "give the query in requests.NAME.url");
    return std::nullopt;
}

static std::optional<Problem> checkUrl(const std::string& text)
{
    const auto url = boost::urls::parse_uri(boost::urls::string_view{text.data(), text.size()});
    if (url)
        return checkParts(text, *url);
    if (text.find("://") == text.npos)
        return badUrl(text, "does not begin with http:// or https://");
    return badUrl(text.find('@') == text.npos ? text : "", "is not a URL");
}

static void checkFile(const char* key, const Scenario& scenario, const std::string& name,
                      std::vector<Problem>& problems)
{
    std::error_code error;
    const auto path = pathOf(scenario, name);
    if (path.empty())
        return;
    if (!std::filesystem::is_regular_file(path, error))
        problems.push_back({key, name, "is not a file" + lookedAt(scenario, name), "give the path of a PEM file"});
    else if (!std::ifstream{path}.is_open())
        problems.push_back(
            {key, name, "cannot be read" + lookedAt(scenario, name), "give the path of a PEM file you may read"});
}

void validateTarget(const Scenario& scenario, std::vector<Problem>& problems)
{
    for (const auto& url : scenario.target.urls)
        if (auto problem = checkUrl(url))
            problems.push_back(std::move(*problem));
    checkFile("tls.ca_file", scenario, scenario.tls.caFile, problems);
    checkFile("tls.certificate_file", scenario, scenario.tls.certificateFile, problems);
    checkFile("tls.key_file", scenario, scenario.tls.keyFile, problems);
    checkFile("listener.certificate_file", scenario, scenario.listener.certificateFile, problems);
    checkFile("listener.key_file", scenario, scenario.listener.keyFile, problems);
    checkFile("listener.client_ca_file", scenario, scenario.listener.clientCaFile, problems);
}

} // namespace weir::settings

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/validate.h"

#include "core/settings/files.h"
#include "core/uri/url.h"

#include <filesystem>
#include <fstream>

namespace weir::settings {

static std::optional<Problem> checkUrl(const std::string& text)
{
    const auto url = uri::readUrl(text);
    if (!url) // no value is shown that may hold a password
        return Problem{"target.urls", url.error().isSecret ? "" : text, url.error().reason, url.error().remedy};
    if (url->target.contains('?'))
        return Problem{"target.urls", text, "has a query", "give the query in requests.NAME.url"};
    return std::nullopt;
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

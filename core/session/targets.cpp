// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/targets.h"

#include "core/analysis/threshold.h"
#include "core/settings/schema.h"
#include "core/settings/validate.h"

#include <fmt/format.h>

namespace weir::session {

using base::Errc;
using base::fail;

// The first problem in full and the number of the others: a banner's worth. The command line shows all of them.
base::Status checkScenario(const settings::Scenario& scenario)
{
    if (const auto problems = settings::validate(scenario); !problems.empty()) {
        std::string text;
        for (const auto& problem : problems)
            text += (text.empty() ? "" : "\n") + settings::text(problem);
        return fail(Errc::InvalidScenario, text);
    }
    for (const auto& threshold : scenario.scenario.thresholds)
        if (const auto parsed = analysis::parseThreshold(threshold); !parsed)
            return std::unexpected(parsed.error());
    return {};
}

static net::TlsOptions tlsOptionsOf(const settings::TlsSettings& settings, bool insecure)
{
    net::TlsOptions options;
    options.caFile = settings.caFile;
    options.insecure = insecure;
    options.minVersion = settings.minVersion == settings::TlsVersion::V13 ? net::TlsVersion::V13 : net::TlsVersion::V12;
    options.certificateFile = settings.certificateFile;
    options.keyFile = settings.keyFile;
    options.resume = settings.resume;
    return options;
}

base::Result<Targets> reachTargets(const settings::Scenario& scenario, bool insecure)
{
    Targets targets;
    auto urls = scenario.target.urls;
    if (urls.empty()) {
        auto origin = origin::Origin::start(scenario.origin);
        if (!origin)
            return std::unexpected(origin.error());
        targets.origin = *std::move(origin);
        urls.push_back(targets.origin->url());
    }
    const auto tls = tlsOptionsOf(scenario.tls, insecure);
    const auto timeout = std::chrono::duration_cast<base::Nanos>(
        std::chrono::duration<double, std::milli>(scenario.pool.connectTimeoutMs));
    for (const auto& url : urls) {
        auto target = upstream::makeTarget(url, tls);
        if (!target)
            return std::unexpected(target.error());
        if (auto reached = upstream::probe(*target, timeout); !reached)
            return std::unexpected(reached.error());
        targets.list.push_back(*std::move(target));
    }
    const auto& first = targets.list.front();
    targets.text = targets.list.size() == 1 ? first.url.scheme + "://" + first.authority
                                            : fmt::format("{} targets", targets.list.size());
    return targets;
}

} // namespace weir::session

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/targets.h"

#include "core/analysis/threshold.h"
#include "core/settings/files.h"
#include "core/settings/schema.h"
#include "core/settings/validate.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace weir::session {

using base::Errc;
using base::fail;

// The first problem in full and the number of the others: a banner's worth. The command line shows all of them.
base::Status checkScenario(const settings::Scenario& scenario)
{
    auto problems = settings::validate(scenario);
    std::ranges::move(analysis::thresholdProblems(scenario), std::back_inserter(problems));
    if (problems.empty())
        return {};
    return fail(Errc::InvalidScenario, settings::text(problems));
}

static net::TlsOptions tlsOptionsOf(const settings::Scenario& scenario, bool insecure)
{
    const auto& settings = scenario.tls;
    net::TlsOptions options;
    options.caFile = settings::pathOf(scenario, settings.caFile);
    options.insecure = insecure;
    options.minVersion = settings.minVersion == settings::TlsVersion::V13 ? net::TlsVersion::V13 : net::TlsVersion::V12;
    options.certificateFile = settings::pathOf(scenario, settings.certificateFile);
    options.keyFile = settings::pathOf(scenario, settings.keyFile);
    options.resume = settings.resume;
    return options;
}

// What may pass by itself, without a change of the scenario.
static bool mayPass(const base::Error& error)
{
    switch (error.code) {
    case Errc::HostNotFound:
    case Errc::ConnectRefused:
    case Errc::ConnectFailed:
    case Errc::Timeout:
    case Errc::Tls:
    case Errc::TlsTimeout: return true;
    default: return false;
    }
}

base::Result<Targets> reachTargets(const settings::Scenario& scenario, bool insecure, Reach reach)
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
    const auto tls = tlsOptionsOf(scenario, insecure);
    const auto timeout = std::chrono::duration_cast<base::Nanos>(
        std::chrono::duration<double, std::milli>(scenario.pool.connectTimeoutMs));
    for (const auto& url : urls) {
        const bool mayBeDown = reach == Reach::IfPossible;
        auto target = upstream::makeTarget(url, tls, net::lookUp, mayBeDown);
        if (!target)
            return std::unexpected(target.error());
        const auto reached = upstream::probe(*target, timeout);
        if (!reached && !(mayBeDown && mayPass(reached.error())))
            return std::unexpected(reached.error());
        if (!reached)
            targets.unreached.push_back(reached.error());
        targets.list.push_back(*std::move(target));
    }
    const auto& first = targets.list.front();
    targets.text = targets.list.size() == 1 ? first.url.scheme + "://" + first.authority
                                            : fmt::format("{} targets", targets.list.size());
    return targets;
}

} // namespace weir::session

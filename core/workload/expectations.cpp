// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/expectations.h"

#include <fmt/format.h>

namespace weir::workload {

base::Result<Expectations> Expectations::compile(const settings::RequestSettings& settings, const Scope& scope)
{
    Expectations made;
    made.m_carried = scope.carried.size();
    for (const auto& line : settings.checks) {
        auto check = Check::compile(line);
        if (!check)
            return std::unexpected{check.error()};
        made.m_needsBody = made.m_needsBody || check->needsBody();
        made.m_needsSize = made.m_needsSize || check->needsSize();
        made.m_judgesStatus = made.m_judgesStatus || check->judgesStatus();
        made.m_checks.push_back(*std::move(check));
    }
    for (const auto& line : settings.extract) {
        auto extraction = Extraction::compile(line, scope);
        if (!extraction)
            return std::unexpected{extraction.error()};
        made.m_needsBody = made.m_needsBody || extraction->needsBody();
        made.m_extractions.push_back(*std::move(extraction));
    }
    return made;
}

std::string Expectations::judge(Reply& reply, UserValues* user) const
{
    for (const auto& check : m_checks)
        if (const auto found = check.fails(reply))
            return fmt::format("check failed: {}; found {}", check.text(), *found);
    UserValues nobody;
    if (user == nullptr)
        nobody.carried.resize(m_carried);
    for (const auto& extraction : m_extractions)
        if (!extraction.take(reply, user ? *user : nobody))
            return fmt::format("nothing to extract: {}; status {}", extraction.text(), reply.status());
    return {};
}

} // namespace weir::workload

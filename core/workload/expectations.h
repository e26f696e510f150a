// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/request_settings.h"
#include "core/workload/check.h"
#include "core/workload/extraction.h"

#include <string>
#include <vector>

namespace weir::workload {

// What is asked of a request's reply: its checks, and what a flow takes from it. Immutable.
class Expectations {
public:
    // Of a body, this much is looked into; on a longer one, the checks of its content fail.
    static constexpr std::size_t bodyLimit = 16 * 1024 * 1024;

    static base::Result<Expectations> compile(const settings::RequestSettings& settings, const Scope& scope);

    bool isEmpty() const { return m_checks.empty() && m_extractions.empty(); }
    bool needsBody() const { return m_needsBody; }
    bool needsSize() const { return m_needsSize; } // of the body without coding
    // The checks name the status, so they alone decide which one is good.
    bool judgesStatus() const { return m_judgesStatus; }

    // What the reply lacks, in words; empty when it is as expected. `user` takes what is extracted; without one, things
    // are only looked for.
    std::string judge(Reply& reply, UserValues* user) const;

private:
    std::vector<Check> m_checks;
    std::vector<Extraction> m_extractions;
    std::size_t m_carried = 0; // names in the scope
    bool m_needsBody = false;
    bool m_needsSize = false;
    bool m_judgesStatus = false;
};

} // namespace weir::workload

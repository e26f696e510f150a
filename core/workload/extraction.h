// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/extract_grammar.h"
#include "core/settings/pattern.h"
#include "core/workload/reply.h"
#include "core/workload/scope.h"

#include <optional>
#include <string>

namespace weir::workload {

// One line of `extract`, compiled. Immutable.
class Extraction {
public:
    // InvalidScenario where validate() would have told why.
    static base::Result<Extraction> compile(const std::string& line, const Scope& scope);

    bool needsBody() const { return m_from != settings::ExtractFrom::Header; }
    // Puts what it finds where later steps take it from; false when there is nothing.
    bool take(Reply& reply, UserValues& user) const;
    const std::string& text() const { return m_text; }

private:
    std::optional<std::string> find(Reply& reply) const;

    std::string m_text;      // the line
    std::size_t m_index = 0; // of the name in the scope
    settings::ExtractFrom m_from = settings::ExtractFrom::Json;
    std::string m_what;
    std::optional<settings::Pattern> m_pattern;
};

} // namespace weir::workload

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/settings/check_grammar.h"
#include "core/settings/pattern.h"
#include "core/workload/reply.h"

#include <optional>
#include <string>

namespace weir::workload {

// One line of `checks`, compiled. Immutable.
class Check {
public:
    // InvalidScenario where validate() would have told why.
    static base::Result<Check> compile(const std::string& line);

    bool needsBody() const
    {
        return m_subject == settings::CheckSubject::Body || m_subject == settings::CheckSubject::Json;
    }
    bool needsSize() const { return m_subject == settings::CheckSubject::Size; }
    bool judgesStatus() const { return m_subject == settings::CheckSubject::Status; }

    // What was found instead, in words; nothing when the reply passes.
    std::optional<std::string> fails(Reply& reply) const;
    const std::string& text() const { return m_text; }

private:
    std::optional<std::string> failsNumber(double number) const;
    std::optional<std::string> failsHeader(const Reply& reply) const;
    std::optional<std::string> failsBody(const Reply& reply) const;
    std::optional<std::string> failsJson(Reply& reply) const;
    bool isNumber(double number) const;
    bool isText(std::string_view text) const;
    bool isEqual(const boost::json::value& value) const;

    std::string m_text; // the line
    settings::CheckSubject m_subject = settings::CheckSubject::Status;
    settings::CheckOperator m_operator = settings::CheckOperator::Equal;
    std::string m_name;
    std::string m_operand;
    double m_low = 0;
    double m_high = 0;
    boost::json::value m_value; // the operand of json ==, !=
    std::optional<settings::Pattern> m_pattern;
};

} // namespace weir::workload

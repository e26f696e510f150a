// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/check.h"

#include <boost/json/parse.hpp>
#include <fmt/format.h>

namespace weir::workload {

namespace json = boost::json;
using Op = settings::CheckOperator;
using Subject = settings::CheckSubject;
using Finding = std::optional<std::string>;

// Found texts may be long, and the failure log shows them on one line.
static std::string shown(std::string_view text)
{
    constexpr std::size_t most = 80;
    return text.size() <= most ? std::string{text} : fmt::format("{}...", text.substr(0, most));
}

base::Result<Check> Check::compile(const std::string& line)
{
    const auto parsed = settings::parseCheck(line);
    if (!parsed)
        return base::fail(base::Errc::InvalidScenario, fmt::format("check \"{}\" {}", line, parsed.error().context));
    Check check;
    check.m_text = line;
    check.m_subject = parsed->subject;
    check.m_operator = parsed->op;
    check.m_name = parsed->name;
    check.m_operand = parsed->operand;
    check.m_low = parsed->low;
    check.m_high = parsed->high;
    json::error_code error;
    check.m_value = json::parse(json::string_view{check.m_operand.data(), check.m_operand.size()}, error);
    if (error) // a text needs no quotes
        check.m_value = json::string_view{check.m_operand.data(), check.m_operand.size()};
    if (parsed->op == Op::Matches)
        check.m_pattern = *settings::Pattern::compile(parsed->operand);
    return check;
}

Finding Check::fails(Reply& reply) const
{
    switch (m_subject) {
    case Subject::Status: return failsNumber(reply.status());
    case Subject::Size: return failsNumber(static_cast<double>(reply.size()));
    case Subject::Header: return failsHeader(reply);
    case Subject::Body: return failsBody(reply);
    case Subject::Json: return failsJson(reply);
    }
    return std::nullopt;
}

Finding Check::failsNumber(double number) const
{
    return isNumber(number) ? std::nullopt : Finding{fmt::format("{}", number)};
}

bool Check::isNumber(double number) const
{
    switch (m_operator) {
    case Op::Equal: return number == m_low;
    case Op::NotEqual: return number != m_low;
    case Op::Less: return number < m_low;
    case Op::AtMost: return number <= m_low;
    case Op::Greater: return number > m_low;
    case Op::AtLeast: return number >= m_low;
    default: return number >= m_low && number <= m_high;
    }
}

bool Check::isText(std::string_view text) const
{
    switch (m_operator) {
    case Op::Equal: return text == m_operand;
    case Op::NotEqual: return text != m_operand;
    case Op::Contains: return text.find(m_operand) != text.npos;
    case Op::Matches: {
        const auto found = m_pattern->search(text);
        return found && found->has_value();
    }
    default: return true;
    }
}

// All fields of a name are one list.
Finding Check::failsHeader(const Reply& reply) const
{
    if (!reply.headers().contains(m_name))
        return m_operator == Op::NotEqual ? std::nullopt : Finding{"no such field"};
    const auto value = reply.headers().joined(m_name);
    return isText(value) ? std::nullopt : Finding{shown(value)};
}

Finding Check::failsBody(const Reply& reply) const
{
    if (!reply.body())
        return "a body that is too long to look into, or does not decode";
    return isText(*reply.body()) ? std::nullopt : Finding{fmt::format("not in {} bytes", reply.body()->size())};
}

Finding Check::failsJson(Reply& reply) const
{
    const auto* value = reply.at(m_name);
    if (value == nullptr)
        return reply.json() ? "nothing there" : "no JSON";
    const bool comparesNumbers = m_operator >= Op::Less && m_operator <= Op::AtLeast;
    bool passes = true;
    if (comparesNumbers)
        passes = value->is_number() && isNumber(value->to_number<double>());
    else if (m_operator == Op::Equal || m_operator == Op::NotEqual)
        passes = isEqual(*value) == (m_operator == Op::Equal);
    else if (m_operator != Op::Exists)
        passes = isText(textOf(*value));
    return passes ? std::nullopt : Finding{shown(textOf(*value))};
}

// 5 and 5.0 are one number, however they are held; "5" is a text, which an operand without quotes may mean as well.
bool Check::isEqual(const json::value& value) const
{
    if (value.is_number() && m_value.is_number())
        return value.to_number<double>() == m_value.to_number<double>();
    return value == m_value || (value.is_string() && textOf(value) == m_operand);
}

} // namespace weir::workload

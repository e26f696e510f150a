// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/check_grammar.h"

#include "core/base/strings.h"
#include "core/settings/pattern.h"
#include "core/settings/pointer.h"
#include "core/settings/request_grammar.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace weir::settings {

using base::Errc;
using base::fail;
using Op = CheckOperator;
using Subject = CheckSubject;

static constexpr std::array<std::string_view, 10> operatorNames{"==", "!=", "<",        "<=",      ">",
                                                                ">=", "in", "contains", "matches", "exists"};
static constexpr std::array<std::string_view, 5> subjectNames{"status", "header", "body", "json", "size"};

std::string_view operatorName(CheckOperator op)
{
    return operatorNames[static_cast<std::size_t>(op)];
}

static std::string_view takeWord(std::string_view& rest)
{
    rest = base::trimmed(rest);
    const auto end = std::min(rest.find_first_of(" \t"), rest.size());
    const auto word = rest.substr(0, end);
    rest = base::trimmed(rest.substr(end));
    return word;
}

static bool fits(Subject subject, Op op)
{
    switch (subject) {
    case Subject::Status:
    case Subject::Size: return op <= Op::In;
    case Subject::Header: return op == Op::Equal || op == Op::NotEqual || op >= Op::Contains;
    case Subject::Body: return op == Op::Contains || op == Op::Matches;
    case Subject::Json: return op != Op::In;
    }
    return false;
}

static base::Status readNumbers(CheckLine& check)
{
    const auto dots = check.op == Op::In ? check.operand.find("..") : check.operand.npos;
    if (check.op == Op::In && dots == check.operand.npos)
        return fail(Errc::InvalidSyntax, "has no range, as 200..299, behind in");
    const auto low = base::parseDouble(base::trimmed(check.operand.substr(0, dots)));
    const auto high = check.op == Op::In ? base::parseDouble(base::trimmed(check.operand.substr(dots + 2))) : low;
    if (!low || !high)
        return fail(Errc::InvalidSyntax, fmt::format("compares with \"{}\", which is no number", check.operand));
    if (*low > *high)
        return fail(Errc::InvalidArgument, "has the range's lower end above its upper end");
    check.low = *low;
    check.high = *high;
    return {};
}

static base::Status readOperand(CheckLine& check)
{
    const bool comparesNumbers = check.op == Op::Less || check.op == Op::AtMost || check.op == Op::Greater
        || check.op == Op::AtLeast || check.op == Op::In;
    if (check.op == Op::Exists)
        return check.operand.empty() ? base::Status{} : fail(Errc::InvalidSyntax, "has something behind exists");
    if (check.operand.empty())
        return fail(Errc::InvalidSyntax, fmt::format("has nothing behind {}", operatorName(check.op)));
    if (check.subject == Subject::Status || check.subject == Subject::Size || comparesNumbers)
        return readNumbers(check);
    if (check.op != Op::Matches)
        return {};
    const auto pattern = Pattern::compile(check.operand);
    return pattern ? base::Status{} : std::unexpected{pattern.error()};
}

static base::Status readName(CheckLine& check, std::string_view& rest)
{
    if (check.subject != Subject::Header && check.subject != Subject::Json)
        return {};
    check.name = takeWord(rest);
    if (check.subject == Subject::Header && !isToken(check.name))
        return fail(Errc::InvalidSyntax, fmt::format("has \"{}\", which is no field name", check.name));
    if (check.subject == Subject::Json && !isPointer(check.name))
        return fail(Errc::InvalidSyntax, fmt::format("has \"{}\", which is no JSON pointer", check.name));
    return {};
}

base::Result<CheckLine> parseCheck(std::string_view line)
{
    CheckLine check;
    auto rest = line;
    const auto word = takeWord(rest);
    const auto* subject = std::ranges::find(subjectNames, word);
    if (subject == subjectNames.end())
        return fail(Errc::InvalidSyntax, "does not begin with status, header, body, json or size");
    check.subject = static_cast<Subject>(subject - subjectNames.begin());
    if (auto read = readName(check, rest); !read)
        return std::unexpected{read.error()};
    const auto* op = std::ranges::find(operatorNames, takeWord(rest));
    if (op == operatorNames.end() || !fits(check.subject, static_cast<Op>(op - operatorNames.begin())))
        return fail(Errc::InvalidSyntax, fmt::format("compares {} in a way that is not known", word));
    check.op = static_cast<Op>(op - operatorNames.begin());
    check.operand = rest;
    if (auto read = readOperand(check); !read)
        return std::unexpected{read.error()};
    return check;
}

} // namespace weir::settings

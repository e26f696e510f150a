// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/date.h"

#include "core/http/date_names.h"

#include <array>
#include <span>

namespace weir::http {

using namespace std::chrono;
using namespace date_names;

namespace {

constexpr std::array<std::string_view, 7> longDays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};

// Reads the fixed pieces of a date from the front of a text; after a mismatch every further step fails.
class Scanner {
public:
    explicit Scanner(std::string_view text) : m_rest(text) {}

    void literal(std::string_view text)
    {
        m_ok = m_ok && m_rest.starts_with(text);
        if (m_ok)
            m_rest.remove_prefix(text.size());
    }
    unsigned number(std::size_t digits)
    {
        unsigned value = 0;
        for (std::size_t i = 0; i < digits; ++i) {
            m_ok = m_ok && i < m_rest.size() && m_rest[i] >= '0' && m_rest[i] <= '9';
            value = m_ok ? value * 10 + static_cast<unsigned>(m_rest[i] - '0') : 0;
        }
        if (m_ok)
            m_rest.remove_prefix(digits);
        return value;
    }
    unsigned oneOf(std::span<const std::string_view> names)
    {
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (m_rest.starts_with(names[i])) {
                m_rest.remove_prefix(names[i].size());
                return static_cast<unsigned>(i);
            }
        }
        m_ok = false;
        return 0;
    }
    bool startsWith(std::string_view text) const { return m_rest.starts_with(text); }
    bool isComplete() const { return m_ok && m_rest.empty(); }

private:
    std::string_view m_rest;
    bool m_ok = true;
};

struct Fields {
    int year = 0;
    unsigned month = 0; // from 1
    unsigned day = 0;
    unsigned hour = 0;
    unsigned minute = 0;
    unsigned second = 0;
};

void scanClock(Scanner& scanner, Fields& fields)
{
    fields.hour = scanner.number(2);
    scanner.literal(":");
    fields.minute = scanner.number(2);
    scanner.literal(":");
    fields.second = scanner.number(2);
}

void scanImfFixdate(Scanner& scanner, Fields& fields)
{
    scanner.oneOf(shortDays);
    scanner.literal(", ");
    fields.day = scanner.number(2);
    scanner.literal(" ");
    fields.month = scanner.oneOf(months) + 1;
    scanner.literal(" ");
    fields.year = static_cast<int>(scanner.number(4));
    scanner.literal(" ");
    scanClock(scanner, fields);
    scanner.literal(" GMT");
}

void scanRfc850(Scanner& scanner, Fields& fields, sys_seconds now)
{
    scanner.oneOf(longDays);
    scanner.literal(", ");
    fields.day = scanner.number(2);
    scanner.literal("-");
    fields.month = scanner.oneOf(months) + 1;
    scanner.literal("-");
    const int thisYear = int{year_month_day{floor<days>(now)}.year()};
    fields.year = thisYear - thisYear % 100 + static_cast<int>(scanner.number(2));
    if (fields.year > thisYear + 50) // "more than 50 years in the future" is the past century
        fields.year -= 100;
    scanner.literal(" ");
    scanClock(scanner, fields);
    scanner.literal(" GMT");
}

void scanAsctime(Scanner& scanner, Fields& fields)
{
    scanner.oneOf(shortDays);
    scanner.literal(" ");
    fields.month = scanner.oneOf(months) + 1;
    scanner.literal(" ");
    const bool isPadded = scanner.startsWith(" ");
    if (isPadded)
        scanner.literal(" ");
    fields.day = scanner.number(isPadded ? 1 : 2);
    scanner.literal(" ");
    scanClock(scanner, fields);
    scanner.literal(" ");
    fields.year = static_cast<int>(scanner.number(4));
}

std::optional<sys_seconds> toTime(const Fields& fields)
{
    const year_month_day date{year{fields.year}, month{fields.month}, day{fields.day}};
    // 60 is a leap second.
    if (!date.ok() || fields.hour > 23 || fields.minute > 59 || fields.second > 60)
        return std::nullopt;
    return sys_days{date} + hours{fields.hour} + minutes{fields.minute} + seconds{fields.second};
}

} // namespace

std::optional<sys_seconds> parseDate(std::string_view text, sys_seconds now)
{
    Scanner scanner{text};
    Fields fields;
    if (text.size() > 3 && text[3] == ',')
        scanImfFixdate(scanner, fields);
    else if (text.size() > 3 && text[3] == ' ')
        scanAsctime(scanner, fields);
    else
        scanRfc850(scanner, fields, now);
    return scanner.isComplete() ? toTime(fields) : std::nullopt;
}

std::optional<sys_seconds> parseDate(std::string_view text)
{
    return parseDate(text, floor<seconds>(system_clock::now()));
}

} // namespace weir::http

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/date.h"

#include "core/http/date_names.h"

#include <algorithm>

namespace weir::http {

using namespace std::chrono;
using namespace date_names;

namespace {

void put(char*& out, std::string_view text)
{
    out = std::ranges::copy(text, out).out;
}

void putNumber(char*& out, unsigned value, int digits)
{
    for (int i = digits - 1; i >= 0; --i, value /= 10)
        out[i] = static_cast<char>('0' + value % 10);
    out += digits;
}

void format(char* out, sys_seconds time)
{
    const sys_days day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss clock{time - day};
    put(out, shortDays[weekday{day}.c_encoding()]);
    put(out, ", ");
    putNumber(out, unsigned{date.day()}, 2);
    put(out, " ");
    put(out, months[unsigned{date.month()} - 1]);
    put(out, " ");
    putNumber(out, static_cast<unsigned>(int{date.year()}), 4);
    put(out, " ");
    putNumber(out, static_cast<unsigned>(clock.hours().count()), 2);
    put(out, ":");
    putNumber(out, static_cast<unsigned>(clock.minutes().count()), 2);
    put(out, ":");
    putNumber(out, static_cast<unsigned>(clock.seconds().count()), 2);
    put(out, " GMT");
}

} // namespace

std::string formatDate(sys_seconds time)
{
    std::string text(29, '\0');
    format(text.data(), time);
    return text;
}

std::string_view DateText::at(sys_seconds time)
{
    if (m_time != time) {
        format(m_text.data(), time);
        m_time = time;
    }
    return {m_text.data(), m_text.size()};
}

} // namespace weir::http

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/strings.h"
#include "core/cache/stored_response.h"
#include "core/http/date.h"

#include <string>
#include <string_view>

// Messages for tests, written as text.
namespace weir::tests {

using namespace std::chrono_literals;

inline const cache::Time noon{std::chrono::sys_days{std::chrono::year{2026} / 1 / 31} + 12h};

inline std::string dateText(cache::Time time)
{
    return http::formatDate(std::chrono::floor<std::chrono::seconds>(time));
}

// "Name: value" lines, divided by '|'.
inline http::HeaderMap headers(std::string_view text)
{
    http::HeaderMap map;
    for (const std::string_view line : base::split(text, '|'))
        if (const auto colon = line.find(':'); colon != line.npos)
            map.add(line.substr(0, colon), base::trimmed(line.substr(colon + 1)));
    return map;
}

// A reply that took no time and is dated the moment it arrived.
inline cache::StoredResponse stored(std::string_view response, const cache::Rules& rules = {}, int status = 200,
                                    std::string_view request = "", std::string body = "body")
{
    http::HeaderMap map = headers(response);
    if (!map.contains("Date"))
        map.add("Date", dateText(noon));
    return cache::makeStored({headers(request), status, map, noon, noon}, http::makeBytes(std::move(body)), rules);
}

} // namespace weir::tests

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <string_view>

namespace weir::settings {

enum class CheckSubject { Status, Header, Body, Json, Size };
enum class CheckOperator { Equal, NotEqual, Less, AtMost, Greater, AtLeast, In, Contains, Matches, Exists };

// One line of `checks`: what a good reply satisfies.
//     status == 200              status in 200..299         size <= 10000
//     header Content-Type contains json                     header ETag exists
//     body contains out of stock                            body matches "id":\d+
//     json /items/0/id == 5      json /total > 0            json /token exists
// The size is that of the body without its content coding. Where a check names the status, it alone decides which
// status is a good one.
struct CheckLine {
    CheckSubject subject = CheckSubject::Status;
    std::string_view name; // of the header, or the JSON pointer
    CheckOperator op = CheckOperator::Equal;
    std::string_view operand; // as written
    double low = 0;           // the number; with `in` the range's ends
    double high = 0;

    bool operator==(const CheckLine&) const = default;
};

// Views into the line. The error's context is a phrase that fits behind it.
base::Result<CheckLine> parseCheck(std::string_view line);

// "==", "contains"
std::string_view operatorName(CheckOperator op);

} // namespace weir::settings

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/json/fwd.hpp>

#include <string>

namespace weir::report {

// JSON for programs and for people who look into the file: two blanks of indentation, numbers without needless
// exponents, short arrays and objects without nesting on one line. Any thread.
std::string prettyJson(const boost::json::value& value);

// A whole number as such, else up to six decimals; null for none.
boost::json::value jsonNumber(double value);

} // namespace weir::report

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/json/fwd.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace weir::report {

// JSON for programs and for people who look into the file: two blanks of indentation, numbers without needless
// exponents, short arrays and objects without nesting on one line. Any thread.
std::string prettyJson(const boost::json::value& value);

// The same text of an object, member by member, so that ten thousand rows are never a tree of values all at once.
class JsonObjectText {
public:
    void add(std::string_view key, const boost::json::value& value);
    void addArray(std::string_view key, std::size_t count, const std::function<boost::json::value(std::size_t)>& item);
    std::string take(); // ends the object

private:
    void addKey(std::string_view key);

    std::string m_text{"{"};
};

// A whole number as such, else up to six decimals; null for none.
boost::json::value jsonNumber(double value);

} // namespace weir::report

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <boost/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Members of JSON objects as the store keeps them. A member that is not there, or of another kind, reads as empty: a
// later Weir may keep more, an earlier one has kept less.
namespace weir::store {

base::Result<boost::json::object> parsedObject(std::string_view text);
boost::json::array textArray(const std::vector<std::string>& texts);

std::string textAt(const boost::json::object& object, std::string_view key);
std::vector<std::string> textsAt(const boost::json::object& object, std::string_view key);
std::int64_t integerAt(const boost::json::object& object, std::string_view key);
bool isTrueAt(const boost::json::object& object, std::string_view key);
const boost::json::object& objectAt(const boost::json::object& object, std::string_view key);
const boost::json::array& arrayAt(const boost::json::object& object, std::string_view key);

} // namespace weir::store

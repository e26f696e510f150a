// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/request_grammar.h"
#include "core/settings/schema.h"
#include "core/settings/value_names.h"

#include <optional>
#include <string>

namespace weir::settings {

// What stands against a field that a request, or a group of clients, is to send; what may stand in it is its grammar's
// affair. `key` and `line` are those of the problem.
std::optional<Problem> checkField(const ValueNames& known, const std::string& key, const std::string& line,
                                  const HeaderLine& header);

} // namespace weir::settings

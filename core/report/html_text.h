// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace weir::report {

// Text from anywhere as the content of an HTML element or attribute: markup is escaped, what cannot be seen is written
// out. Any thread.
std::string htmlText(std::string_view text);

} // namespace weir::report

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/records.h"

#include "core/base/utf8.h"

namespace weir::settings {

bool isRecordName(std::string_view name)
{
    constexpr std::size_t longest = 64;
    const auto length = base::printableLength(name);
    return length && *length > 0 && *length <= longest && name != "*" && name.find_first_of(".=\"") == name.npos
        && name.front() != ' ' && name.back() != ' ';
}

} // namespace weir::settings

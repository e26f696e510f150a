// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/records.h"

#include "core/base/utf8.h"

#include <algorithm>

namespace weir::settings {

static constexpr std::size_t longest = 64;

bool isRecordName(std::string_view name)
{
    const auto length = base::printableLength(name);
    return length && *length > 0 && *length <= longest && name != "*" && name.find_first_of(".=\"") == name.npos
        && name.front() != ' ' && name.back() != ' ';
}

std::string toRecordName(std::string_view text)
{
    constexpr std::string_view forbidden = ".=\"";
    text = text.substr(0, longest);
    for (int cut = 0; cut < 3 && !base::isUtf8(text); ++cut)
        text.remove_suffix(1); // of a character that has lost its end
    std::string name;
    for (const char c : text) {
        const bool isControl = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
        name += isControl || forbidden.find(c) != forbidden.npos ? '_' : c;
    }
    while (name.ends_with(' '))
        name.pop_back();
    name.erase(0, std::min(name.find_first_not_of(' '), name.size()));
    return isRecordName(name) ? name : "unnamed";
}

} // namespace weir::settings

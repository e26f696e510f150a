// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/command/terminal.h"

#include "core/base/visible_text.h"

namespace weir::command {

void printLines(std::FILE* to, std::string_view text)
{
    const auto shown = base::visibleLines(text);
    std::fwrite(shown.data(), 1, shown.size(), to);
}

void printData(std::string_view text)
{
    std::fwrite(text.data(), 1, text.size(), stdout);
}

} // namespace weir::command

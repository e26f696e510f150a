// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace weir::store {

// Where window and weir-cli keep their history: $XDG_DATA_HOME/weir, else ~/.local/share/weir; on Windows below
// %LOCALAPPDATA%. Empty where the environment names neither. Any thread.
std::filesystem::path usualFolder();

// Of all that is kept, unless it is starred, a baseline or under way; the oldest go first.
inline constexpr std::int64_t usualLimitBytes = std::int64_t{1} << 30;

} // namespace weir::store

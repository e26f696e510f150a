// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdio>
#include <string_view>

namespace weir::command {

// What the commands say to a person goes out here: a terminal obeys control characters, and nearly all text may quote a
// reply, a URL or a file's name.
void printLines(std::FILE* to, std::string_view text);

// What a program reads (CSV, JSON), as it is, on standard output.
void printData(std::string_view text);

} // namespace weir::command

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Characters as the grammars of HTTP mean them, whatever the locale.
namespace weir::http {

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

} // namespace weir::http

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <string>

namespace weir::uri {

// Why a text is not taken for an address, in two phrases: what is wrong fits behind the address ("names no host"), and
// what to do about it.
struct Fault {
    base::Errc code = base::Errc::InvalidSyntax;
    std::string reason;
    std::string remedy;
    bool isSecret = false; // the address holds a password: it is not to be shown
};

} // namespace weir::uri

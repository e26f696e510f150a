// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/header_map.h"

#include <string>

namespace weir::http {

// The start line and header fields of a message.
struct Head {
    std::string method; // requests
    std::string target; // requests, as received
    int status = 0;     // responses
    int minorVersion = 1;
    HeaderMap headers;
};

} // namespace weir::http

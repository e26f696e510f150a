// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/message.h"

#include <optional>

namespace weir::proxy {

// The reply to a request that goes no further than this proxy; nothing where it is to be passed on. Lowers Max-Forwards
// of one that is (RFC 9110, section 7.6.2).
std::optional<http::Response> ownReply(http::Request& request, std::string_view viaName);

} // namespace weir::proxy

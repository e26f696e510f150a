// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/net/stream.h"

#include <string>
#include <vector>

namespace weir::net {

// Whether it is a name that has to be looked up.
bool needsLookup(const std::string& host);

// The addresses of a host, in the order to try them. Blocks for as long as the system's resolver takes, so it is called
// at the start of a run, off the workers. `localhost` is ::1 and 127.0.0.1 (RFC 6761 section 6.3), whatever the
// system's files say.
base::Result<std::vector<Tcp::endpoint>> resolve(const std::string& host, std::uint16_t port);

} // namespace weir::net

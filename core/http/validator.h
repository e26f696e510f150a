// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

namespace weir::http {

struct Head;

// What strict llhttp still accepts and RFC 9112 does not: each message is refused or read in the one way that every
// peer reads it. The context of the error says what was wrong, without naming the peer.
base::Status validateRequest(const Head& head);  // the server's side: 400, or 501 for Errc::Unsupported
base::Status validateResponse(const Head& head); // the client's side: 502

} // namespace weir::http

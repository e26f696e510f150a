// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <string_view>

namespace weir::http {

class HeaderMap;
struct Head;

// Whether a field may follow a chunked body: none that frames, routes, authenticates, says which way and from whom the
// message has come, or controls caching and content, since what depends on those has happened by then (RFC 9110,
// section 6.5.1; RFC 9112, section 7.1.2).
bool mayTrail(std::string_view name);

// What strict llhttp still accepts and RFC 9112 does not: each message is refused or read in the one way that every
// peer reads it. The context of the error says what was wrong, without naming the peer.
base::Status validateFields(const HeaderMap& fields); // of a head, or behind a body
base::Status validateRequest(const Head& head);       // the server's side: 400, or 501 for Errc::Unsupported
base::Status validateResponse(const Head& head);      // the client's side: 502

} // namespace weir::http

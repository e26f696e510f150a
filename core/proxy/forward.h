// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/message.h"
#include "core/upstream/target.h"

namespace weir::proxy {

// What a gateway changes in a message it passes on.

// RFC 9110 7.6.1: drops the fields that concern one connection only: those that Connection names, and the well-known.
void dropHopByHop(http::HeaderMap& headers);

// Makes the request the proxy's own: Host and path of the target, Via (RFC 9110 7.6.3), nothing hop-by-hop.
void prepareRequest(http::Request& request, const upstream::Target& target);

} // namespace weir::proxy

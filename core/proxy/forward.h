// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/message.h"
#include "core/http/server.h"
#include "core/settings/listener_settings.h"
#include "core/upstream/target.h"

namespace weir::proxy {

// What a gateway changes in a message it passes on.

// RFC 9110 7.6.1: drops the fields that concern one connection only: those that Connection names, and the well-known.
// Trailer stays where trailers may follow.
void dropHopByHop(http::HeaderMap& headers, bool mayHaveTrailers = false);

// Makes the request the proxy's own: Host of the target, Via (RFC 9110 7.6.3), nothing hop-by-hop but an offer to
// upgrade that may go on, and where it comes from a client of the listener, who that is.
void prepareRequest(http::Request& request, const upstream::Target& target, const settings::ListenerSettings& settings,
                    std::string_view viaName, const http::Client* client);

// Where a target's interim replies go: to the client, without what is hop-by-hop in them.
class InterimForward final : public http::InterimSink {
public:
    explicit InterimForward(http::Client* client) : m_client(client) {}
    net::Task<bool> inform(const http::Response& interim) override;

private:
    http::Client* m_client;
};

// Of a reply of 101: drops what is hop-by-hop but for the upgrade itself (RFC 9110 7.8).
void keepUpgrade(http::HeaderMap& headers);

} // namespace weir::proxy

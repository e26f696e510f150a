// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/message.h"
#include "core/http/server.h"
#include "core/settings/scenario.h"

#include <array>
#include <string>
#include <string_view>

namespace weir::proxy {

struct Exchange;

// What a gateway changes in a message it passes on.

// RFC 9110 7.6.1: drops the fields that concern one connection only: those that Connection names, and the well-known.
// Trailer stays where trailers may follow.
void dropHopByHop(http::HeaderMap& headers, bool mayHaveTrailers = false);

// Makes requests the proxy's own, before any stage goes by their fields: Via (RFC 9110 7.6.3), nothing hop-by-hop but
// an offer to upgrade that may go on, and where a request comes from a client of the listener, who that is, and no Host
// but one that the target is to get; where there is none, it gets its own as the request is sent. Once for each
// request, and whether that has happened must not be read from its fields, which are the client's. Immutable; of one
// settings snapshot.
class RequestForward {
public:
    RequestForward(const settings::Scenario& scenario, std::string_view viaName);
    void prepare(Exchange& exchange) const;

private:
    void settleHost(Exchange& exchange) const;

    settings::ListenerSettings m_settings;
    settings::HostField m_host;
    std::array<std::string, 2> m_via; // by the request's minor version
};

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

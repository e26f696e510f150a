// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/origin/origin.h"
#include "tests/unit/http/raw_peer.h"

#include <memory>
#include <string>

namespace weir::tests {

inline settings::OriginSettings fastOrigin()
{
    settings::OriginSettings settings;
    settings.latencyMs = 0;
    return settings;
}

// An origin, and one connection to it.
struct ShopClient {
    boost::asio::io_context context{1};
    std::unique_ptr<origin::Origin> origin;
    std::unique_ptr<RawPeer> peer;

    explicit ShopClient(const settings::OriginSettings& settings = fastOrigin())
        : origin(std::move(*origin::Origin::start(settings)))
        , peer(connect())
    {
    }

    std::unique_ptr<RawPeer> connect() { return std::make_unique<RawPeer>(context, origin->port()); }

    Reply request(const std::string& method, const std::string& target, const std::string& fields = {},
                  const std::string& body = {})
    {
        const auto length = body.empty() ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n";
        peer->send(method + " " + target + " HTTP/1.1\r\nHost: shop.test\r\n" + fields + length + "\r\n" + body);
        return peer->readReply(method == "HEAD");
    }
    Reply get(const std::string& target, const std::string& fields = {}) { return request("GET", target, fields); }
    Reply post(const std::string& body, const std::string& type = "application/json")
    {
        return request("POST", "/orders", "Content-Type: " + type + "\r\n", body);
    }

    // Until a value that the origin's thread publishes has arrived.
    template <typename Predicate>
    bool eventually(Predicate predicate)
    {
        return runUntil(context, predicate);
    }
};

} // namespace weir::tests

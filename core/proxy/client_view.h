// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/header_map.h"
#include "core/settings/scenario.h"
#include "core/uri/url.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir::upstream {
class Cluster;
} // namespace weir::upstream

namespace weir::proxy {

// How a client of the listener meets it.
struct ListenerName {
    std::string_view host; // as in its Host field, with the port; empty: it sent none
    bool isSecure = false;
};

// What a gateway changes in a reply beside what forward.h does: the targets' own addresses become the listener's, so
// that a redirect does not lead past the proxy, and cookies come back through it (nginx: proxy_redirect,
// proxy_cookie_domain and _path). What lies in the cache is the target's; this happens to each reply behind all stages.
// Immutable; of one settings snapshot.
class ClientView {
public:
    ClientView(const settings::Scenario& scenario, const upstream::Cluster& cluster);

    void apply(http::HeaderMap& reply, const ListenerName& listener) const;

    // The value to send in the place of a Location or Content-Location, or of a Set-Cookie; nothing where it stays.
    std::optional<std::string> location(std::string_view value, const ListenerName& listener) const;
    std::optional<std::string> cookie(std::string_view value, const ListenerName& listener) const;

private:
    struct Target {
        uri::Url url;
        std::string basePath;
    };
    bool isOwn(const Target& target, const uri::Url& url, const ListenerName& listener) const;
    const std::string* basePathOf(std::string_view path, const uri::Url* url, const ListenerName& listener) const;
    bool isTargetsDomain(std::string_view domain) const;
    std::optional<std::string> attribute(std::string_view text, std::string_view clientHost) const;

    std::vector<Target> m_targets;
    bool m_passesHost; // targets are asked for the client's host, and may take it for their own
};

} // namespace weir::proxy

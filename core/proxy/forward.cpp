// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/forward.h"

#include "core/base/strings.h"

#include <algorithm>
#include <array>

namespace weir::proxy {

static bool isHopByHop(std::string_view name)
{
    static constexpr std::array<std::string_view, 7> names{"Connection", "Proxy-Connection", "Keep-Alive", "TE",
                                                           "Trailer", "Transfer-Encoding", "Upgrade"};
    return std::ranges::any_of(names, [&](auto known) { return base::equalsIgnoringCase(name, known); });
}

void dropHopByHop(http::HeaderMap& headers)
{
    std::string named;
    headers.forEach("Connection", [&](std::string_view value) { named.append(value).append(","); });
    const auto options = base::split(named, ',');
    headers.removeIf([&](const http::HeaderField& field) {
        return isHopByHop(field.name)
            || std::ranges::any_of(options, [&](auto o) { return !o.empty() && base::equalsIgnoringCase(field.name, o); });
    });
}

void prepareRequest(http::Request& request, const upstream::Target& target)
{
    dropHopByHop(request.headers);
    request.headers.set("Host", target.authority);
    if (!request.headers.listContains("Via", "1.1 weir")) // one that is sent again has passed here before
        request.headers.add("Via", "1.1 weir");
}

} // namespace weir::proxy

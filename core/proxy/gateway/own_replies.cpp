// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/gateway/own_replies.h"

#include "core/base/strings.h"
#include "core/http/serializer.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir::proxy {

namespace {

// RFC 9110 7.6.3: a request that has come through here already would do so for ever. A proxy on the way may write the
// name in other letters: it reads as a host's, which have no case.
bool hasPassedHere(const http::HeaderMap& headers, std::string_view viaName)
{
    static constexpr std::string_view blanks = " \t";
    bool found = false;
    headers.forEach("Via", [&](std::string_view list) {
        for (const auto entry : base::split(list, ',')) {
            const auto name = base::trimmed(entry.substr(std::min(entry.find_first_of(blanks), entry.size())));
            found = found || base::equalsIgnoringCase(name.substr(0, name.find_first_of(blanks)), viaName);
        }
    });
    return found;
}

// RFC 9110 9.3.8: the request as it arrived here, without what is secret.
http::Response traced(const http::Request& request)
{
    http::HeaderMap shown;
    for (const auto& field : request.headers)
        if (!base::equalsIgnoringCase(field.name, "Authorization") && !base::equalsIgnoringCase(field.name, "Cookie")
            && !base::equalsIgnoringCase(field.name, "Proxy-Authorization"))
            shown.add(field.name, field.value);
    http::Response response;
    response.headers.add("Content-Type", "message/http");
    response.body = http::Body(http::makeBytes(
        fmt::format("{} {} HTTP/1.{}\r\n{}\r\n", request.method, request.target, request.minorVersion, shown.wire())));
    return response;
}

constexpr std::string_view allowed = "GET, HEAD, POST, PUT, DELETE, PATCH, OPTIONS, TRACE";

http::Response options()
{
    http::Response response;
    response.status = 204;
    response.headers.add("Allow", allowed);
    return response;
}

// RFC 9110 15.5.6: known, not allowed here, and what is. The client may have sent what was meant for a tunnel.
http::Response noTunnel()
{
    auto response = http::plainResponse(405, "This is a gateway to its targets; it opens no tunnel to elsewhere.\n");
    response.headers.add("Allow", allowed);
    response.headers.add("Connection", "close");
    return response;
}

} // namespace

std::optional<http::Response> ownReply(http::Request& request, std::string_view viaName)
{
    if (request.method == "CONNECT")
        return noTunnel();
    if (request.headers.contains("Via") && hasPassedHere(request.headers, viaName))
        return http::plainResponse(508,
                                   "The request has come through this proxy before: a target points back to it.\n");
    const bool isTrace = request.method == "TRACE";
    if (!isTrace && request.method != "OPTIONS")
        return std::nullopt;
    const auto left = base::parseInteger(request.headers.get("Max-Forwards").value_or(""));
    if (!left || *left < 0)
        return std::nullopt;
    if (*left == 0)
        return isTrace ? traced(request) : options();
    request.headers.set("Max-Forwards", std::to_string(*left - 1));
    return std::nullopt;
}

} // namespace weir::proxy

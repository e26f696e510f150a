// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/forward.h"

#include "core/base/strings.h"
#include "core/http/connection_options.h"
#include "core/proxy/exchange.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace weir::proxy {

namespace {

// By length first: of an ordinary message hardly a name is compared.
bool isHopByHop(std::string_view name, bool mayHaveTrailers)
{
    const auto is = [&](std::string_view known) { return base::equalsIgnoringCase(name, known); };
    switch (name.size()) {
    case 2: return is("TE");
    case 7: return is("Upgrade") || (!mayHaveTrailers && is("Trailer"));
    case 10: return is("Connection") || is("Keep-Alive");
    case 16: return is("Proxy-Connection");
    case 17: return is("Transfer-Encoding");
    default: return false;
    }
}

// Who the client is, in the words of a proxy before this one.
bool tellsOfClient(std::string_view name)
{
    constexpr std::array<std::string_view, 4> names{"Forwarded", "X-Forwarded-For", "X-Forwarded-Proto",
                                                    "X-Forwarded-Host"};
    return std::ranges::any_of(names, [&](auto known) { return base::equalsIgnoringCase(name, known); });
}

// The protocols a client offers, where the offer may be passed on. Not another HTTP: a target that took it would read
// the tunnel's bytes as requests that no proxy has looked at.
std::string offeredProtocols(const http::Request& request)
{
    if (request.minorVersion == 0 || !request.body.isEmpty() || !request.headers.listContains("Connection", "upgrade"))
        return {};
    auto offered = request.headers.joined("Upgrade");
    const auto protocols = base::split(offered, ',');
    const bool isHttp = std::ranges::any_of(protocols, [](std::string_view protocol) {
        return base::equalsIgnoringCase(protocol.substr(0, 2), "h2")
            || base::equalsIgnoringCase(protocol.substr(0, 4), "http");
    });
    return isHttp ? std::string() : offered;
}

// RFC 7239, section 6: an IPv6 address stands in brackets, and then in quotes.
std::string nodeName(const std::string& address)
{
    return address.contains(':') ? fmt::format("\"[{}]\"", address) : address;
}

void append(http::HeaderMap& headers, std::string_view name, const std::string& value)
{
    if (!headers.contains(name))
        return headers.add(name, value);
    headers.set(name, headers.joined(name) + ", " + value);
}

void keepOrSet(http::HeaderMap& headers, std::string_view name, const std::string& value)
{
    if (!headers.contains(name))
        headers.add(name, value);
}

void addClient(http::HeaderMap& headers, const settings::ListenerSettings& settings, const http::Client& client,
               const std::string& host)
{
    using settings::ForwardedFields;
    if (!settings.trustForwarded)
        headers.removeIf([](const http::HeaderField& field) { return tellsOfClient(field.name); });
    if (settings.forwarded == ForwardedFields::None)
        return;
    const auto& address = client.addressText();
    const std::string scheme = client.isSecure() ? "https" : "http";
    if (settings.forwarded != ForwardedFields::Forwarded) {
        append(headers, "X-Forwarded-For", address);
        keepOrSet(headers, "X-Forwarded-Proto", scheme);
        if (!host.empty())
            keepOrSet(headers, "X-Forwarded-Host", host);
    }
    if (settings.forwarded != ForwardedFields::XForwarded)
        append(headers, "Forwarded",
               fmt::format("for={};proto={}{}", nodeName(address), scheme,
                           host.empty() ? "" : fmt::format(";host=\"{}\"", host)));
}

} // namespace

// What Connection names is hardly ever more than the well-known Keep-Alive.
static bool namesNoOthers(const http::HeaderMap& headers)
{
    bool none = true;
    headers.forEach("Connection",
                    [&](std::string_view value) { none = none && base::equalsIgnoringCase(value, "keep-alive"); });
    return none;
}

void dropHopByHop(http::HeaderMap& headers, bool mayHaveTrailers)
{
    if (namesNoOthers(headers)) {
        headers.removeIf([&](const http::HeaderField& field) { return isHopByHop(field.name, mayHaveTrailers); });
        return;
    }
    const http::ConnectionOptions options(headers);
    headers.removeIf([&](const http::HeaderField& field) {
        return isHopByHop(field.name, mayHaveTrailers) || options.names(field.name);
    });
}

RequestForward::RequestForward(const settings::Scenario& scenario, std::string_view viaName)
    : m_settings(scenario.listener)
    , m_host(scenario.target.host)
    , m_via{fmt::format("1.0 {}", viaName), fmt::format("1.1 {}", viaName)}
{
}

// Load that goes by without a listener has a Host only where one was asked for.
void RequestForward::settleHost(Exchange& exchange) const
{
    auto& headers = exchange.request.headers;
    const bool keeps = !exchange.client || exchange.keepsHost || m_host == settings::HostField::Client;
    if (keeps)
        exchange.hasOwnHost = headers.contains("Host");
    else
        headers.remove("Host");
}

void RequestForward::prepare(Exchange& exchange) const
{
    auto& request = exchange.request;
    auto& headers = request.headers;
    const auto* client = exchange.client;
    const auto offered = client && m_settings.upgrade ? offeredProtocols(request) : std::string();
    const bool takesTrailers = client && headers.listContains("TE", "trailers");
    if (client)
        exchange.askedHost = headers.get("Host").value_or("");
    dropHopByHop(headers, request.body.source() != nullptr);
    if (client) {
        headers.remove("Expect"); // the body is called for when it is wanted
        addClient(headers, m_settings, *client, exchange.askedHost);
    }
    settleHost(exchange);
    headers.add("Via", m_via[request.minorVersion == 0 ? 0 : 1]);
    if (takesTrailers)
        headers.add("TE", "trailers");
    if (!offered.empty())
        headers.add("Upgrade", offered);
    if (takesTrailers || !offered.empty())
        headers.add("Connection", offered.empty() ? "TE" : takesTrailers ? "TE, Upgrade" : "Upgrade");
}

net::Task<bool> InterimForward::inform(const http::Response& interim)
{
    http::Response passed;
    passed.status = interim.status;
    passed.headers = interim.headers;
    dropHopByHop(passed.headers);
    co_return co_await m_client->inform(passed);
}

void keepUpgrade(http::HeaderMap& headers)
{
    const auto protocol = headers.joined("Upgrade");
    dropHopByHop(headers);
    headers.add("Connection", "Upgrade");
    headers.add("Upgrade", protocol);
}

} // namespace weir::proxy

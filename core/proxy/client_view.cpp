// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/client_view.h"

#include "core/base/strings.h"
#include "core/upstream/cluster.h"
#include "core/uri/host_name.h"

#include <algorithm>

namespace weir::proxy {

namespace {

bool isReference(std::string_view name)
{
    return (name.size() == 8 && base::equalsIgnoringCase(name, "Location"))
        || (name.size() == 16 && base::equalsIgnoringCase(name, "Content-Location"));
}

bool isCookie(std::string_view name)
{
    return name.size() == 10 && base::equalsIgnoringCase(name, "Set-Cookie");
}

// "/v1" and what lies below it, but not "/v10".
bool isBelowPath(std::string_view path, std::string_view base)
{
    return path.starts_with(base)
        && (path.size() == base.size() || std::string_view("/?#").contains(path[base.size()]));
}

// An address that names its host, cut in two; nothing for one that does not.
struct SplitReference {
    std::string scheme; // "" for one without
    std::string_view authority;
    std::string_view rest;
};
std::optional<SplitReference> splitReference(std::string_view text)
{
    SplitReference parts;
    const auto slashes = text.find("//");
    if (slashes == text.npos || (slashes > 0 && text[slashes - 1] != ':'))
        return std::nullopt;
    parts.scheme = base::lowered(text.substr(0, slashes == 0 ? 0 : slashes - 1));
    if (slashes > 0 && parts.scheme != "http" && parts.scheme != "https")
        return std::nullopt;
    text.remove_prefix(slashes + 2);
    const auto end = std::min(text.find_first_of("/?#"), text.size());
    parts.authority = text.substr(0, end);
    parts.rest = text.substr(end);
    return parts;
}

std::string hostNameOf(std::string_view authority)
{
    if (authority.starts_with('['))
        return base::lowered(authority.substr(1, authority.find(']') - 1));
    return base::lowered(authority.substr(0, authority.find(':')));
}

// What a path becomes that loses its beginning. Two slashes in front would name a host, to a browser a backslash too.
std::string asPath(std::string_view rest, const ListenerName& listener)
{
    const bool namesHost = rest.size() > 1 && rest[0] == '/' && (rest[1] == '/' || rest[1] == '\\');
    if (!namesHost)
        return std::string(rest.starts_with('/') ? "" : "/").append(rest);
    if (listener.host.empty())
        return std::string("/.").append(rest);
    return std::string(listener.isSecure ? "https://" : "http://").append(listener.host).append(rest);
}

} // namespace

ClientView::ClientView(const settings::Scenario& scenario, const upstream::Cluster& cluster)
    : m_passesHost(scenario.target.host == settings::HostField::Client)
{
    for (std::size_t i = 0; i < cluster.size(); ++i) {
        const auto& target = cluster.pool(i).target();
        m_targets.push_back({target.url, target.basePath});
    }
}

bool ClientView::isOwn(const Target& target, const uri::Url& url, const ListenerName& listener) const
{
    if (uri::sameOrigin(target.url, url))
        return true;
    return m_passesHost && url.scheme == target.url.scheme
        && (url.authority() == base::lowered(listener.host)
            || url.host + ':' + std::to_string(url.port) == base::lowered(listener.host));
}

// The longest of those targets' that `path` lies below; `url`: of targets with that origin only. Null: of none.
const std::string* ClientView::basePathOf(std::string_view path, const uri::Url* url,
                                          const ListenerName& listener) const
{
    const std::string* longest = nullptr;
    for (const auto& target : m_targets)
        if ((!url || isOwn(target, *url, listener)) && isBelowPath(path, target.basePath)
            && (!longest || longest->size() < target.basePath.size()))
            longest = &target.basePath;
    return longest;
}

std::optional<std::string> ClientView::location(std::string_view value, const ListenerName& listener) const
{
    const auto parts = splitReference(value);
    if (!parts) { // a path is the listener's as it stands, but for what lies in front of it at the target
        const auto* base = value.starts_with('/') ? basePathOf(value, nullptr, listener) : nullptr;
        return base && !base->empty() ? std::optional(asPath(value.substr(base->size()), listener)) : std::nullopt;
    }
    for (const auto& target : m_targets) {
        const auto scheme = parts->scheme.empty() ? target.url.scheme : parts->scheme;
        const auto url = uri::parseAbsoluteForm(scheme + "://" + std::string(parts->authority));
        const auto* base = url && isOwn(target, *url, listener) ? basePathOf(parts->rest, &*url, listener) : nullptr;
        if (!base)
            continue;
        const auto rest = parts->rest.substr(base->size());
        if (listener.host.empty())
            return asPath(rest, listener);
        const auto* front = parts->scheme.empty() ? "//" : listener.isSecure ? "https://" : "http://";
        return std::string(front).append(listener.host).append(rest);
    }
    return std::nullopt;
}

bool ClientView::isTargetsDomain(std::string_view domain) const
{
    return std::ranges::any_of(m_targets,
                               [&](const auto& target) { return uri::isWithinDomain(target.url.host, domain); });
}

// One attribute as it is to stand, "" for it to go; nothing where it stays. Only what a browser would take from the
// target itself is mended: somebody else's domain stays refused.
std::optional<std::string> ClientView::attribute(std::string_view text, std::string_view clientHost) const
{
    const auto equals = std::min(text.find('='), text.size());
    const auto name = base::trimmed(text.substr(0, equals));
    const auto value = base::trimmed(text.substr(std::min(equals + 1, text.size())));
    if (base::equalsIgnoringCase(name, "Domain") && !value.empty()) {
        const auto domain = base::lowered(value.substr(value.starts_with('.') ? 1 : 0));
        const bool goes = !uri::isWithinDomain(clientHost, domain) && isTargetsDomain(domain);
        return goes ? std::optional<std::string>("") : std::nullopt;
    }
    if (base::equalsIgnoringCase(name, "Path") && value.starts_with('/')) {
        const auto* base = basePathOf(value, nullptr, {});
        if (base && !base->empty()) {
            const auto path = value.substr(base->size());
            return std::string(" Path=").append(path.empty() ? "/" : path);
        }
    }
    return std::nullopt;
}

std::optional<std::string> ClientView::cookie(std::string_view value, const ListenerName& listener) const
{
    const auto clientHost = hostNameOf(listener.host);
    const auto first = std::min(value.find(';'), value.size());
    std::string made(value.substr(0, first));
    bool isChanged = false;
    for (auto rest = value.substr(first); !rest.empty();) {
        rest.remove_prefix(1); // the semicolon
        const auto text = rest.substr(0, rest.find(';'));
        rest.remove_prefix(text.size());
        const auto changed = attribute(text, clientHost);
        isChanged = isChanged || changed;
        if (!changed || !changed->empty())
            made.append(";").append(changed ? std::string_view(*changed) : text);
    }
    return isChanged ? std::optional(std::move(made)) : std::nullopt;
}

// Hardly any reply has such a field, and where it has none that changes, its fields may go on being shared.
void ClientView::apply(http::HeaderMap& reply, const ListenerName& listener) const
{
    std::vector<std::pair<std::size_t, std::string>> changes;
    for (std::size_t i = 0; i < reply.size(); ++i) {
        const auto field = reply.at(i);
        auto changed = isReference(field.name) ? location(field.value, listener)
            : isCookie(field.name)             ? cookie(field.value, listener)
                                               : std::nullopt;
        if (changed)
            changes.emplace_back(i, *std::move(changed));
    }
    if (changes.empty())
        return;
    http::HeaderMap made;
    auto next = changes.begin();
    for (std::size_t i = 0; i < reply.size(); ++i) {
        const bool isNext = next != changes.end() && next->first == i;
        made.add(reply.at(i).name, isNext ? std::string_view(next->second) : reply.at(i).value);
        next += isNext ? 1 : 0;
    }
    reply = std::move(made);
}

} // namespace weir::proxy

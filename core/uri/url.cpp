// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/uri/url.h"

#include "core/uri/percent.h"
#include "core/uri/url_grammar.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace weir::uri {

using base::Errc;
using base::fail;
using base::Result;

namespace {

// What a browser does to an address before it looks into it.
std::string cleaned(std::string_view text)
{
    std::string result;
    bool isBeforeQuery = true;
    for (const char c : trimmed(text)) {
        isBeforeQuery = isBeforeQuery && c != '?' && c != '#';
        if (c != '\t' && c != '\n' && c != '\r')
            result += c == '\\' && isBeforeQuery ? '/' : c;
    }
    return result;
}

// RFC 3986, section 5.2.4, on a path that begins with "/".
std::string withoutDots(std::string_view path)
{
    std::string result;
    while (!path.empty()) {
        const auto end = path.find('/', 1);
        const std::string_view segment = path.substr(0, end);
        const bool isLast = end == path.npos;
        path.remove_prefix(segment.size());
        if (segment == "/..")
            result.erase(std::min(result.rfind('/'), result.size()));
        if (segment != "/." && segment != "/..")
            result += segment;
        else if (isLast)
            result += '/';
    }
    return result;
}

std::string targetOf(std::string_view path, std::optional<std::string_view> query)
{
    std::string target{path.empty() ? "/" : path};
    if (query)
        target.append("?").append(*query);
    return target;
}

std::string encoded(std::string_view text, bool inQuery)
{
    std::string result;
    TargetWriter(inQuery).appendText(result, text);
    return result;
}

std::optional<std::string> encodedQuery(const UrlParts& parts)
{
    return parts.query ? std::optional(encoded(*parts.query, true)) : std::nullopt;
}

std::string_view pathOf(const Url& url)
{
    return std::string_view{url.target}.substr(0, url.target.find('?'));
}

std::optional<std::string_view> queryOf(const Url& url)
{
    const auto question = url.target.find('?');
    return question == std::string::npos ? std::nullopt
                                         : std::optional(std::string_view{url.target}.substr(question + 1));
}

void resolvePath(Url& url, const Url& base, const UrlParts& parts)
{
    const auto query = encodedQuery(parts);
    if (parts.path.empty() && !parts.authority) {
        url.target = targetOf(pathOf(base), query ? query : queryOf(base));
        return;
    }
    auto path = encoded(parts.path, false);
    if (!path.starts_with('/') && !parts.authority)
        path.insert(0, pathOf(base).substr(0, pathOf(base).rfind('/') + 1));
    url.target = targetOf(withoutDots(path), query);
}

// Scheme and authority.
std::optional<Fault> setOrigin(Url& url, const UrlParts& parts, std::string_view whole)
{
    if (!parts.scheme || !parts.authority)
        return Fault{Errc::InvalidSyntax, "does not begin with http:// or https://",
                     "write it as https://api.example.com/items?page=1"};
    if (auto fault = setScheme(url, *parts.scheme))
        return fault;
    return setAuthority(url, *parts.authority, whole);
}

base::Error errorOf(const Fault& fault, std::string_view what, std::string_view text)
{
    const auto shown = fault.isSecret ? std::string() : fmt::format(" \"{}\"", text);
    return {fault.code, fmt::format("The {}{} {}; {}.", what, shown, fault.reason, fault.remedy)};
}

} // namespace

std::string Url::authority() const
{
    std::string text = host.find(':') == std::string::npos ? host : '[' + host + ']';
    if (!hasDefaultPort())
        text.append(":").append(std::to_string(port));
    return text;
}

std::string Url::text() const
{
    return scheme + "://" + authority() + target;
}

std::expected<Url, Fault> readUrl(std::string_view text)
{
    const auto whole = cleaned(text);
    const auto parts = splitUrl(whole);
    Url url;
    if (auto fault = setOrigin(url, parts, whole))
        return std::unexpected(*std::move(fault));
    url.target = targetOf(encoded(parts.path, false), encodedQuery(parts));
    return url;
}

Result<Url> parseUrl(std::string_view text)
{
    auto url = readUrl(text);
    if (!url)
        return std::unexpected(errorOf(url.error(), "address", text));
    return *std::move(url);
}

Result<Url> parseAbsoluteForm(std::string_view text)
{
    const auto isOdd = [](char c) {
        return static_cast<unsigned char>(c) <= ' ' || static_cast<unsigned char>(c) > '~';
    };
    const auto parts = splitUrl(text);
    Url url;
    if (std::ranges::any_of(text, isOdd) || !parts.authority || parts.authority->find_first_of("\\%") != text.npos)
        return fail(Errc::InvalidSyntax, "The target is not an address as RFC 3986 writes it.");
    if (const auto fault = setOrigin(url, parts, text))
        return std::unexpected(errorOf(*fault, "target", text));
    url.target = targetOf(parts.path, parts.query);
    return url;
}

Result<Url> resolve(const Url& base, std::string_view reference)
{
    const auto whole = cleaned(reference);
    const auto parts = splitUrl(whole);
    if (parts.scheme && !parts.authority)
        return fail(Errc::Unsupported, fmt::format("The reference \"{}\" is not an http address.", reference));
    Url url = base;
    if (parts.scheme)
        if (const auto fault = setScheme(url, *parts.scheme))
            return std::unexpected(errorOf(*fault, "reference", reference));
    if (parts.authority) {
        url.port = url.isSecure() ? 443 : 80;
        if (const auto fault = setAuthority(url, *parts.authority, whole))
            return std::unexpected(errorOf(*fault, "reference", reference));
    }
    resolvePath(url, base, parts);
    return url;
}

bool sameOrigin(const Url& a, const Url& b)
{
    return a.scheme == b.scheme && a.host == b.host && a.port == b.port;
}

} // namespace weir::uri

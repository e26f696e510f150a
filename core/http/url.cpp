// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/url.h"

#include "core/base/strings.h"
#include "core/http/url_grammar.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace weir::http {

using base::Errc;
using base::fail;
using base::Result;

namespace {

std::string percentEncoded(std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > ' ' && byte < 0x7f)
            result += c;
        else
            result.append({'%', digits[byte >> 4], digits[byte & 15]});
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
    if (parts.path.empty() && !parts.authority) {
        url.target = targetOf(pathOf(base), parts.query ? parts.query : queryOf(base));
        return;
    }
    std::string path{parts.path};
    if (!path.starts_with('/') && !parts.authority)
        path.insert(0, pathOf(base).substr(0, pathOf(base).rfind('/') + 1));
    url.target = targetOf(withoutDots(path), parts.query);
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

Result<Url> parseUrl(std::string_view text)
{
    if (const auto checked = checkCharacters(text, false); !checked)
        return std::unexpected(checked.error());
    const UrlParts parts = splitUrl(text);
    if (!parts.scheme || !parts.authority)
        return fail(Errc::InvalidSyntax,
                    fmt::format("The address \"{}\" does not begin with http:// or https://.", text));
    Url url;
    if (const auto set = setScheme(url, *parts.scheme); !set)
        return std::unexpected(set.error());
    if (const auto set = setAuthority(url, *parts.authority); !set)
        return std::unexpected(set.error());
    url.target = targetOf(parts.path, parts.query);
    return url;
}

Result<Url> resolve(const Url& base, std::string_view reference)
{
    if (const auto checked = checkCharacters(reference, true); !checked)
        return std::unexpected(checked.error());
    const std::string encoded = percentEncoded(base::trimmed(reference));
    const UrlParts parts = splitUrl(encoded);
    if (parts.scheme && !parts.authority)
        return fail(Errc::Unsupported, fmt::format("The reference \"{}\" is not an http address.", reference));
    Url url = base;
    if (parts.scheme)
        if (const auto set = setScheme(url, *parts.scheme); !set)
            return std::unexpected(set.error());
    if (parts.authority) {
        url.port = url.isSecure() ? 443 : 80;
        if (const auto set = setAuthority(url, *parts.authority); !set)
            return std::unexpected(set.error());
    }
    resolvePath(url, base, parts);
    return url;
}

bool sameOrigin(const Url& a, const Url& b)
{
    return a.scheme == b.scheme && a.host == b.host && a.port == b.port;
}

} // namespace weir::http

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/url.h"

#include "core/base/strings.h"

#include <boost/url/ipv6_address.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace weir::http {

using base::Errc;
using base::fail;
using base::Result;
using base::Status;

namespace {

// The parts of an address as RFC 3986, appendix B, splits them; views into the text.
struct Parts {
    std::optional<std::string_view> scheme;
    std::optional<std::string_view> authority;
    std::string_view path;
    std::optional<std::string_view> query;
};

bool isAlpha(char c)
{
    return base::lower(c) >= 'a' && base::lower(c) <= 'z';
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isSchemeText(std::string_view text)
{
    return !text.empty() && isAlpha(text.front()) && std::ranges::all_of(text, [](char c) {
        return isAlpha(c) || isDigit(c) || c == '+' || c == '-' || c == '.';
    });
}

Parts splitParts(std::string_view text)
{
    Parts parts;
    text = text.substr(0, text.find('#'));
    if (const auto colon = text.find_first_of(":/?");
        colon != text.npos && text[colon] == ':' && isSchemeText(text.substr(0, colon))) {
        parts.scheme = text.substr(0, colon);
        text.remove_prefix(colon + 1);
    }
    if (const auto question = text.find('?'); question != text.npos) {
        parts.query = text.substr(question + 1);
        text = text.substr(0, question);
    }
    if (text.starts_with("//")) {
        text.remove_prefix(2);
        parts.authority = text.substr(0, text.find('/'));
        text.remove_prefix(parts.authority->size());
    }
    parts.path = text;
    return parts;
}

// Control characters could split a request line and have no place in any address.
Status checkCharacters(std::string_view text, bool allowsBlanks)
{
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f)
            return fail(Errc::InvalidSyntax, "The address contains a control character.");
        if (!allowsBlanks && byte == ' ')
            return fail(Errc::InvalidSyntax, fmt::format("The address \"{}\" contains a blank; write %20.", text));
        if (!allowsBlanks && byte > 0x7f)
            return fail(Errc::InvalidSyntax,
                        fmt::format("The address \"{}\" contains a character outside ASCII; percent-encode it, or "
                                    "write the host in its \"xn--\" form.",
                                    text));
    }
    return {};
}

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

Status setScheme(Url& url, std::string_view scheme)
{
    url.scheme = base::lowered(scheme);
    if (url.scheme != "http" && url.scheme != "https")
        return fail(Errc::Unsupported,
                    fmt::format("\"{}\" addresses are not supported; only http and https are.", scheme));
    url.port = url.isSecure() ? 443 : 80;
    return {};
}

Status setPort(Url& url, std::string_view port)
{
    if (port.empty()) // "host:" means the default
        return {};
    const auto number = std::ranges::all_of(port, isDigit) ? base::parseInteger(port) : std::nullopt;
    if (!number || *number < 1 || *number > 65535)
        return fail(Errc::InvalidSyntax, fmt::format("The port \"{}\" is not a number from 1 to 65535.", port));
    url.port = static_cast<std::uint16_t>(*number);
    return {};
}

bool isHostText(std::string_view host)
{
    return std::ranges::all_of(host, [](char c) {
        return isAlpha(c) || isDigit(c) || std::string_view{"-._~"}.find(c) != std::string_view::npos;
    });
}

Status setBracketedHost(Url& url, std::string_view authority)
{
    const auto close = authority.find(']');
    const std::string_view inside = authority.substr(1, close == authority.npos ? close : close - 1);
    if (close == authority.npos || boost::urls::parse_ipv6_address(inside).has_error())
        return fail(Errc::InvalidSyntax, fmt::format("\"{}\" is not an IPv6 address in brackets.", authority));
    const std::string_view rest = authority.substr(close + 1);
    if (!rest.empty() && rest.front() != ':')
        return fail(Errc::InvalidSyntax, fmt::format("Only a port may follow the brackets in \"{}\".", authority));
    url.host = base::lowered(inside);
    return setPort(url, rest.empty() ? rest : rest.substr(1));
}

Status setAuthority(Url& url, std::string_view authority)
{
    if (authority.find('@') != authority.npos)
        return fail(Errc::Unsupported,
                    "The address contains credentials before an @; send them in an Authorization header instead.");
    if (authority.starts_with('['))
        return setBracketedHost(url, authority);
    const auto colon = authority.find(':');
    const std::string_view host = authority.substr(0, colon);
    if (host.empty())
        return fail(Errc::InvalidSyntax, "The address has no host.");
    if (!isHostText(host))
        return fail(Errc::InvalidSyntax, fmt::format("\"{}\" is not a host name.", host));
    url.host = base::lowered(host);
    return setPort(url, colon == authority.npos ? std::string_view{} : authority.substr(colon + 1));
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

void resolvePath(Url& url, const Url& base, const Parts& parts)
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
    const Parts parts = splitParts(text);
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
    const Parts parts = splitParts(encoded);
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/uri/url_grammar.h"

#include "core/base/strings.h"
#include "core/uri/host_name.h"

#include <boost/url/ipv6_address.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace weir::uri {

using base::Errc;

namespace {

bool isSchemeLetter(char c)
{
    return base::lower(c) >= 'a' && base::lower(c) <= 'z';
}

bool isPortDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isSchemeText(std::string_view text)
{
    return !text.empty() && isSchemeLetter(text.front()) && std::ranges::all_of(text, [](char c) {
        return isSchemeLetter(c) || isPortDigit(c) || c == '+' || c == '-' || c == '.';
    });
}

std::optional<Fault> setPort(Url& url, std::string_view port)
{
    if (port.empty()) // "host:" means the default
        return std::nullopt;
    const auto number = std::ranges::all_of(port, isPortDigit) ? base::parseInteger(port) : std::nullopt;
    if (!number || *number < 1 || *number > 65535)
        return Fault{Errc::InvalidSyntax, fmt::format("has the port \"{}\", which is no number from 1 to 65535", port),
                     "write it as https://api.example.com:8443/"};
    url.port = static_cast<std::uint16_t>(*number);
    return std::nullopt;
}

std::optional<Fault> setBracketedHost(Url& url, std::string_view authority)
{
    const auto close = authority.find(']');
    const std::string_view inside = authority.substr(1, close == authority.npos ? close : close - 1);
    if (close == authority.npos || boost::urls::parse_ipv6_address(inside).has_error())
        return Fault{Errc::InvalidSyntax,
                     fmt::format("has \"{}\" as its host, which is no IPv6 address in brackets", authority),
                     "write it as http://[::1]:8080/, without a zone"};
    const std::string_view rest = authority.substr(close + 1);
    if (!rest.empty() && rest.front() != ':')
        return Fault{Errc::InvalidSyntax, fmt::format("has \"{}\" behind the brackets of its host", rest),
                     "write only a port there, as in http://[::1]:8080/"};
    url.host = base::lowered(inside);
    return setPort(url, rest.empty() ? rest : rest.substr(1));
}

} // namespace

UrlParts splitUrl(std::string_view text)
{
    UrlParts parts;
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

std::optional<Fault> setScheme(Url& url, std::string_view scheme)
{
    url.scheme = base::lowered(scheme);
    if (url.scheme != "http" && url.scheme != "https")
        return Fault{Errc::Unsupported, fmt::format("begins with {}:, which is neither http nor https", scheme),
                     "write it as https://api.example.com/items?page=1"};
    url.port = url.isSecure() ? 443 : 80;
    return std::nullopt;
}

std::optional<Fault> setAuthority(Url& url, std::string_view authority, std::string_view whole)
{
    if (authority.contains('@'))
        return Fault{Errc::Unsupported, "holds a user name or password",
                     "send it as a header, 'Authorization: Basic ${NAME}', with its value in the environment", true};
    if (authority.starts_with('['))
        return setBracketedHost(url, authority);
    const auto colon = authority.find(':');
    const std::string_view host = authority.substr(0, colon);
    if (host.empty())
        return Fault{Errc::InvalidSyntax, "names no host", "write it as https://api.example.com/items?page=1"};
    auto name = toAsciiHost(host, whole);
    if (!name)
        return std::move(name.error());
    url.host = *std::move(name);
    return setPort(url, colon == authority.npos ? std::string_view{} : authority.substr(colon + 1));
}

} // namespace weir::uri

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/url_grammar.h"

#include "core/base/strings.h"
#include "core/http/ascii.h"

#include <boost/url/ipv6_address.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace weir::http {

using base::Errc;
using base::fail;
using base::Status;

namespace {

bool isAlpha(char c)
{
    return base::lower(c) >= 'a' && base::lower(c) <= 'z';
}

bool isSchemeText(std::string_view text)
{
    return !text.empty() && isAlpha(text.front()) && std::ranges::all_of(text, [](char c) {
        return isAlpha(c) || isDigit(c) || c == '+' || c == '-' || c == '.';
    });
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

Status setScheme(Url& url, std::string_view scheme)
{
    url.scheme = base::lowered(scheme);
    if (url.scheme != "http" && url.scheme != "https")
        return fail(Errc::Unsupported,
                    fmt::format("\"{}\" addresses are not supported; only http and https are.", scheme));
    url.port = url.isSecure() ? 443 : 80;
    return {};
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

} // namespace weir::http

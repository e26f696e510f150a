// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/uri/host_name.h"

#include "core/base/strings.h"
#include "core/base/utf8.h"

#include <fmt/format.h>
#include <idn2.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace weir::uri {

namespace {

constexpr std::string_view hostRemedy = "write the name with letters, digits, - and . alone";

bool isHostMark(char c)
{
    return std::string_view{"-._~"}.contains(c);
}

bool isAsciiDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isAsciiAlnum(char c)
{
    return isAsciiDigit(c) || (base::lower(c) >= 'a' && base::lower(c) <= 'z');
}

bool isAscii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Of well-formed UTF-8: those bytes that begin one.
std::size_t charactersIn(std::string_view text)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string nameOf(char c)
{
    const auto code = static_cast<unsigned>(static_cast<unsigned char>(c));
    if (c == ' ')
        return "a blank";
    return code < 0x20 || code == 0x7f ? fmt::format("the control character U+{:04X}", code) : fmt::format("\"{}\"", c);
}

Fault badCharacter(std::string_view host, std::size_t at, std::string_view whole)
{
    const auto before = static_cast<std::size_t>(host.data() - whole.data()) + at;
    return {base::Errc::InvalidSyntax,
            fmt::format("has {} as its character {}, which may not stand in a host name", nameOf(host[at]),
                        charactersIn(whole.substr(0, before)) + 1),
            std::string{hostRemedy}};
}

std::optional<int> hexDigit(char c)
{
    if (isAsciiDigit(c))
        return c - '0';
    const char letter = base::lower(c);
    return letter >= 'a' && letter <= 'f' ? std::optional(letter - 'a' + 10) : std::nullopt;
}

std::string percentDecoded(std::string_view text)
{
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto high = text[i] == '%' && i + 2 < text.size() ? hexDigit(text[i + 1]) : std::nullopt;
        const auto low = high ? hexDigit(text[i + 2]) : std::nullopt;
        decoded += low ? static_cast<char>(*high * 16 + *low) : text[i];
        i += low ? 2 : 0;
    }
    return decoded;
}

std::expected<std::string, Fault> toIdna(const std::string& name)
{
    char* made = nullptr;
    const int failed = idn2_to_ascii_8z(name.c_str(), &made, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    const std::unique_ptr<char, void (*)(void*)> owned(made, idn2_free);
    if (failed == IDN2_OK)
        return std::string{made};
    return std::unexpected{
        Fault{base::Errc::InvalidSyntax,
              fmt::format("has the host name \"{}\", which has no form in ASCII ({})", name, idn2_strerror(failed)),
              "write the name in its \"xn--\" form"}};
}

} // namespace

bool isHostText(std::string_view host)
{
    return std::ranges::all_of(host, [](char c) { return isAsciiAlnum(c) || isHostMark(c); });
}

std::expected<std::string, Fault> toAsciiHost(std::string_view host, std::string_view whole)
{
    constexpr std::size_t longest = 1000; // far beyond any name; what follows costs more than the length
    if (host.size() > longest || !base::isUtf8(percentDecoded(host)))
        return std::unexpected{Fault{base::Errc::InvalidSyntax,
                                     host.size() > longest ? "has a host name that is too long"
                                                           : "has a host name that is not text in UTF-8",
                                     std::string{hostRemedy}}};
    for (std::size_t i = 0; i < host.size(); ++i)
        if (isAscii(host.substr(i, 1)) && !isAsciiAlnum(host[i]) && !isHostMark(host[i]) && host[i] != '%')
            return std::unexpected{badCharacter(host, i, whole)};
    auto name = percentDecoded(host);
    if (!isAscii(name)) {
        auto made = toIdna(name);
        if (!made)
            return made;
        name = *std::move(made);
    }
    if (!isHostText(name) || name.empty())
        return std::unexpected{Fault{base::Errc::InvalidSyntax,
                                     fmt::format("has the host name \"{}\", which is none", host),
                                     std::string{hostRemedy}}};
    return base::lowered(name);
}

// The comma is a name's character in RFC 3986 3.2.2, but two Hosts in one line have it as well.
bool isAuthority(std::string_view text)
{
    const auto isNameCharacter = [](char c) {
        return isAsciiAlnum(c) || std::string_view("-._~%!$&'()*+;=").contains(c);
    };
    const bool isBracketed = text.starts_with('[');
    const auto close = isBracketed ? text.find(']') : text.find(':');
    auto host = text.substr(0, close);
    if (isBracketed) {
        if (close == std::string_view::npos)
            return false;
        host.remove_prefix(1);
    }
    if (host.empty()
        || !std::ranges::all_of(host, [&](char c) { return isNameCharacter(c) || (isBracketed && c == ':'); }))
        return false;
    const auto port = text.substr(std::min(host.size() + (isBracketed ? 2 : 0), text.size()));
    return port.empty() || (port.front() == ':' && std::ranges::all_of(port.substr(1), isAsciiDigit));
}

static bool isNumericAddress(std::string_view host)
{
    return host.contains(':') || host.find_first_not_of("0123456789.") == host.npos;
}

bool isWithinDomain(std::string_view host, std::string_view domain)
{
    if (host == domain)
        return true;
    return host.size() > domain.size() && host.ends_with(domain) && host[host.size() - domain.size() - 1] == '.'
        && !isNumericAddress(host);
}

} // namespace weir::uri

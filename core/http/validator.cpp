// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/validator.h"

#include "core/base/strings.h"
#include "core/http/ascii.h"
#include "core/http/parser.h"
#include "core/http/syntax_fault.h"
#include "core/uri/host_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace weir::http {

using base::Errc;
using base::fail;
using base::Status;

namespace {

// The fields that say where a message ends and whom it is for, found in one pass: this runs for every message.
struct Framing {
    explicit Framing(const HeaderMap& headers)
    {
        for (const auto& field : headers) {
            if (field.name.size() == 14 && base::equalsIgnoringCase(field.name, "Content-Length"))
                length.see(field.value);
            else if (field.name.size() == 17 && base::equalsIgnoringCase(field.name, "Transfer-Encoding"))
                coding.see(field.value);
            else if (field.name.size() == 4 && base::equalsIgnoringCase(field.name, "Host"))
                host.see(field.value);
        }
    }

    struct Field {
        int count = 0;
        std::string_view first;
        void see(std::string_view value)
        {
            if (count++ == 0)
                first = value;
        }
    };
    Field length;
    Field coding;
    Field host;
};

// RFC 9112 6.1: chunked, once, and nothing else: other codings are not understood, and a list with an empty member is
// where peers begin to disagree about the framing.
Status checkTransferEncoding(const Head& head, const Framing& framing)
{
    const auto& [count, value] = framing.coding;
    if (count == 0)
        return {};
    if (head.minorVersion == 0)
        return fail(Errc::Malformed, "Transfer-Encoding in an HTTP/1.0 message");
    if (framing.length.count > 0)
        return fail(Errc::Malformed, "both Transfer-Encoding and Content-Length");
    if (count == 1 && base::equalsIgnoringCase(value, "chunked"))
        return {};
    const auto parts = base::split(value, ',');
    const bool endsChunked = base::equalsIgnoringCase(parts.back(), "chunked");
    const bool onceChunked = std::ranges::count_if(parts, [](auto p) { return base::equalsIgnoringCase(p, "chunked"); })
        == 1;
    const bool noneEmpty = std::ranges::none_of(parts, [](auto p) { return p.empty(); });
    if (count == 1 && endsChunked && onceChunked && noneEmpty)
        return fail(Errc::Unsupported, "a transfer coding other than chunked");
    return fail(Errc::Malformed, "a Transfer-Encoding that does not end the body unambiguously");
}

// RFC 9110 8.6: digits only; one field with one value.
Status checkContentLength(const Framing& framing)
{
    const auto& [count, value] = framing.length;
    if (count == 0)
        return {};
    const bool digits = !value.empty() && std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
    if (count > 1 || !digits || !base::parseInteger(value))
        return fail(Errc::Malformed,
                    count > 1
                        ? "more than one Content-Length (RFC 9110, 8.6)"
                        : fmt::format("a Content-Length of {}, which is no number (RFC 9110, 8.6)", inQuotes(value)));
    return {};
}

Status checkVersion(const Head& head)
{
    return head.minorVersion <= 1 ? Status{} : fail(Errc::Malformed, "an unknown HTTP version");
}

bool isLetter(char c)
{
    return base::lower(c) >= 'a' && base::lower(c) <= 'z';
}

// RFC 9110 9.3.6.
bool isHostAndPort(std::string_view text)
{
    const auto colon = text.rfind(':');
    return colon != std::string_view::npos && colon > 0 && isDigit(text.back()) && uri::isAuthority(text);
}

// RFC 9112 3.2: exactly one Host in HTTP/1.1, and it is an authority without userinfo. Its text goes on in fields of
// another syntax, where a quote would end it.
Status checkHost(const Head& head, const Framing& framing)
{
    const auto& [count, value] = framing.host;
    if (count > 1 || (count == 0 && head.minorVersion == 1))
        return fail(Errc::Malformed, count == 0 ? "no Host (RFC 9112, 3.2)" : "more than one Host (RFC 9112, 3.2)");
    if (count == 1 && !uri::isAuthority(value))
        return fail(Errc::Malformed,
                    value.empty() ? "an empty Host (RFC 9112, 3.2)"
                                  : fmt::format("the Host {}, which is no name or address with a port (RFC 9112, 3.2)",
                                                inQuotes(value)));
    return {};
}

// RFC 3986 3.1, and what an absolute address has behind it.
bool hasScheme(std::string_view target)
{
    const auto end = target.find("://");
    return end != std::string_view::npos && isLetter(target.front())
        && std::ranges::all_of(target.substr(0, end),
                               [](char c) { return isLetter(c) || isDigit(c) || c == '+' || c == '-' || c == '.'; });
}

Status checkTarget(const Head& head)
{
    const std::string_view target = head.target;
    if (target.contains('#')) // RFC 9112 3.2: a fragment is no part of it, and some cut it off where others do not
        return fail(Errc::Malformed, "a fragment in its target");
    if (target == "*")
        return head.method == "OPTIONS" ? Status{} : fail(Errc::Malformed, "* as the target of a method but OPTIONS");
    if (head.method == "CONNECT")
        return isHostAndPort(target) ? Status{} : fail(Errc::Malformed, "a target of CONNECT other than HOST:PORT");
    if (target.starts_with('/') || hasScheme(target))
        return {};
    return fail(Errc::Malformed, "a target that is neither a path nor an address");
}

// RFC 9110 15: below 100 there is nothing, and such a reply would pass for an interim one.
Status checkStatus(const Head& head)
{
    return head.status >= 100 ? Status{} : fail(Errc::Malformed, "an invalid status");
}

Status checkMessage(const Head& head, const Framing& framing)
{
    if (auto status = checkVersion(head); !status)
        return status;
    if (auto status = validateFields(head.headers); !status)
        return status;
    if (auto status = checkTransferEncoding(head, framing); !status)
        return status;
    return checkContentLength(framing);
}

} // namespace

bool mayTrail(std::string_view name)
{
    static constexpr std::array<std::string_view, 39> headOnly{"Age",
                                                               "Authorization",
                                                               "Cache-Control",
                                                               "Connection",
                                                               "Content-Encoding",
                                                               "Content-Length",
                                                               "Content-Range",
                                                               "Content-Type",
                                                               "Cookie",
                                                               "Date",
                                                               "Expect",
                                                               "Expires",
                                                               "Forwarded",
                                                               "Host",
                                                               "If-Match",
                                                               "If-Modified-Since",
                                                               "If-None-Match",
                                                               "If-Range",
                                                               "If-Unmodified-Since",
                                                               "Keep-Alive",
                                                               "Location",
                                                               "Max-Forwards",
                                                               "Pragma",
                                                               "Proxy-Authenticate",
                                                               "Proxy-Authorization",
                                                               "Proxy-Connection",
                                                               "Range",
                                                               "Retry-After",
                                                               "Set-Cookie",
                                                               "TE",
                                                               "Trailer",
                                                               "Transfer-Encoding",
                                                               "Upgrade",
                                                               "Vary",
                                                               "Via",
                                                               "WWW-Authenticate",
                                                               "X-Forwarded-For",
                                                               "X-Forwarded-Host",
                                                               "X-Forwarded-Proto"};
    return std::ranges::none_of(headOnly, [&](auto known) { return base::equalsIgnoringCase(name, known); });
}

// Control characters need no look here: strict llhttp lets none but the tab into a value.
Status validateFields(const HeaderMap& fields)
{
    for (const auto& field : fields) {
        if (field.name.empty())
            return fail(Errc::Malformed, "a header field without a name");
    }
    return {};
}

Status validateRequest(const Head& head)
{
    const Framing framing(head.headers);
    if (auto status = checkMessage(head, framing); !status)
        return status;
    if (auto status = checkHost(head, framing); !status)
        return status;
    return checkTarget(head);
}

Status validateResponse(const Head& head)
{
    if (auto status = checkStatus(head); !status)
        return status;
    return checkMessage(head, Framing(head.headers));
}

} // namespace weir::http

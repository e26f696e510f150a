// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/validator.h"

#include "core/base/strings.h"
#include "core/http/parser.h"

#include <algorithm>

namespace weir::http {

using base::Errc;
using base::fail;
using base::Status;

namespace {

// RFC 9112 6.1: chunked, once, and nothing else: other codings are not understood, and a list with an empty member is
// where peers begin to disagree about the framing.
Status checkTransferEncoding(const Head& head)
{
    const auto count = head.headers.count("Transfer-Encoding");
    if (count == 0)
        return {};
    if (head.minorVersion == 0)
        return fail(Errc::Malformed, "Transfer-Encoding in an HTTP/1.0 message");
    if (head.headers.count("Content-Length") > 0)
        return fail(Errc::Malformed, "both Transfer-Encoding and Content-Length");
    const auto value = *head.headers.get("Transfer-Encoding");
    if (count == 1 && base::equalsIgnoringCase(value, "chunked"))
        return {};
    const auto parts = base::split(value, ',');
    const bool endsChunked = base::equalsIgnoringCase(parts.back(), "chunked");
    const bool onceChunked = std::ranges::count_if(parts, [](auto p) { return base::equalsIgnoringCase(p, "chunked"); }) == 1;
    const bool noneEmpty = std::ranges::none_of(parts, [](auto p) { return p.empty(); });
    if (count == 1 && endsChunked && onceChunked && noneEmpty)
        return fail(Errc::Unsupported, "a transfer coding other than chunked");
    return fail(Errc::Malformed, "a Transfer-Encoding that does not end the body unambiguously");
}

// RFC 9110 8.6: digits only; one field with one value.
Status checkContentLength(const Head& head)
{
    const auto count = head.headers.count("Content-Length");
    if (count == 0)
        return {};
    const auto value = *head.headers.get("Content-Length");
    const bool digits = !value.empty() && std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
    if (count > 1 || !digits || !base::parseInteger(value))
        return fail(Errc::Malformed, "an invalid Content-Length");
    return {};
}

Status checkFields(const Head& head)
{
    for (const auto& field : head.headers) {
        if (field.name.empty())
            return fail(Errc::Malformed, "a header field without a name");
        const bool control = std::ranges::any_of(field.value, [](char c) {
            const auto byte = static_cast<unsigned char>(c);
            return (byte < 0x20 && c != '\t') || byte == 0x7f;
        });
        if (control)
            return fail(Errc::Malformed, "a control character in a header field");
    }
    return {};
}

Status checkVersion(const Head& head)
{
    return head.minorVersion <= 1 ? Status{} : fail(Errc::Malformed, "an unknown HTTP version");
}

// RFC 9112 3.2: exactly one Host in HTTP/1.1, and it is an authority without userinfo.
Status checkHost(const Head& head)
{
    const auto count = head.headers.count("Host");
    if (count > 1 || (count == 0 && head.minorVersion == 1))
        return fail(Errc::Malformed, count == 0 ? "no Host" : "more than one Host");
    if (count == 1 && head.headers.get("Host")->find_first_of("@/?#, \t") != std::string_view::npos)
        return fail(Errc::Malformed, "an invalid Host");
    return {};
}

Status checkTarget(const Head& head)
{
    const std::string_view target = head.target;
    if (target == "*")
        return head.method == "OPTIONS" ? Status{} : fail(Errc::Malformed, "* as the target of a method but OPTIONS");
    if (head.method == "CONNECT" || target.starts_with('/') || target.find("://") != std::string_view::npos)
        return {};
    return fail(Errc::Malformed, "a target that is neither a path nor an address");
}

// RFC 9110 15: below 100 there is nothing, and such a reply would pass for an interim one.
Status checkStatus(const Head& head)
{
    return head.status >= 100 ? Status{} : fail(Errc::Malformed, "an invalid status");
}

Status firstProblem(const Head& head, std::initializer_list<Status (*)(const Head&)> checks)
{
    for (const auto check : checks)
        if (auto status = check(head); !status)
            return status;
    return {};
}

} // namespace

Status validateRequest(const Head& head)
{
    return firstProblem(head, {checkVersion, checkFields, checkTransferEncoding, checkContentLength, checkHost, checkTarget});
}

Status validateResponse(const Head& head)
{
    return firstProblem(head, {checkVersion, checkStatus, checkFields, checkTransferEncoding, checkContentLength});
}

} // namespace weir::http

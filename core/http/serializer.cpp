// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/serializer.h"

#include "core/base/strings.h"

#include <charconv>

namespace weir::http {

namespace {

bool isContentLength(std::string_view name)
{
    return base::equalsIgnoringCase(name, "Content-Length");
}

bool isTransferEncoding(std::string_view name)
{
    return base::equalsIgnoringCase(name, "Transfer-Encoding");
}

// What the fields say of the framing, by one look at each.
struct Stated {
    explicit Stated(const HeaderMap& headers)
    {
        for (const auto& field : headers) {
            if (isContentLength(field.name)) {
                ++lengths;
                length = field.value;
            } else if (isTransferEncoding(field.name)) {
                encoded = true;
            }
        }
    }

    bool nothing() const { return lengths == 0 && !encoded; }
    // They say just that already, and can go out as they are.
    bool isPlainly(std::uint64_t number) const
    {
        char digits[20];
        const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
        return lengths == 1 && !encoded && length == std::string_view(digits, end);
    }

    int lengths = 0;
    std::string_view length; // the last
    bool encoded = false;
};

void appendNumber(std::string& out, std::uint64_t number, int base = 10)
{
    char digits[20];
    const auto end = std::to_chars(digits, digits + sizeof digits, number, base).ptr;
    out.append(digits, end);
}

void appendFields(std::string& out, const HeaderMap& headers, const Stated& stated)
{
    if (stated.nothing()) {
        out.append(headers.wire());
        return;
    }
    for (const auto& field : headers) {
        if (isContentLength(field.name) || isTransferEncoding(field.name))
            continue;
        out.append(field.name).append(": ").append(field.value).append("\r\n");
    }
}

void appendLength(std::string& out, std::uint64_t length)
{
    out.append("Content-Length: ");
    appendNumber(out, length);
    out.append("\r\n");
}

// RFC 9110 8.6: a request says Content-Length: 0 where its method gives a body meaning.
bool announcesEmptyBody(std::string_view method)
{
    return method == "POST" || method == "PUT" || method == "PATCH";
}

} // namespace

void appendHead(std::string& out, const Request& request, std::string_view basePath, std::string_view host)
{
    out.append(request.method).append(" ");
    if (request.target != "*") // RFC 9112 3.2.4: the server as a whole lies below no path
        out.append(basePath);
    out.append(request.target).append(" HTTP/1.1\r\n");
    if (!host.empty() && !request.headers.contains("Host"))
        out.append("Host: ").append(host).append("\r\n");
    appendFields(out, request.headers, Stated(request.headers));
    const auto length = request.body.length();
    if (!length)
        out.append("Transfer-Encoding: chunked\r\n");
    else if (*length > 0 || announcesEmptyBody(request.method))
        appendLength(out, *length);
    out.append("\r\n");
}

void appendHead(std::string& out, const Response& response, bool toHead, int clientMinorVersion)
{
    out.append("HTTP/1.1 ");
    appendNumber(out, static_cast<std::uint64_t>(response.status));
    out.append(" ").append(reasonPhrase(response.status)).append("\r\n");
    const auto length = response.body.length();
    const Stated stated(response.headers);
    if (!hasNoBody(response.status, toHead) && length && stated.isPlainly(*length)) {
        out.append(response.headers.wire()).append("\r\n");
        return;
    }
    appendFields(out, response.headers, stated);
    if (response.status == 304 || response.status == 204 || response.status < 200) {
        // No framing fields: such a reply ends with its head (RFC 9112 6.3), and 204 may carry none (RFC 9110 8.6).
    } else if (toHead && response.body.isEmpty()) {
        if (const auto announced = response.headers.get("Content-Length"))
            out.append("Content-Length: ").append(*announced).append("\r\n");
    } else if (length) {
        appendLength(out, *length);
    } else if (clientMinorVersion >= 1) {
        out.append("Transfer-Encoding: chunked\r\n");
    }
    out.append("\r\n");
}

std::size_t headBytes(const Response& response, bool toHead)
{
    // Rendered and measured: it cannot disagree with what would be sent.
    thread_local std::string rendered;
    rendered.clear();
    appendHead(rendered, response, toHead);
    return rendered.size();
}

std::string lastChunk(const HeaderMap* trailers)
{
    std::string end = "0\r\n";
    if (trailers)
        end += trailers->wire();
    return end += "\r\n";
}

void appendChunkHeader(std::string& out, std::size_t size)
{
    appendNumber(out, size, 16);
    out.append("\r\n");
}

} // namespace weir::http

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/body.h"
#include "core/http/header_map.h"

#include <memory>
#include <string>
#include <string_view>

namespace weir::net {
class Stream;
} // namespace weir::net

namespace weir::http {

struct Request {
    std::string method = "GET";
    std::string target = "/"; // origin-form: path and query
    int minorVersion = 1;
    HeaderMap headers;
    Body body;

    bool isHead() const { return method == "HEAD"; }
};

// What a connection turns into behind a reply of 101: bytes both ways, until one side has ended.
class Tunnel {
public:
    virtual ~Tunnel() = default;
    // `unread`: what the client has sent already. Ends early when `client` is interrupted.
    virtual net::Task<> run(net::Stream& client, std::string_view unread) = 0;
};

struct Response {
    int status = 200;
    int minorVersion = 1;
    HeaderMap headers;
    Body body;
    std::unique_ptr<Tunnel> tunnel; // with 101 only
};

// RFC 9110 section 9.2.2: sending it twice does no more than once.
bool isIdempotent(std::string_view method);

// RFC 9112 section 6.3: no body whatever the header says. `toHead`: the reply to a HEAD request.
constexpr bool hasNoBody(int status, bool toHead)
{
    return toHead || status < 200 || status == 204 || status == 304;
}

// The registered reason phrase, "" for an unknown status.
std::string_view reasonPhrase(int status);

// A reply made here, with a short plain-text body.
Response plainResponse(int status, std::string text);

} // namespace weir::http

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/message.h"

#include <string>

namespace weir::http {

// Appends the head as it goes on the wire, blank line included. Framing fields (Content-Length, Transfer-Encoding) are
// derived from the body here and nowhere else: those in `headers` are left out, so a message cannot contradict itself.
// `basePath` is put before the request's target, unless that is the asterisk; `host` makes a Host field, in front as
// RFC 9110 7.2 advises, where the request has none.
void appendHead(std::string& out, const Request& request, std::string_view basePath = {}, std::string_view host = {});

// `toHead`: the reply to a HEAD request keeps the Content-Length its GET would have. A stream of unknown length is sent
// chunked to HTTP/1.1 clients, else until the connection closes (`clientMinorVersion` 0).
void appendHead(std::string& out, const Response& response, bool toHead, int clientMinorVersion = 1);

// What the reply's head takes on the wire, blank line included.
std::size_t headBytes(const Response& response, bool toHead);

// The frame around a piece of a chunked body, and its end (RFC 9112 section 7.1).
void appendChunkHeader(std::string& out, std::size_t size);
inline constexpr std::string_view chunkEnd = "\r\n";
std::string lastChunk(const HeaderMap* trailers); // may be null

} // namespace weir::http

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <llhttp.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace weir::http {

// Where a parser stopped: in which message, at which byte of what has arrived last.
struct SyntaxPlace {
    bool isRequest = false;
    bool isInHead = true;        // else in the framing or the trailers of a chunked body
    std::size_t linesBefore = 0; // of the head, ended before `piece`
    std::string_view begun;      // what the pieces before hold of the line at hand; its beginning, where it is long
    char lastByte = 0;           // of the pieces before
    std::string_view piece;
    std::size_t at = 0; // in `piece`; its size for what is missing behind it
};

// What is wrong there in a person's words, as a phrase that fits behind "the reply has": the line, the field and the
// rule (RFC 9110, RFC 9112). Of what the peer sent it shows little, and that in printable ASCII. `reason` is the
// parser's own, for what nobody has thought of.
std::string syntaxFault(const SyntaxPlace& place, llhttp_errno_t code, std::string_view reason);

// The same for a line that the parser itself lets pass (RFC 9112 2.2, 5.2): `at` is a blank that begins a line, a bare
// CR or LF.
std::string lineFault(const SyntaxPlace& place);

// In quotes, at most 40 bytes, others than printable ASCII as \xNN.
std::string inQuotes(std::string_view text);

} // namespace weir::http

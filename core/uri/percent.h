// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

// Path and query as a browser sends them: the percent-encode sets of the URL standard (url.spec.whatwg.org, 1.3) for
// http and https. What is encoded already stays, as do brackets and "|".
namespace weir::uri {

// Without what a browser takes off an address first: blanks and control characters at both ends, which come along when
// something is pasted.
std::string_view trimmed(std::string_view text);

// Puts a target together from what stands in a scenario, piece by piece: the first "?" begins the query, wherever it
// stands. One target's.
class TargetWriter {
public:
    explicit TargetWriter(bool inQuery = false) : m_inQuery(inQuery) {}

    // As an address bar reads it: tabs and line breaks go, a backslash in the path is a slash, and "#" ends the target.
    void appendText(std::string& out, std::string_view text);
    // A value in its place: "#" is a character of it.
    void appendValue(std::string& out, std::string_view value);

    bool isEnded() const { return m_ended; } // what follows is the fragment, which is never sent

private:
    void append(std::string& out, char c);

    bool m_inQuery;
    bool m_ended = false;
};

} // namespace weir::uri

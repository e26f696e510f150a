// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <istream>
#include <string>
#include <string_view>

namespace weir::report {

// A text of any origin line by line, for what reads files of other tools: memory is bounded by one line of 1 MiB and
// what was looked at ahead. One thread; the stream outlives it.
class LineReader {
public:
    static constexpr std::size_t longestLine = std::size_t{1} << 20;
    enum class Read { Line, End, TooLong };

    LineReader(std::istream& text) : m_text(&text) {} // NOLINT(google-explicit-constructor): readers take streams, too

    Read next();
    std::string_view line() const { return m_line; } // what next() has read, without its end
    std::size_t number() const { return m_number; }  // of that line, from 1

    // Before the first next(): the first line that is neither empty nor a comment (#), which is left to be read. Empty
    // where there is none within a MiB. Valid until next().
    std::string_view content();

private:
    Read read(std::string& line);
    struct Ahead {
        Read read;
        std::string line;
    };

    std::istream* m_text;
    std::string m_line;
    std::size_t m_number = 0;
    std::deque<Ahead> m_ahead;
};

// For a message: the beginning of what may be long and may hold anything.
std::string shown(std::string_view text);

} // namespace weir::report

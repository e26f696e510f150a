// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace weir::report {

// Text set in columns for a terminal: the first column to the left, the others to the right, as wide as their widest
// cell. A value; any thread.
class Table {
public:
    explicit Table(std::vector<std::string> heading) { add(std::move(heading)); }

    void add(std::vector<std::string> row); // what is not seen in a cell is written out
    std::string text() const;               // lines ended by \n, no blanks before them
    std::size_t width() const;              // in characters
    std::size_t widthOf(std::size_t column) const { return widths()[column]; }

private:
    std::vector<std::size_t> widths() const;

    std::vector<std::vector<std::string>> m_rows;
};

// Cut to `width` characters, the last of them then an ellipsis.
std::string shortened(std::string_view text, std::size_t width);

// Broken at blanks into lines of at most `width` characters where that is possible.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

} // namespace weir::report

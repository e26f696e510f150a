// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// Whole numbers, the most significant byte first. Values; any thread.
namespace weir::report {

template <typename T>
void appendBigEndian(std::string& out, T value)
{
    for (int shift = 8 * (static_cast<int>(sizeof(T)) - 1); shift >= 0; shift -= 8)
        out += static_cast<char>(value >> shift);
}

// Takes them off the front. The caller has looked whether there are enough bytes.
class BigEndianReader {
public:
    explicit BigEndianReader(std::string_view bytes) : m_rest(bytes) {}

    template <typename T>
    T take()
    {
        T value = 0;
        for (std::size_t i = 0; i < sizeof(T); ++i)
            value = static_cast<T>(value << 8 | static_cast<unsigned char>(m_rest[i]));
        m_rest.remove_prefix(sizeof(T));
        return value;
    }

    void skip(std::size_t bytes) { m_rest.remove_prefix(bytes); }
    std::size_t size() const { return m_rest.size(); }
    std::string_view rest() const { return m_rest; }

private:
    std::string_view m_rest;
};

} // namespace weir::report

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <cstdint>
#include <string>
#include <string_view>

// Numbers and text as a short row of bytes, for the store's blobs. Values; any thread.
namespace weir::store {

// A figure of a metric is nearly always nothing, a count or a measured time: one byte, one to eight, or nine.
class PackedWriter {
public:
    void number(std::uint64_t value);      // LEB128, as Histogram packs
    void signedNumber(std::int64_t value); // zigzag before that
    void real(double value);               // exactly, NaN and the infinities included
    void text(std::string_view value);     // bytes as they are
    const QByteArray& bytes() const { return m_bytes; }

private:
    QByteArray m_bytes;
};

// Reads what PackedWriter has written, or anything at all: beyond the end, and behind a fault, all is zero and empty,
// and isWhole() tells.
class PackedReader {
public:
    explicit PackedReader(QByteArray bytes) : m_bytes(std::move(bytes)) {}

    std::uint64_t number();
    std::int64_t signedNumber();
    double real();
    std::string text();
    // How many of something follow, each of which takes a byte at least: more than there are bytes left is a fault.
    std::size_t count();

    void fail() { m_isFaulty = true; }
    bool isWhole() const { return !m_isFaulty; }

private:
    std::uint8_t byte();
    std::size_t left() const { return static_cast<std::size_t>(m_bytes.size()) - m_at; }

    QByteArray m_bytes;
    std::size_t m_at = 0;
    bool m_isFaulty = false;
};

} // namespace weir::store

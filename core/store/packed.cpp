// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/packed.h"

#include <bit>
#include <cmath>
#include <limits>

namespace weir::store {

// What a real begins with: these, or a whole number behind them.
static constexpr std::uint64_t packedNone = 0;
static constexpr std::uint64_t packedInfinite = 1;
static constexpr std::uint64_t packedBits = 2; // the eight bytes of it follow
static constexpr std::uint64_t packedWhole = 3;
static constexpr double mostWhole = 9007199254740992.0; // 2^53: up to here a double is every whole number

void PackedWriter::number(std::uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        m_bytes.append(static_cast<char>(value | 0x80));
    m_bytes.append(static_cast<char>(value));
}

void PackedWriter::signedNumber(std::int64_t value)
{
    const auto bits = static_cast<std::uint64_t>(value);
    number((bits << 1) ^ (value < 0 ? ~std::uint64_t{0} : 0));
}

void PackedWriter::real(double value)
{
    if (std::isnan(value))
        return number(packedNone);
    if (std::isinf(value) && value > 0)
        return number(packedInfinite);
    if (value >= 0 && value < mostWhole && value == std::floor(value) && !std::signbit(value))
        return number(packedWhole + static_cast<std::uint64_t>(value));
    number(packedBits);
    const auto bits = std::bit_cast<std::uint64_t>(value);
    for (int shift = 0; shift < 64; shift += 8)
        m_bytes.append(static_cast<char>(bits >> shift));
}

void PackedWriter::text(std::string_view value)
{
    number(value.size());
    m_bytes.append(value.data(), static_cast<qsizetype>(value.size()));
}

std::uint8_t PackedReader::byte()
{
    if (m_isFaulty || left() == 0) {
        fail();
        return 0;
    }
    return static_cast<std::uint8_t>(m_bytes[static_cast<qsizetype>(m_at++)]);
}

std::uint64_t PackedReader::number()
{
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        const std::uint64_t next = byte();
        value |= (next & 0x7f) << shift;
        if (next < 0x80)
            return m_isFaulty ? 0 : value;
    }
    fail();
    return 0;
}

std::int64_t PackedReader::signedNumber()
{
    const auto value = number();
    return static_cast<std::int64_t>((value >> 1) ^ (~(value & 1) + 1));
}

double PackedReader::real()
{
    const auto first = number();
    if (first == packedNone || m_isFaulty)
        return std::numeric_limits<double>::quiet_NaN();
    if (first == packedInfinite)
        return std::numeric_limits<double>::infinity();
    if (first != packedBits)
        return static_cast<double>(first - packedWhole);
    std::uint64_t bits = 0;
    for (int shift = 0; shift < 64; shift += 8)
        bits |= std::uint64_t{byte()} << shift;
    return std::bit_cast<double>(bits);
}

std::string PackedReader::text()
{
    const auto size = count();
    const std::string value(m_bytes.constData() + m_at, size);
    m_at += size;
    return value;
}

std::size_t PackedReader::count()
{
    const auto value = number();
    if (value <= left())
        return static_cast<std::size_t>(value);
    fail();
    return 0;
}

} // namespace weir::store

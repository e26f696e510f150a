// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/hlog_payload.h"

#include "core/report/big_endian.h"
#include "core/report/bucket_counts.h"
#include "core/report/hlog_resolution.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <optional>

namespace weir::report {

using base::Errc;
using metrics::Histogram;

namespace {

constexpr std::uint32_t payloadCookie = 0x1c849313;
constexpr HlogResolution ours; // what Histogram::subBucketBits stand for
constexpr std::size_t payloadHeaderSize = 40;
constexpr std::size_t mostVarintBytes = 9; // the ninth has eight bits of its own
constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();

void appendCount(std::string& out, std::int64_t value)
{
    auto rest = (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
    for (std::size_t i = 1; i < mostVarintBytes && rest >= 0x80; ++i, rest >>= 7)
        out += static_cast<char>(rest | 0x80);
    out += static_cast<char>(rest);
}

void appendZeros(std::string& out, std::size_t count)
{
    if (count > 0)
        appendCount(out, count == 1 ? 0 : -static_cast<std::int64_t>(count));
}

// Takes one off the front; nothing where the bytes end within it.
std::optional<std::int64_t> takeCount(BigEndianReader& reader)
{
    const auto bytes = reader.rest().substr(0, mostVarintBytes);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto byte = static_cast<unsigned char>(bytes[i]);
        const bool isWhole = i == mostVarintBytes - 1;
        value |= static_cast<std::uint64_t>(isWhole ? byte : byte & 0x7f) << (7 * i);
        if (isWhole || byte < 0x80) {
            reader.skip(i + 1);
            return static_cast<std::int64_t>((value >> 1) ^ (~(value & 1) + 1));
        }
    }
    return std::nullopt;
}

std::unexpected<base::Error> corruptPayload(std::string what)
{
    return base::fail(Errc::Corrupt, std::move(what));
}

// What the header says, or why it is not one that we read; leaves the reader behind it.
base::Result<HlogResolution> takeHeader(BigEndianReader& reader)
{
    if (reader.size() < payloadHeaderSize)
        return corruptPayload("the histogram ends within its header");
    if (const auto cookie = reader.take<std::uint32_t>(); cookie != payloadCookie)
        return base::fail(Errc::Unsupported, fmt::format("the histogram has the encoding {:08x}, not V2", cookie));
    const auto length = reader.take<std::uint32_t>();
    const auto offset = reader.take<std::uint32_t>();
    HlogResolution resolution;
    resolution.digits = reader.take<std::uint32_t>();
    resolution.lowest = reader.take<std::uint64_t>();
    reader.take<std::uint64_t>(); // the highest value it could have held
    const auto ratioBits = reader.take<std::uint64_t>();
    if (length != reader.size())
        return corruptPayload(
            fmt::format("the histogram says that its counts take {} bytes, but has {}", length, reader.size()));
    if (!resolution.isReadable())
        return base::fail(
            Errc::Unsupported,
            fmt::format("the histogram has {} significant digits from {} on, where 1 to 5 from 1 on can be "
                        "read",
                        resolution.digits, resolution.lowest));
    const auto ratio = std::bit_cast<double>(ratioBits);
    const bool isFromJs = offset == 1 && ratioBits == 1; // hdr-histogram-js writes whole ones and means neither
    if (!isFromJs && (offset != 0 || ratio != 1))
        return base::fail(Errc::Unsupported,
                          fmt::format("the histogram is shifted by {} and scaled by {}", offset, ratio));
    return resolution;
}

// Counts into a histogram, as long as they stay within what one can hold.
class Filler {
public:
    explicit Filler(HlogResolution resolution) : m_resolution(resolution), m_limit(resolution.indexLimit()) {}

    base::Status add(std::int64_t count)
    {
        if (count <= 0)
            return skip(count == 0 ? 1 : 0 - static_cast<std::uint64_t>(count));
        if (m_index >= m_limit)
            return tooHigh();
        const auto lowest = m_resolution.lowestAt(m_index);
        const auto highest = std::min(m_resolution.highestAt(m_index), Histogram::highest);
        ++m_index;
        return m_resolution == ours ? addOurs(lowest, static_cast<std::uint64_t>(count))
                                    : addOther(lowest, highest, static_cast<std::uint64_t>(count));
    }

    Histogram take() { return m_resolution == ours ? std::move(m_histogram) : m_counts.take(m_summary); }

private:
    base::Status skip(std::uint64_t zeros)
    {
        if (zeros > m_limit - m_index)
            return tooHigh();
        m_index += zeros;
        return {};
    }

    base::Status addOurs(std::uint64_t lowest, std::uint64_t n)
    {
        const auto& known = m_histogram.summary();
        if (n > most - known.count || (lowest > 0 && n > (most - known.sum) / lowest))
            return tooMany();
        m_histogram.recordAt(Histogram::indexOf(lowest), n);
        return {};
    }

    // Percentiles give the upper end of a bucket, so the counts belong into that end's. The mean is taken from the
    // middle, as the published one does; half of what can be summed is left for the upper ends.
    base::Status addOther(std::uint64_t lowest, std::uint64_t highest, std::uint64_t n)
    {
        const auto middle = lowest + (highest - lowest + 1) / 2;
        if (n > BucketCounts::most - m_summary.count || (middle > 0 && n > (most / 2 - m_summary.sum) / middle))
            return tooMany();
        m_counts.add(Histogram::indexOf(highest), n);
        m_summary += {n, n * middle, lowest, highest};
        return {};
    }

    static base::Status tooHigh()
    {
        return base::fail(Errc::Unsupported, "the histogram has counts of values above one hour");
    }
    static base::Status tooMany()
    {
        return corruptPayload("the histogram's counts add up to more than can be counted");
    }

    HlogResolution m_resolution;
    std::size_t m_limit;
    std::size_t m_index = 0;
    Histogram m_histogram; // of our own resolution, else what follows
    BucketCounts m_counts;
    metrics::Summary m_summary;
};

} // namespace

std::size_t mostPayloadBytes(std::uint32_t digits)
{
    return payloadHeaderSize + HlogResolution{digits}.indexLimit() * mostVarintBytes;
}

std::string encodePayload(const Histogram& histogram)
{
    std::string counts;
    std::size_t next = 0;
    histogram.forEach([&](std::uint64_t lowest, std::uint64_t, std::uint64_t n) {
        const auto index = Histogram::indexOf(lowest);
        appendZeros(counts, index - next);
        appendCount(counts, static_cast<std::int64_t>(n));
        next = index + 1;
    });
    if (next == 0)
        appendZeros(counts, 1); // as the others write nothing at all
    std::string payload;
    appendBigEndian(payload, payloadCookie);
    appendBigEndian(payload, static_cast<std::uint32_t>(counts.size()));
    appendBigEndian(payload, std::uint32_t{0}); // not shifted
    appendBigEndian(payload, ours.digits);
    appendBigEndian(payload, ours.lowest);
    appendBigEndian(payload, Histogram::highest);
    appendBigEndian(payload, std::bit_cast<std::uint64_t>(1.0)); // not scaled
    return payload + counts;
}

base::Result<Histogram> decodePayload(std::string_view payload)
{
    BigEndianReader reader{payload};
    const auto resolution = takeHeader(reader);
    if (!resolution)
        return std::unexpected(resolution.error());
    Filler filler{*resolution};
    while (reader.size() > 0) {
        const auto count = takeCount(reader);
        if (!count)
            return corruptPayload("the histogram ends within a count");
        if (auto status = filler.add(*count); !status)
            return std::unexpected(status.error());
    }
    return filler.take();
}

} // namespace weir::report

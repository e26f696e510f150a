// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/histogram.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace weir::report {

// How a histogram of the published format cuts values into buckets: linearly in steps of the lowest discernible value
// (as the power of two below it) up to where those keep the significant digits, and twice as coarse with each doubling
// from there on. A value; any thread.
struct HlogResolution {
    std::uint32_t digits = 3;
    std::uint64_t lowest = 1;

    bool operator==(const HlogResolution&) const = default;

    // Others do not exist, or hold nothing that we can.
    bool isReadable() const
    {
        return digits >= 1 && digits <= 5 && lowest >= 1 && lowest <= metrics::Histogram::highest;
    }
    std::uint64_t lowestAt(std::size_t index) const
    {
        return index < half() ? static_cast<std::uint64_t>(index) << unitBits()
                              : (half() + index % half()) << (index / half() - 1 + unitBits());
    }
    std::uint64_t highestAt(std::size_t index) const { return lowestAt(index + 1) - 1; }

    // The index of the largest value that our histograms hold, and one more.
    std::size_t indexLimit() const
    {
        const auto units = metrics::Histogram::highest >> unitBits();
        const auto bits = static_cast<std::size_t>(std::bit_width(units));
        const auto shift = bits > subBucketBits() ? bits - subBucketBits() : 0;
        return shift * half() + static_cast<std::size_t>(units >> shift) + 1;
    }

private:
    std::size_t unitBits() const { return static_cast<std::size_t>(std::bit_width(lowest)) - 1; }
    // The first power of two of at least twice 10^digits.
    std::size_t subBucketBits() const { return std::array<std::size_t, 6>{1, 5, 8, 11, 15, 18}[digits]; }
    std::size_t half() const { return std::size_t{1} << (subBucketBits() - 1); }
};

} // namespace weir::report

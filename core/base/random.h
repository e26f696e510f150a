// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace weir::base {

// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014). Ours rather than
// <random>'s, because the standard leaves the distributions' results to the library and a seed has to mean the same
// run on every platform. Not for secrets. One per worker; not thread-safe.
class Random {
public:
    explicit Random(std::uint64_t seed = 1) : m_state(seed) {}

    std::uint64_t next()
    {
        std::uint64_t z = (m_state += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }

    // Uniform in [0, 1).
    double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

    // Uniform in [low, high], both included. Multiply-shift below 2^32 values (its bias is under 2^-32), else modulo.
    std::int64_t between(std::int64_t low, std::int64_t high)
    {
        const auto span = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
        const std::uint64_t drawn = span == 0 ? next()
            : span <= 0xffffffffULL           ? ((next() >> 32) * span) >> 32
                                              : next() % span;
        return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + drawn);
    }

    // Standard normal (Marsaglia's polar method).
    double normal();

    // An independent stream for worker or record `index` of the same seed.
    Random split(std::uint64_t index) const
    {
        Random child{m_state ^ (index * 0xd1342543de82ef95ULL + 0x632be59bd9b4e019ULL)};
        child.next();
        return child;
    }

private:
    // The upper 64 bits of a * b, which no standard type holds in full.
    static std::uint64_t highProduct(std::uint64_t a, std::uint64_t b)
    {
        const std::uint64_t aLow = a & 0xffffffffU, aHigh = a >> 32, bLow = b & 0xffffffffU, bHigh = b >> 32;
        const std::uint64_t middle = aHigh * bLow + ((aLow * bLow) >> 32);
        const std::uint64_t carried = aLow * bHigh + (middle & 0xffffffffU);
        return aHigh * bHigh + (middle >> 32) + (carried >> 32);
    }

    std::uint64_t m_state;
};

} // namespace weir::base

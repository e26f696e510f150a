// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/cost_model.h"

#include <algorithm>

namespace weir::codec {

namespace {

// Nanoseconds: a fixed part, and per byte for bodies up to about 16 KiB and from 64 KiB on. Short bodies fit the first
// level of the processor's cache and find few matches to weigh.
struct Seed {
    float fixed = 0;
    float perByteShort = 0;
    float perByteLong = 0;
};

// Measured with JSON on the reference machine; `learn` makes up for the difference to this one.
constexpr Seed identitySeed{100, 0.05F, 0.1F};
constexpr Seed gzipDecoding{3000, 1.2F, 2};
constexpr Seed brotliDecoding{3000, 1.2F, 1.4F};
constexpr std::array<Seed, 10> gzipSeeds{{{5000, 2, 4},
                                          {5000, 2, 5},
                                          {5000, 2.2F, 6},
                                          {5000, 2.5F, 8},
                                          {5000, 3, 11},
                                          {6000, 4, 14},
                                          {6000, 5, 20},
                                          {6000, 5.5F, 30},
                                          {6000, 6, 60},
                                          {6000, 7, 85}}};
constexpr std::array<Seed, 12> brotliSeeds{{{2000, 1.4F, 1.7F},
                                            {3000, 2.3F, 3.4F},
                                            {8000, 4, 7},
                                            {8000, 5, 9},
                                            {10000, 5, 11},
                                            {12000, 7, 22},
                                            {12000, 8, 25},
                                            {13000, 12, 35},
                                            {14000, 15, 45},
                                            {15000, 20, 60},
                                            {200000, 700, 900},
                                            {400000, 1500, 1900}}};

const Seed& seedOf(const Run& run)
{
    switch (run.codec) {
    case Codec::Gzip: return run.level == decoding ? gzipDecoding : gzipSeeds[std::clamp<std::size_t>(run.level, 0, 9)];
    case Codec::Brotli:
        return run.level == decoding ? brotliDecoding : brotliSeeds[std::clamp<std::size_t>(run.level, 0, 11)];
    case Codec::Identity: break;
    }
    return identitySeed;
}

double seeded(const Run& run)
{
    constexpr double shortBody = 16 * 1024, longBody = 64 * 1024;
    const Seed& seed = seedOf(run);
    const auto bytes = static_cast<double>(run.bytes);
    const double share = std::clamp((bytes - shortBody) / (longBody - shortBody), 0.0, 1.0);
    return seed.fixed + bytes * (seed.perByteShort + share * (seed.perByteLong - seed.perByteShort));
}

} // namespace

CostModel::CostModel()
{
    for (auto& factor : m_factors)
        factor.store(1, std::memory_order_relaxed);
}

std::size_t CostModel::indexOf(const Run& run)
{
    const int level = std::clamp(run.level, decoding, static_cast<int>(levelCount) - 2);
    return static_cast<std::size_t>(run.codec) * levelCount + static_cast<std::size_t>(level + 1);
}

std::chrono::nanoseconds CostModel::predict(const Run& run) const
{
    const double factor = m_factors[indexOf(run)].load(std::memory_order_relaxed);
    return std::chrono::nanoseconds(static_cast<std::int64_t>(seeded(run) * factor));
}

// Of two threads that learn at once one may be lost: an average does not mind. The bounds keep a run that was
// interrupted for long, or timed by too coarse a clock, from turning the model.
void CostModel::learn(const Run& run, std::chrono::nanoseconds took)
{
    constexpr double weight = 0.125;
    auto& factor = m_factors[indexOf(run)];
    const double before = factor.load(std::memory_order_relaxed);
    const double measured = std::clamp(static_cast<double>(took.count()) / seeded(run), before / 8, before * 8);
    const double after = std::clamp(before + weight * (measured - before), 0.01, 100.0);
    factor.store(static_cast<float>(after), std::memory_order_relaxed);
}

} // namespace weir::codec

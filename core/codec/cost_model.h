// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codec/codec.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>

namespace weir::codec {

// One run over a whole body.
struct Run {
    Codec codec = Codec::Identity;
    int level = 0;         // `decoding` for a decoder
    std::size_t bytes = 0; // of the identity form

    bool operator==(const Run&) const = default;
};
inline constexpr int decoding = -1;

// Foretells how long a run takes, to decide whether it may hold up the event loop. It starts from times measured on
// one machine and learns this machine's own from every run reported. Thread-safe, lock-free; one for all workers, as
// long as the engine.
class CostModel {
public:
    CostModel();

    std::chrono::nanoseconds predict(const Run& run) const;
    void learn(const Run& run, std::chrono::nanoseconds took);

private:
    static constexpr std::size_t levelCount = 13; // decoding, then 0 to 11
    using Factors = std::array<std::atomic<float>, codecCount * levelCount>;

    static std::size_t indexOf(const Run& run);

    Factors m_factors; // measured over seeded time, a moving average for each codec and level
};

// Above this a run leaves the event loop.
inline constexpr std::chrono::nanoseconds loopBudget = std::chrono::microseconds(200);

} // namespace weir::codec

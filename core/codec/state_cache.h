// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

namespace weir::codec {

struct StatePools;

// The memory that zlib and brotli work in, kept from one run to the next. Setting it up costs more than coding a small
// reply: brotli at quality 9 wants tables of 32 MiB, whose first use the system answers with page faults for tens of
// milliseconds. One per thread that codes (each worker, each pool thread); not thread-safe. It outlives the encoders
// and decoders made with it. Idle memory is bounded: 8 states of zlib each way (2.4 MiB) and 64 MiB for brotli.
class StateCache {
public:
    StateCache();
    ~StateCache();
    StateCache(const StateCache&) = delete;
    StateCache& operator=(const StateCache&) = delete;

    StatePools& pools() { return *m_pools; } // for the codecs

private:
    std::unique_ptr<StatePools> m_pools;
};

} // namespace weir::codec

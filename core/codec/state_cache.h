// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

namespace weir::codec {

class DeflatePool;
class InflatePool;
class BlockPool;

// The memory that zlib and brotli work in, kept from one run to the next: setting up 256 KiB of deflate state costs
// more than compressing a small reply. One per thread that codes (each worker, each pool thread); not thread-safe.
// It outlives the encoders and decoders made with it and keeps a few idle states, so its size is bounded by the
// number of bodies that are coded at a time.
class StateCache {
public:
    StateCache();
    ~StateCache();
    StateCache(const StateCache&) = delete;
    StateCache& operator=(const StateCache&) = delete;

    DeflatePool& deflates() { return *m_deflates; }
    InflatePool& inflates() { return *m_inflates; }
    BlockPool& blocks() { return *m_blocks; }

private:
    std::unique_ptr<DeflatePool> m_deflates;
    std::unique_ptr<InflatePool> m_inflates;
    std::unique_ptr<BlockPool> m_blocks;
};

} // namespace weir::codec

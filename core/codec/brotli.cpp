// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/brotli.h"

#include "core/codec/state_cache.h"
#include "core/codec/state_pools.h"

#include <brotli/decode.h>
#include <brotli/encode.h>

#include <algorithm>
#include <array>
#include <bit>
#include <limits>

namespace weir::codec {

using base::Errc;
using base::fail;
using base::Result;
using base::Status;

int brotliWindow(std::optional<std::size_t> size)
{
    constexpr int smallest = 16; // below it the encoder saves nothing
    constexpr int streaming = 19;
    constexpr std::size_t overhead = 16; // of the window, RFC 7932, section 9.1
    if (!size)
        return streaming;
    return std::clamp(static_cast<int>(std::bit_width(*size + overhead - 1)), smallest, BROTLI_DEFAULT_WINDOW);
}

namespace {

struct DestroyEncoder {
    void operator()(BrotliEncoderState* state) const { BrotliEncoderDestroyInstance(state); }
};
struct DestroyDecoder {
    void operator()(BrotliDecoderState* state) const { BrotliDecoderDestroyInstance(state); }
};
using EncoderState = std::unique_ptr<BrotliEncoderState, DestroyEncoder>;
using DecoderState = std::unique_ptr<BrotliDecoderState, DestroyDecoder>;

EncoderState makeState(int quality, StatePools& pools, std::optional<std::size_t> size)
{
    EncoderState state{BrotliEncoderCreateInstance(BlockPool::allocate, BlockPool::release, &pools.blocks)};
    if (!state)
        return state;
    constexpr std::size_t maxHint = std::numeric_limits<std::uint32_t>::max();
    BrotliEncoderSetParameter(state.get(), BROTLI_PARAM_QUALITY, static_cast<std::uint32_t>(quality));
    BrotliEncoderSetParameter(state.get(), BROTLI_PARAM_LGWIN, static_cast<std::uint32_t>(brotliWindow(size)));
    BrotliEncoderSetParameter(state.get(), BROTLI_PARAM_SIZE_HINT,
                              static_cast<std::uint32_t>(std::min(size.value_or(0), maxHint)));
    return state;
}

const std::uint8_t* brotliInput(std::string_view in)
{
    return reinterpret_cast<const std::uint8_t*>(in.data());
}

class BrotliEncoder : public Encoder {
public:
    explicit BrotliEncoder(EncoderState state) : m_state(std::move(state)) {}

    Status push(std::string_view in, std::string& out) override { return run(BROTLI_OPERATION_PROCESS, in, out); }
    Status flush(std::string& out) override { return run(BROTLI_OPERATION_FLUSH, {}, out); }
    Status finish(std::string& out) override { return run(BROTLI_OPERATION_FINISH, {}, out); }

private:
    // With no output buffer of ours the encoder hands out its own, which saves a copy.
    Status run(BrotliEncoderOperation operation, std::string_view in, std::string& out)
    {
        std::size_t inLeft = in.size();
        const std::uint8_t* next = brotliInput(in);
        do {
            std::size_t noSpace = 0;
            if (!m_state
                || !BrotliEncoderCompressStream(m_state.get(), operation, &inLeft, &next, &noSpace, nullptr, nullptr))
                return fail(Errc::Internal, "brotli could not set up its state.");
            std::size_t length = 0;
            const std::uint8_t* coded = BrotliEncoderTakeOutput(m_state.get(), &length);
            out.append(reinterpret_cast<const char*>(coded), length);
        } while (inLeft > 0 || BrotliEncoderHasMoreOutput(m_state.get()));
        return {};
    }

    EncoderState m_state;
};

class BrotliDecoder : public Decoder {
public:
    BrotliDecoder(DecoderState state, std::size_t limit) : m_state(std::move(state)), m_left(limit) {}

    Result<std::size_t> push(std::string_view in, std::string& out, std::size_t room) override
    {
        if (!m_state)
            return fail(Errc::Internal, "brotli could not set up its state.");
        std::size_t inLeft = in.size();
        const std::uint8_t* next = brotliInput(in);
        auto result = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
        while (result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT && room > 0) {
            const auto taken = step(result, inLeft, next, out, room);
            if (!taken)
                return std::unexpected(taken.error());
            room -= *taken;
        }
        return in.size() - inLeft;
    }

    Status finish() override
    {
        const bool isWhole = m_state && BrotliDecoderIsFinished(m_state.get());
        return isWhole ? Status{} : fail(Errc::Corrupt, "The brotli data ends before its last block.");
    }

private:
    // One call of the decoder. A byte more than the limit is asked for, to tell a body that fills it from a longer one.
    Result<std::size_t> step(BrotliDecoderResult& result, std::size_t& inLeft, const std::uint8_t*& next,
                             std::string& out, std::size_t room)
    {
        std::array<std::uint8_t, 16384> chunk;
        const std::size_t space = std::min({chunk.size(), room, std::min(m_left, chunk.size()) + 1});
        std::size_t free = space;
        std::uint8_t* end = chunk.data();
        result = BrotliDecoderDecompressStream(m_state.get(), &inLeft, &next, &free, &end, nullptr);
        if (result == BROTLI_DECODER_RESULT_ERROR || (result == BROTLI_DECODER_RESULT_SUCCESS && inLeft > 0))
            return fail(Errc::Corrupt, "The brotli data is damaged, or more follows its end.");
        const std::size_t produced = space - free;
        if (produced > m_left)
            return fail(Errc::TooLarge, "The brotli data decodes to more than the limit allows.");
        m_left -= produced;
        out.append(reinterpret_cast<const char*>(chunk.data()), produced);
        return produced;
    }

    DecoderState m_state;
    std::size_t m_left;
};

} // namespace

// In one call, into memory that is known to suffice.
Result<std::string> brotli(int quality, std::string_view bytes, StateCache& states)
{
    StatePools& pools = states.pools();
    const EncoderState state = makeState(quality, pools, bytes.size());
    pools.scratch.resize(BrotliEncoderMaxCompressedSize(bytes.size()));
    std::size_t inLeft = bytes.size();
    std::size_t free = pools.scratch.size();
    const std::uint8_t* next = brotliInput(bytes);
    auto* end = reinterpret_cast<std::uint8_t*>(pools.scratch.data());
    if (!state
        || !BrotliEncoderCompressStream(state.get(), BROTLI_OPERATION_FINISH, &inLeft, &next, &free, &end, nullptr)
        || !BrotliEncoderIsFinished(state.get()))
        return fail(Errc::Internal, "brotli could not code the body.");
    std::string out{pools.scratch, 0, pools.scratch.size() - free};
    trimScratch(pools.scratch);
    return out;
}

std::unique_ptr<Encoder> makeBrotliEncoder(int quality, StateCache& states, std::optional<std::size_t> size)
{
    return std::make_unique<BrotliEncoder>(makeState(quality, states.pools(), size));
}

std::unique_ptr<Decoder> makeBrotliDecoder(StateCache& states, std::size_t limit)
{
    DecoderState state{BrotliDecoderCreateInstance(BlockPool::allocate, BlockPool::release, &states.pools().blocks)};
    return std::make_unique<BrotliDecoder>(std::move(state), limit);
}

} // namespace weir::codec

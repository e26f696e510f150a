// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/gzip.h"

#include "core/codec/state_cache.h"
#include "core/codec/state_pools.h"

#include <algorithm>
#include <array>
#include <limits>

namespace weir::codec {

using base::Errc;
using base::fail;
using base::Result;
using base::Status;

namespace {

using DeflateLease = StatePool<Deflate>::Lease;
using InflateLease = StatePool<Inflate>::Lease;
using Chunk = std::array<char, 16384>;

constexpr std::size_t maxInput = std::numeric_limits<uInt>::max() / 2;

std::unexpected<base::Error> outOfMemory()
{
    return fail(Errc::Internal, "zlib could not set up its state.");
}

// Never written to: the interface of zlib predates const.
Bytef* zlibInput(std::string_view in)
{
    return reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
}

Bytef* output(char* out)
{
    return reinterpret_cast<Bytef*>(out);
}

// Lets the deflater see `in` and appends all it gives out under `flush`.
void drain(z_stream& stream, std::string_view in, int flush, std::string& out)
{
    Chunk chunk;
    stream.next_in = zlibInput(in);
    stream.avail_in = static_cast<uInt>(in.size());
    do {
        stream.next_out = output(chunk.data());
        stream.avail_out = static_cast<uInt>(chunk.size());
        deflate(&stream, flush);
        out.append(chunk.data(), chunk.size() - stream.avail_out);
    } while (stream.avail_out == 0);
}

class GzipEncoder : public Encoder {
public:
    GzipEncoder(DeflateLease deflate, int level) : m_deflate(std::move(deflate)), m_isReady(m_deflate->reset(level)) {}

    Status push(std::string_view in, std::string& out) override
    {
        for (; !in.empty() && m_isReady; in.remove_prefix(std::min(in.size(), maxInput)))
            drain(m_deflate->stream, in.substr(0, maxInput), Z_NO_FLUSH, out);
        return state();
    }
    Status flush(std::string& out) override { return end(Z_SYNC_FLUSH, out); }
    Status finish(std::string& out) override { return end(Z_FINISH, out); }

private:
    Status end(int flush, std::string& out)
    {
        if (m_isReady)
            drain(m_deflate->stream, {}, flush, out);
        return state();
    }
    Status state() const { return m_isReady ? Status{} : outOfMemory(); }

    DeflateLease m_deflate;
    bool m_isReady;
};

class GzipDecoder : public Decoder {
public:
    GzipDecoder(InflateLease inflate, std::size_t limit)
        : m_inflate(std::move(inflate))
        , m_isReady(m_inflate->reset())
        , m_left(limit)
    {
    }

    Result<std::size_t> push(std::string_view in, std::string& out, std::size_t room) override
    {
        if (!m_isReady)
            return outOfMemory();
        in = in.substr(0, maxInput);
        z_stream& stream = m_inflate->stream;
        stream.next_in = zlibInput(in);
        stream.avail_in = static_cast<uInt>(in.size());
        for (bool isFull = true; room > 0 && (isFull || stream.avail_in > 0);) {
            const auto produced = step(out, room);
            if (!produced)
                return std::unexpected(produced.error());
            room -= *produced;
            isFull = stream.avail_out == 0;
        }
        return in.size() - stream.avail_in;
    }

    Status finish() override
    {
        return m_isAtEnd ? Status{} : fail(Errc::Corrupt, "The gzip data ends before its trailer.");
    }

private:
    // One call of inflate. A byte more than the limit is asked for, to tell a body that fills it from a longer one.
    Result<std::size_t> step(std::string& out, std::size_t room)
    {
        Chunk chunk;
        z_stream& stream = m_inflate->stream;
        if (m_isAtEnd) {
            if (stream.avail_in == 0)
                return endStep();
            inflateReset(&stream); // the next member
            m_isAtEnd = false;
        }
        const std::size_t space = std::min({chunk.size(), room, std::min(m_left, chunk.size()) + 1});
        stream.next_out = output(chunk.data());
        stream.avail_out = static_cast<uInt>(space);
        const int code = inflate(&stream, Z_NO_FLUSH);
        if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
            return fail(Errc::Corrupt, "The gzip data is damaged.");
        const std::size_t produced = space - stream.avail_out;
        if (produced > m_left)
            return fail(Errc::TooLarge, "The gzip data decodes to more than the limit allows.");
        m_left -= produced;
        m_isAtEnd = code == Z_STREAM_END;
        out.append(chunk.data(), produced);
        return produced;
    }

    Result<std::size_t> endStep()
    {
        m_inflate->stream.avail_out = 1; // nothing is held back
        return std::size_t{0};
    }

    InflateLease m_inflate;
    bool m_isReady;
    bool m_isAtEnd = false; // between two members, or behind the last
    std::size_t m_left;
};

} // namespace

// In one call, into memory that is known to suffice.
Result<std::string> gzip(int level, std::string_view bytes, StateCache& states)
{
    StatePools& pools = states.pools();
    const DeflateLease deflate = pools.deflates.take();
    if (!deflate->reset(level))
        return outOfMemory();
    if (bytes.size() > maxInput)
        return fail(Errc::TooLarge, "A body of this length can only be coded as a stream.");
    z_stream& stream = deflate->stream;
    pools.scratch.resize(deflateBound(&stream, static_cast<uLong>(bytes.size())));
    stream.next_in = zlibInput(bytes);
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = output(pools.scratch.data());
    stream.avail_out = static_cast<uInt>(pools.scratch.size());
    if (::deflate(&stream, Z_FINISH) != Z_STREAM_END)
        return fail(Errc::Internal, "zlib did not finish within its own bound.");
    std::string out{pools.scratch, 0, pools.scratch.size() - stream.avail_out};
    trimScratch(pools.scratch);
    return out;
}

std::unique_ptr<Encoder> makeGzipEncoder(int level, StateCache& states)
{
    return std::make_unique<GzipEncoder>(states.pools().deflates.take(), level);
}

std::unique_ptr<Decoder> makeGzipDecoder(StateCache& states, std::size_t limit)
{
    return std::make_unique<GzipDecoder>(states.pools().inflates.take(), limit);
}

} // namespace weir::codec

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/services/codec_pool.h"

#include "core/codec/state_cache.h"
#include "core/net/one_shot.h"

#include <boost/asio/post.hpp>

#include <algorithm>

namespace weir::proxy {

namespace {

// A decoded body is a few times the coded one; the guess only decides where the run happens.
constexpr std::size_t assumedExpansion = 5;

// One per codec thread, for as long as the thread lives.
codec::StateCache& threadStates()
{
    static thread_local codec::StateCache states;
    return states;
}

} // namespace

CodecPool::CodecPool(std::size_t threads) : m_threads(std::max<std::size_t>(1, threads)) {}

CodecPool::~CodecPool()
{
    m_threads.join();
}

template <typename Work>
net::Task<base::Result<std::string>> CodecPool::elsewhere(WorkerContext& worker, Work work)
{
    base::Result<std::string> result;
    net::OneShot done(worker.io.get_executor());
    const auto keepsLoopAlive = boost::asio::make_work_guard(worker.io);
    boost::asio::post(m_threads, [&] {
        result = work(threadStates());
        boost::asio::post(worker.io, [&done] { done.set(); });
    });
    co_await done.wait();
    co_return result;
}

net::Task<base::Result<std::string>> CodecPool::encode(WorkerContext& worker, codec::Codec codec, int level,
                                                       std::string_view bytes)
{
    codec::Run run;
    run.codec = codec;
    run.level = level;
    run.bytes = bytes.size();
    const auto work = [this, run, bytes](codec::StateCache& states) {
        const auto begun = base::now();
        auto coded = codec::encode(run.codec, run.level, bytes, states);
        m_costs.learn(run, base::now() - begun);
        return coded;
    };
    if (m_costs.predict(run) <= codec::loopBudget)
        co_return work(worker.codecs);
    co_return co_await elsewhere(worker, work);
}

net::Task<base::Result<std::string>> CodecPool::decode(WorkerContext& worker, codec::Codec codec,
                                                       std::string_view coded, std::size_t limit)
{
    codec::Run run;
    run.codec = codec;
    run.level = codec::decoding;
    run.bytes = coded.size() * assumedExpansion;
    const auto work = [this, run, coded, limit](codec::StateCache& states) {
        const auto begun = base::now();
        auto bytes = codec::decode(run.codec, coded, limit, states);
        auto real = run;
        real.bytes = bytes ? bytes->size() : run.bytes;
        m_costs.learn(real, base::now() - begun);
        return bytes;
    };
    if (m_costs.predict(run) <= codec::loopBudget)
        co_return work(worker.codecs);
    co_return co_await elsewhere(worker, work);
}

} // namespace weir::proxy

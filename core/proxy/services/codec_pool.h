// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codec/cost_model.h"
#include "core/proxy/exchange.h"

#include <boost/asio/thread_pool.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace weir::proxy {

// Codec runs: short ones where they are asked for, long ones on threads of their own, so that no other exchange of the
// worker waits for them. Shared by the workers; outlives their exchanges.
class CodecPool {
public:
    explicit CodecPool(std::size_t threads);
    ~CodecPool(); // waits for runs in progress

    // The views must stay valid until the task is done.
    net::Task<base::Result<std::string>> encode(WorkerContext& worker, codec::Codec codec, int level,
                                                std::string_view bytes);
    net::Task<base::Result<std::string>> decode(WorkerContext& worker, codec::Codec codec, std::string_view coded,
                                                std::size_t limit);

private:
    template <typename Work>
    net::Task<base::Result<std::string>> elsewhere(WorkerContext& worker, Work work);

    codec::CostModel m_costs;
    boost::asio::thread_pool m_threads;
};

} // namespace weir::proxy

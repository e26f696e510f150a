// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codec/state_cache.h"
#include "core/proxy/pipeline.h"
#include "core/proxy/services/services.h"
#include "tests/support/scripted_server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>

#include <exception>
#include <memory>
#include <optional>

// The pipeline of one worker before a scripted target. What a client gets is all there is to look at.
namespace weir::tests {

// A reply with its body read to the end, and what the exchange knows afterwards.
struct Got {
    int status = 0;
    http::HeaderMap headers;
    std::string body;
    bool isWhole = false; // the body came to its end
    bool isStream = false;
    int pieces = 0;
    metrics::Outcome outcome = metrics::Outcome::Ok;
    metrics::CacheStatus cache = metrics::CacheStatus::None;
    std::optional<std::uint64_t> identityBytes;
    std::uint64_t upstreamWireBytes = 0;
    int connects = 0;
    int resent = 0;
    metrics::StageTimes stages{};
    base::Nanos took{};

    std::string get(std::string_view name) const { return std::string(headers.get(name).value_or("")); }
};

class PipelineSetup {
public:
    explicit PipelineSetup(const settings::Scenario& scenario, const std::vector<std::string>& urls)
        : services(targetsAt(urls), scenario, proxy::sideOf(scenario.load.path))
    {
        services.cluster.attach(0, io, wheel);
        configure(scenario);
    }
    ~PipelineSetup() { services.cluster.detach(0); }

    void configure(const settings::Scenario& scenario)
    {
        services.configure(scenario);
        pipeline = proxy::Pipeline::compile(scenario, services);
    }

    template <typename Predicate>
    bool runUntil(Predicate reached, std::chrono::milliseconds limit = std::chrono::seconds{20})
    {
        const auto end = base::now() + limit;
        while (!reached()) {
            if (base::now() > end)
                return false;
            io.run_one_for(std::chrono::milliseconds{5});
        }
        return true;
    }

    net::IoContext io{1};
    boost::asio::executor_work_guard<net::Executor> open{io.get_executor()};
    net::DeadlineWheel wheel{io};
    codec::StateCache codecs;
    proxy::WorkerContext worker{0, io, wheel, codecs};
    proxy::Services services;
    std::shared_ptr<const proxy::Pipeline> pipeline;

private:
    static std::vector<upstream::Target> targetsAt(const std::vector<std::string>& urls)
    {
        std::vector<upstream::Target> targets;
        for (const auto& url : urls)
            targets.push_back(upstream::makeTarget(url, net::TlsOptions()).value());
        return targets;
    }
};

// One exchange under way.
class Asking {
public:
    Asking(PipelineSetup& setup, std::string method, std::string target, Fields fields = {}, std::string body = {})
        : m_setup(setup)
        , m_state(std::make_shared<State>(setup))
    {
        auto& request = m_state->exchange.request;
        request.method = std::move(method);
        request.target = std::move(target);
        for (const auto& [name, value] : fields)
            request.headers.add(name, value);
        if (!body.empty())
            request.body = http::Body(http::makeBytes(std::move(body)));
        boost::asio::co_spawn(setup.io, run(m_state), [](std::exception_ptr bug) {
            if (bug)
                std::rethrow_exception(bug);
        });
    }
    ~Asking()
    {
        interrupt();
        m_setup.runUntil([this] { return isDone(); });
    }
    Asking(const Asking&) = delete;
    Asking& operator=(const Asking&) = delete;

    bool isDone() const { return m_state->done; }
    void interrupt() { m_state->exchange.interruption.request(); }
    proxy::Exchange& exchange() { return m_state->exchange; }
    Got wait()
    {
        m_setup.runUntil([this] { return isDone(); });
        return m_state->got;
    }

private:
    struct State {
        explicit State(PipelineSetup& setup) : exchange(setup.worker), pipeline(setup.pipeline) {}
        proxy::Exchange exchange;
        std::shared_ptr<const proxy::Pipeline> pipeline;
        Got got;
        bool done = false;
    };

    static net::Task<> run(std::shared_ptr<State> state)
    {
        auto& got = state->got;
        auto& exchange = state->exchange;
        const auto begun = base::now();
        exchange.clock.start(begun);
        {
            auto response = co_await state->pipeline->run(exchange);
            got.status = response.status;
            got.isWhole = true;
            got.isStream = response.body.source() != nullptr;
            if (!got.isStream)
                got.body = std::string(*response.body.bytes());
            while (got.isStream) {
                const auto piece = co_await response.body.source()->pull();
                got.isWhole = piece.has_value();
                if (!piece || piece->empty())
                    break;
                ++got.pieces;
                got.body.append(*piece);
            }
            got.headers = std::move(response.headers);
        }
        got.took = exchange.clock.stop() - begun;
        got.stages = exchange.clock.times();
        got.outcome = exchange.outcome;
        got.cache = exchange.cache;
        got.identityBytes = exchange.identityBytes;
        got.upstreamWireBytes = exchange.upstreamWireBytes;
        got.connects = exchange.connects;
        got.resent = exchange.resent;
        state->done = true;
    }

    PipelineSetup& m_setup;
    std::shared_ptr<State> m_state;
};

inline Got ask(PipelineSetup& setup, std::string method, std::string target, Fields fields = {}, std::string body = {})
{
    Asking asking(setup, std::move(method), std::move(target), fields, std::move(body));
    return asking.wait();
}
inline Got get(PipelineSetup& setup, std::string target, Fields fields = {})
{
    return ask(setup, "GET", std::move(target), fields);
}

// Text that compresses, of that size.
inline std::string prose(std::size_t size)
{
    std::string text;
    for (std::size_t i = 0; text.size() < size; ++i)
        text += "Item " + std::to_string(i * 7919 % 10007) + " flows over the weir; ";
    text.resize(size);
    return text;
}
// Bytes that do not.
inline std::string noise(std::size_t size)
{
    std::string bytes(size, '\0');
    std::uint32_t state = 12345;
    for (auto& byte : bytes) {
        state = state * 1664525 + 1013904223;
        byte = static_cast<char>(state >> 24);
    }
    return bytes;
}

} // namespace weir::tests

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codec/state_cache.h"
#include "core/http/server.h"
#include "core/proxy/pipeline.h"
#include "core/proxy/services/services.h"

#include <array>
#include <atomic>
#include <memory>
#include <thread>
#include <vector>

namespace weir::proxy {

class ExchangeNotes;

// One thread of a gateway: the connections of its share of the clients, and the exchanges that they ask for. From
// outside there are start, give, apply, stop and join, all of which post; everything else is the thread's own.
class GatewayWorker final : public http::RequestHandler {
public:
    GatewayWorker(int index, Services& services, std::shared_ptr<const settings::Scenario> scenario,
                  std::shared_ptr<net::asio::ssl::context> tls);
    ~GatewayWorker();

    net::IoContext& context() { return m_io; }
    void start();
    void give(net::Socket socket, std::shared_ptr<void> held); // from whatever context it was accepted in
    void apply(std::shared_ptr<const settings::Scenario> scenario);
    void stop(base::Nanos drain); // ends by itself when no connection is left, or the time is over
    void join();

    const http::ServerCounters& counters() const { return m_server.counters(); }
    using Outcomes = std::array<http::Counter, metrics::outcomeCount>;
    const Outcomes& outcomes() const { return m_outcomes; } // of exchanges that have ended
    base::Nanos cpuTime() const { return base::Nanos{m_cpu.load(std::memory_order_relaxed)}; }

    net::Task<http::Response> handle(http::Request& request, http::Client& client) override;

private:
    struct Serving; // an exchange, and what it needs of this worker
    struct GiveBack {
        void operator()(Serving* serving) const;
    };
    using ServingPtr = std::unique_ptr<Serving, GiveBack>;
    class ServedBody;
    class ServedTunnel;

    void run();
    ServingPtr take();
    void count(const Serving& serving);
    ExchangeNotes* notesOf(Exchange& exchange) const;
    void housekeep();
    void endAll();

    net::IoContext m_io{1};
    net::DeadlineWheel m_wheel{m_io};
    codec::StateCache m_codecs;
    WorkerContext m_context;
    Services& m_services;
    std::shared_ptr<const settings::Scenario> m_scenario;
    std::shared_ptr<const Pipeline> m_pipeline;
    std::vector<std::unique_ptr<Serving>> m_free;
    std::vector<Serving*> m_all; // the free and those at work; none goes before the worker does
    http::Server m_server;
    Outcomes m_outcomes;
    net::Deadline m_housekeeping;
    net::Deadline m_drainEnd;
    std::atomic<std::int64_t> m_cpu{0};
    int m_rounds = 0; // of housekeeping
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace weir::proxy

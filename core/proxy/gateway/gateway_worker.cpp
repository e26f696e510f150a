// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/gateway/gateway_worker.h"

#include "core/base/seconds.h"
#include "core/net/handed_socket.h"
#include "core/proxy/gateway/exchange_notes.h"
#include "core/proxy/gateway/own_replies.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <utility>

namespace weir::proxy {

namespace {

// How often an exchange that takes its time looks whether its client is still there.
constexpr base::Nanos watchEvery = std::chrono::milliseconds{250};

constexpr base::Nanos housekeepEvery = std::chrono::milliseconds{50};
constexpr int sweepEvery = 20; // of those: the pools, each second

http::ServerLimits limitsOf(const settings::Scenario& scenario)
{
    const auto& listener = scenario.listener;
    http::ServerLimits limits;
    limits.message.headerBytes = static_cast<std::size_t>(scenario.http.maxHeaderBytes);
    limits.message.bodyBytes = static_cast<std::uint64_t>(scenario.http.maxBodyBytes);
    limits.headerTimeout = base::fromSeconds(listener.headerTimeoutS);
    limits.bodyTimeout = base::fromSeconds(listener.bodyTimeoutS);
    limits.bodyRate = listener.minBodyRate;
    limits.writeTimeout = base::fromSeconds(listener.writeTimeoutS);
    limits.idleTimeout = base::fromSeconds(listener.idleTimeoutS);
    return limits;
}

} // namespace

// Reused from exchange to exchange, which keeps its memory.
struct GatewayWorker::Serving {
    explicit Serving(GatewayWorker& owner) : worker(owner), exchange(owner.m_context) {}

    // A client that has gone is no reason to go on. Noticed late rather than never: looking costs a system call.
    void watch() { worker.m_wheel.arm(look, base::now() + watchEvery); }
    static void looked(void* owner) noexcept
    {
        auto& self = *static_cast<Serving*>(owner);
        if (self.exchange.client->isGone())
            self.exchange.interruption.request();
        else
            self.watch();
    }

    // Before the client can have read what the notes are about.
    void note() const
    {
        if (notes)
            notes->write(proxySideOf(exchange));
    }

    GatewayWorker& worker;
    Exchange exchange;
    ExchangeNotes* notes = nullptr;
    int status = 0; // of the reply; 0: none yet
    std::shared_ptr<const Pipeline> pipeline;
    net::Deadline look{&Serving::looked, this};
};

void GatewayWorker::GiveBack::operator()(Serving* serving) const
{
    serving->worker.count(*serving);
    serving->look.disarm();
    serving->exchange.reset();
    serving->status = 0;
    serving->pipeline = nullptr;
    serving->worker.m_free.emplace_back(serving);
}

// A streamed reply keeps its exchange, and the eye on its client, until it has ended: a target that is silent for a
// while gives no write to fail.
class GatewayWorker::ServedBody final : public http::BodySource {
public:
    ServedBody(ServingPtr serving, std::unique_ptr<http::BodySource> inner)
        : m_serving(std::move(serving))
        , m_inner(std::move(inner))
    {
    }

    // Nobody has asked for its end: the client has gone, or takes nothing.
    ~ServedBody() override
    {
        auto& exchange = m_serving->exchange;
        if (!m_ended && !exchange.request.isHead() && exchange.outcome == metrics::Outcome::Ok)
            exchange.fail(metrics::Outcome::Cancelled, "the client has gone");
    }

    net::Task<base::Result<std::string_view>> pull() override
    {
        auto piece = co_await m_inner->pull();
        m_ended = !piece || piece->empty();
        m_serving->note();
        co_return piece;
    }
    const http::HeaderMap* trailers() const override { return m_inner->trailers(); }

private:
    ServingPtr m_serving; // outlives the inner body
    std::unique_ptr<http::BodySource> m_inner;
    bool m_ended = false;
};

class GatewayWorker::ServedTunnel final : public http::Tunnel {
public:
    ServedTunnel(ServingPtr serving, std::unique_ptr<http::Tunnel> inner)
        : m_serving(std::move(serving))
        , m_inner(std::move(inner))
    {
    }

    net::Task<> run(net::Stream& client, std::string_view unread) override { return m_inner->run(client, unread); }

private:
    ServingPtr m_serving;
    std::unique_ptr<http::Tunnel> m_inner;
};

GatewayWorker::GatewayWorker(int index, Services& services, std::shared_ptr<const settings::Scenario> scenario,
                             std::shared_ptr<net::asio::ssl::context> tls)
    : m_context{index, m_io, m_wheel, m_codecs}
    , m_services(services)
    , m_scenario(std::move(scenario))
    , m_server(m_io, m_wheel, *this, limitsOf(*m_scenario), std::move(tls))
    , m_housekeeping([](void* owner) noexcept { static_cast<GatewayWorker*>(owner)->housekeep(); }, this)
    , m_drainEnd([](void* owner) noexcept { static_cast<GatewayWorker*>(owner)->endAll(); }, this)
{
}

GatewayWorker::~GatewayWorker()
{
    stop(base::Nanos::zero());
    join();
}

void GatewayWorker::start()
{
    m_services.cluster.attach(m_context.index, m_io, m_wheel);
    m_pipeline = Pipeline::compile(*m_scenario, m_services);
    m_thread = std::thread([this] { run(); });
}

void GatewayWorker::join()
{
    if (m_thread.joinable())
        m_thread.join();
}

void GatewayWorker::give(net::Socket socket, std::shared_ptr<void> held)
{
    if (socket.get_executor() == m_io.get_executor()) {
        m_server.serve(std::move(socket), std::move(held));
        return;
    }
    net::HandedSocket moved(std::move(socket));
    if (!moved.isValid())
        return;
    net::asio::post(m_io, [this, handed = std::move(moved), held = std::move(held)]() mutable {
        m_server.serve(handed.take(m_io), std::move(held));
    });
}

void GatewayWorker::apply(std::shared_ptr<const settings::Scenario> scenario)
{
    net::asio::post(m_io, [this, scenario = std::move(scenario)] {
        m_scenario = scenario;
        m_pipeline = Pipeline::compile(*scenario, m_services);
    });
}

void GatewayWorker::stop(base::Nanos drain)
{
    net::asio::post(m_io, [this, drain] {
        m_server.stop();
        m_stopping = true;
        m_wheel.arm(m_drainEnd, base::now() + drain);
    });
}

void GatewayWorker::run()
{
    {
        const auto keepsLoopOpen = net::asio::make_work_guard(m_io);
        housekeep();
        while (!m_stopping || counters().open.value() > 0)
            m_io.run_one();
    }
    m_housekeeping.disarm();
    m_drainEnd.disarm();
    m_services.cluster.detach(m_context.index);
    m_io.poll();
}

// A target that never answers must not hold up the end: its exchanges do not notice that their clients are gone.
void GatewayWorker::endAll()
{
    m_server.abort();
    for (auto* serving : m_all)
        serving->exchange.interruption.request();
}

void GatewayWorker::housekeep()
{
    const auto now = base::now();
    m_cpu.store(base::threadCpuTime().count(), std::memory_order_relaxed);
    if (++m_rounds % sweepEvery == 0)
        m_services.cluster.sweep(m_context.index, now);
    m_wheel.arm(m_housekeeping, now + housekeepEvery);
}

GatewayWorker::ServingPtr GatewayWorker::take()
{
    if (m_free.empty()) {
        m_all.push_back(new Serving(*this));
        return ServingPtr(m_all.back());
    }
    ServingPtr serving(m_free.back().release());
    m_free.pop_back();
    return serving;
}

// Where the client's own body was at fault and it waits to be told, it is refused as with a bad head.
void GatewayWorker::count(const Serving& serving)
{
    auto outcome = serving.exchange.outcome;
    if (outcome == metrics::Outcome::Ok && serving.status >= 400)
        outcome = metrics::Outcome::StatusError;
    if (outcome == metrics::Outcome::Cancelled && serving.status < 500 && !serving.exchange.client->isGone())
        m_server.countRefusal(serving.status);
    m_outcomes[static_cast<std::size_t>(outcome)].add();
}

ExchangeNotes* GatewayWorker::notesOf(Exchange& exchange) const
{
    if (!m_services.notes)
        return nullptr;
    auto& headers = exchange.request.headers;
    auto name = headers.get(NoteBoard::field).value_or("");
    exchange.keepsHost = name.ends_with(NoteBoard::ownHost);
    if (exchange.keepsHost)
        name.remove_suffix(NoteBoard::ownHost.size());
    auto* notes = m_services.notes->find(name);
    headers.remove(NoteBoard::field);
    return notes;
}

net::Task<http::Response> GatewayWorker::handle(http::Request& request, http::Client& client)
{
    if (auto own = ownReply(request, m_services.viaName)) {
        m_server.countRefusal(own->status);
        co_return *std::move(own);
    }
    auto serving = take();
    auto& exchange = serving->exchange;
    std::swap(exchange.request, request);
    exchange.client = &client;
    exchange.clock.start(base::now());
    serving->pipeline = m_pipeline;
    serving->notes = notesOf(exchange);
    serving->watch();
    auto response = co_await serving->pipeline->run(exchange);
    exchange.clock.stop();
    serving->status = response.status;
    serving->pipeline->tellClient(exchange, response);
    serving->note();
    if (response.tunnel) {
        serving->look.disarm(); // a tunnel reads from its client all the time
        response.tunnel = std::make_unique<ServedTunnel>(std::move(serving), std::move(response.tunnel));
    } else if (response.body.source()) {
        const auto length = response.body.length();
        response.body = http::Body(std::make_unique<ServedBody>(std::move(serving), response.body.takeSource()),
                                   length);
    }
    co_return response;
}

} // namespace weir::proxy

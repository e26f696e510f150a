// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/gateway/gateway.h"

#include "core/base/random.h"
#include "core/base/seconds.h"
#include "core/net/listener.h"
#include "core/net/server_tls.h"
#include "core/proxy/gateway/client_limit.h"
#include "core/proxy/gateway/gateway_worker.h"
#include "core/settings/engine_settings.h"
#include "core/settings/files.h"

#include <boost/asio/post.hpp>
#include <fmt/format.h>

#include <numeric>
#include <random>

namespace weir::proxy {

namespace {

base::Result<net::ServerIdentity> identityOf(const settings::Scenario& scenario)
{
    const auto& settings = scenario.listener;
    if (!settings.tls)
        return net::ServerIdentity{};
    if (!settings.certificateFile.empty())
        return net::loadIdentity(
            settings::pathOf(scenario, settings.certificateFile),
            settings::pathOf(scenario, settings.keyFile.empty() ? settings.certificateFile : settings.keyFile));
    const auto address = net::parseListenAddress(settings.address);
    return net::makeIdentity(address ? address->host : std::string());
}

base::Status demand(const net::ServerIdentity& identity, const settings::Scenario& scenario)
{
    const auto& settings = scenario.listener;
    if (!settings.tls)
        return {};
    const bool isNew = settings.minTlsVersion == settings::TlsVersion::V13;
    return net::demand(identity, isNew ? net::TlsVersion::V13 : net::TlsVersion::V12,
                       settings::pathOf(scenario, settings.clientCaFile));
}

} // namespace

struct Gateway::Parts {
    Parts(const settings::Scenario& given, std::vector<upstream::Target> targets, net::ServerIdentity itsIdentity)
        : scenario(std::make_shared<const settings::Scenario>(given))
        , identity(std::move(itsIdentity))
        , services(std::move(targets), given, Side::Proxy)
        , limit(given.listener.maxConnections, given.listener.maxConnectionsPerClient)
    {
        std::random_device random; // no two gateways of a chain may bear one name
        services.viaName = fmt::format("weir-{:08x}{:08x}", random(), random());
    }

    base::Status listen();
    void accept(net::Socket socket);
    net::Listener::Limits limits();
    void closeListener();

    std::shared_ptr<const settings::Scenario> scenario;
    net::ServerIdentity identity;
    Services services;
    ClientLimit limit;
    std::vector<std::unique_ptr<GatewayWorker>> workers;
    std::unique_ptr<net::Listener> listener; // on the first worker's thread
    net::Tcp::endpoint endpoint;
    std::size_t next = 0;              // on the first worker's thread
    std::optional<std::uint64_t> room; // for clients
    std::atomic<std::uint64_t> turnedAway{0};
    std::atomic<std::uint64_t> acceptPauses{0};
    std::atomic<const char*> acceptLimit{""}; // a literal
    bool stopped = false;
};

base::Status Gateway::Parts::listen()
{
    const int count = settings::workerCount(scenario->engine);
    for (int i = 0; i < count; ++i)
        workers.push_back(std::make_unique<GatewayWorker>(i, services, scenario, identity.context));
    auto opened = net::Listener::open(
        workers.front()->context(), scenario->listener.address,
        [this](net::Socket socket) { accept(std::move(socket)); }, limits());
    if (!opened)
        return std::unexpected(std::move(opened.error()));
    listener = *std::move(opened);
    endpoint = listener->localEndpoint();
    return {};
}

net::Listener::Limits Gateway::Parts::limits()
{
    net::Listener::Limits limits;
    if (room)
        limits.hasRoom = [this] { return static_cast<std::uint64_t>(limit.open()) < *room; };
    limits.paused = [this](std::string_view name) {
        acceptLimit.store(name.data(), std::memory_order_relaxed);
        acceptPauses.fetch_add(1, std::memory_order_relaxed);
    };
    return limits;
}

void Gateway::Parts::accept(net::Socket socket)
{
    net::error_code gone;
    const auto client = socket.remote_endpoint(gone).address();
    auto held = gone ? nullptr : limit.hold(client);
    if (!held) {
        turnedAway.fetch_add(1, std::memory_order_relaxed);
        return;
    }
    workers[next++ % workers.size()]->give(std::move(socket), std::move(held));
}

void Gateway::Parts::closeListener()
{
    net::asio::post(workers.front()->context(), [this] { listener->close(); });
}

Gateway::Gateway(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}

Gateway::~Gateway()
{
    if (!m_parts->stopped) {
        m_parts->closeListener();
        for (auto& worker : m_parts->workers)
            worker->stop(base::Nanos::zero());
    }
    for (auto& worker : m_parts->workers)
        worker->join();
    m_parts->listener.reset();
}

base::Result<std::unique_ptr<Gateway>> Gateway::start(const settings::Scenario& scenario,
                                                      std::vector<upstream::Target> targets, NoteBoard* notes,
                                                      std::optional<std::uint64_t> room)
{
    auto identity = identityOf(scenario);
    if (!identity)
        return std::unexpected(std::move(identity.error()));
    if (auto demanded = demand(*identity, scenario); !demanded)
        return std::unexpected(std::move(demanded.error()));
    auto parts = std::make_unique<Parts>(scenario, std::move(targets), *std::move(identity));
    parts->services.notes = notes;
    parts->room = room;
    if (auto listening = parts->listen(); !listening)
        return std::unexpected(std::move(listening.error()));
    for (auto& worker : parts->workers)
        worker->start();
    return std::unique_ptr<Gateway>(new Gateway(std::move(parts)));
}

std::string Gateway::url() const
{
    const auto address = m_parts->endpoint.address();
    const auto* scheme = m_parts->scenario->listener.tls ? "https" : "http";
    return address.is_v6() ? fmt::format("{}://[{}]:{}", scheme, address.to_string(), m_parts->endpoint.port())
                           : fmt::format("{}://{}:{}", scheme, address.to_string(), m_parts->endpoint.port());
}

const std::string& Gateway::certificate() const
{
    return m_parts->identity.certificate;
}

void Gateway::apply(std::shared_ptr<const settings::Scenario> scenario)
{
    m_parts->services.configure(*scenario);
    for (auto& worker : m_parts->workers)
        worker->apply(scenario);
}

void Gateway::stop()
{
    if (std::exchange(m_parts->stopped, true))
        return;
    m_parts->closeListener();
    for (auto& worker : m_parts->workers)
        worker->stop(base::fromSeconds(m_parts->scenario->listener.drainS));
    for (auto& worker : m_parts->workers)
        worker->join();
}

GatewayCounters Gateway::counters() const
{
    GatewayCounters sum;
    sum.turnedAway = m_parts->turnedAway.load(std::memory_order_relaxed);
    sum.acceptPauses = m_parts->acceptPauses.load(std::memory_order_relaxed);
    sum.acceptLimit = m_parts->acceptLimit.load(std::memory_order_relaxed);
    for (const auto& worker : m_parts->workers) {
        const auto& counters = worker->counters();
        sum.connections += counters.accepted.value();
        sum.open += counters.open.value();
        sum.requests += counters.requests.value();
        sum.bodyBytesSent += counters.bodyBytesSent.value();
        sum.failedHandshakes += counters.failedHandshakes.value();
        for (std::size_t i = 0; i < sum.replies.size(); ++i)
            sum.replies[i] += counters.replies[i].value();
        for (std::size_t i = 0; i < counters.refused.size(); ++i)
            if (const auto times = counters.refused[i].value())
                sum.refused[static_cast<int>(i) + 400] += times;
        for (std::size_t i = 0; i < sum.outcomes.size(); ++i)
            sum.outcomes[i] += worker->outcomes()[i].value();
    }
    return sum;
}

std::uint64_t GatewayCounters::failed() const
{
    using metrics::Outcome;
    return std::accumulate(outcomes.begin(), outcomes.end(), std::uint64_t(0)) - of(Outcome::Ok)
        - of(Outcome::Cancelled);
}

int Gateway::workerCount() const
{
    return static_cast<int>(m_parts->workers.size());
}

base::Nanos Gateway::cpuTime() const
{
    return std::accumulate(m_parts->workers.begin(), m_parts->workers.end(), base::Nanos::zero(),
                           [](base::Nanos sum, const auto& worker) { return sum + worker->cpuTime(); });
}

Services& Gateway::services()
{
    return m_parts->services;
}

} // namespace weir::proxy

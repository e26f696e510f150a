// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/origin/origin.h"

#include "core/http/server.h"
#include "core/net/listener.h"
#include "core/origin/service.h"

#include <boost/asio/post.hpp>
#include <fmt/format.h>

#include <atomic>
#include <thread>

namespace weir::origin {

// The thread, and everything that lives on it.
class Origin::Server final : public http::RequestHandler {
public:
    explicit Server(const settings::OriginSettings& settings);
    ~Server();

    base::Status listen(const std::string& address);
    void start();

    net::Tcp::endpoint endpoint() const { return m_listener->localEndpoint(); }
    void apply(const settings::OriginSettings& settings);
    base::Nanos cpuTime() const { return base::Nanos{m_cpu.load(std::memory_order_relaxed)}; }
    OriginCounters counters() const;

    net::Task<http::Response> handle(http::Request& request, http::Client& client) override;

private:
    void run();
    void publishCpuTime() { m_cpu.store(base::threadCpuTime().count(), std::memory_order_relaxed); }

    net::IoContext m_context{1};
    net::DeadlineWheel m_wheel{m_context};
    net::Deadline m_cpuDue;
    Service m_service;
    http::Server m_connections;
    std::unique_ptr<net::Listener> m_listener;
    std::int64_t m_seed; // of the thread that calls apply
    std::atomic<std::int64_t> m_cpu{0};
    std::thread m_thread;
};

Origin::Server::Server(const settings::OriginSettings& settings)
    : m_cpuDue([](void* owner) noexcept { static_cast<Server*>(owner)->publishCpuTime(); }, this)
    , m_service(m_context, std::make_shared<const Shop>(static_cast<std::uint64_t>(settings.seed)), settings)
    , m_connections(m_context, m_wheel, *this)
    , m_seed(settings.seed)
{
}

Origin::Server::~Server()
{
    if (!m_thread.joinable())
        return;
    m_context.stop();
    m_thread.join();
}

base::Status Origin::Server::listen(const std::string& address)
{
    auto listener = net::Listener::open(m_context, address,
                                        [this](net::Socket socket) { m_connections.serve(std::move(socket)); });
    if (!listener)
        return std::unexpected(std::move(listener.error()));
    m_listener = std::move(*listener);
    return {};
}

void Origin::Server::start()
{
    m_thread = std::thread([this] { run(); });
}

void Origin::Server::run()
{
    m_context.run();
    // Told to stop: end what there is, then let it run out, so that nothing is destroyed in mid-course.
    m_listener->close();
    m_connections.abort();
    m_service.close();
    m_context.restart();
    m_context.run_for(std::chrono::seconds{2});
}

void Origin::Server::apply(const settings::OriginSettings& settings)
{
    std::shared_ptr<const Shop> shop; // made here, so that the origin goes on serving meanwhile
    if (settings.seed != m_seed)
        shop = std::make_shared<const Shop>(static_cast<std::uint64_t>(settings.seed));
    m_seed = settings.seed;
    net::asio::post(m_context, [this, settings, shop] {
        if (shop)
            m_service.replace(shop, static_cast<std::uint64_t>(settings.seed));
        m_service.apply(settings);
    });
}

// The clock costs a microsecond to read, so: once for everything that happens in 50 ms, and never while idle.
net::Task<http::Response> Origin::Server::handle(http::Request& request, http::Client& client)
{
    if (!m_cpuDue.armed())
        m_wheel.arm(m_cpuDue, base::now() + std::chrono::milliseconds{40});
    return m_service.handle(request, client);
}

OriginCounters Origin::Server::counters() const
{
    const auto& served = m_connections.counters();
    OriginCounters counters;
    counters.requests = served.requests.value();
    for (std::size_t i = 0; i < counters.replies.size(); ++i)
        counters.replies[i] = served.replies[i].value();
    counters.bodyBytesSent = served.bodyBytesSent.value();
    counters.connectionsAccepted = served.accepted.value();
    counters.connectionsOpen = served.open.value();
    counters.working = m_service.slots().taken();
    counters.queued = m_service.slots().waiting();
    return counters;
}

Origin::Origin(std::unique_ptr<Server> server) : m_server(std::move(server)) {}

Origin::~Origin() = default;

base::Result<std::unique_ptr<Origin>> Origin::start(const settings::OriginSettings& settings, const std::string& listen)
{
    auto server = std::make_unique<Server>(settings);
    if (auto listening = server->listen(listen); !listening)
        return std::unexpected(std::move(listening.error()));
    server->start();
    return std::unique_ptr<Origin>(new Origin(std::move(server)));
}

std::string Origin::url() const
{
    const auto endpoint = m_server->endpoint();
    const auto address = endpoint.address();
    return fmt::format(fmt::runtime(address.is_v6() ? "http://[{}]:{}" : "http://{}:{}"), address.to_string(),
                       endpoint.port());
}

std::uint16_t Origin::port() const
{
    return m_server->endpoint().port();
}

void Origin::apply(const settings::OriginSettings& settings)
{
    m_server->apply(settings);
}

base::Nanos Origin::cpuTime() const
{
    return m_server->cpuTime();
}

OriginCounters Origin::counters() const
{
    return m_server->counters();
}

} // namespace weir::origin

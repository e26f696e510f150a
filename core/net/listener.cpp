// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/listener.h"

#include "core/base/clock.h"
#include "core/base/strings.h"
#include "core/net/local_limit.h"
#include "core/net/resolver.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>

#include <exception>
#include <limits>
#include <utility>

namespace weir::net {

namespace {

base::Error notAnAddress(std::string_view text)
{
    return base::Error{
        base::Errc::InvalidArgument,
        fmt::format("\"{}\" is not an address to listen on. Write HOST:PORT, for example 127.0.0.1:8080, "
                    "[::1]:8080, or 0 for a free port.",
                    text)};
}

base::Error cannotListen(const ListenAddress& address, const error_code& error)
{
    if (error == asio::error::address_in_use)
        return {base::Errc::Io,
                fmt::format("Port {} is in use on {}. End the program that uses it, or listen on another "
                            "port (listener.address, --listen HOST:PORT), or on 0 for a free one.",
                            address.port, address.host)};
    if (error == asio::error::access_denied)
        return {base::Errc::Io,
                fmt::format("Port {} is not open to this account. Choose one above 1023 "
                            "(listener.address, --listen HOST:PORT), or 0 for a free one.",
                            address.port)};
    if (error.value() == boost::system::errc::address_not_available)
        return {base::Errc::InvalidArgument,
                fmt::format("This machine has no address {}. Listen on 127.0.0.1, or on an address of its own.",
                            address.host)};
    return {base::Errc::Io, fmt::format("Listening on {}:{} failed: {}.", address.host, address.port, error.message())};
}

// One address, as a listener has one: of localhost the one that every client tries.
base::Result<Tcp::endpoint> endpointOf(const ListenAddress& address)
{
    if (base::equalsIgnoringCase(address.host, "localhost"))
        return Tcp::endpoint{asio::ip::address_v4::loopback(), address.port};
    auto endpoints = resolve(address.host, address.port);
    if (!endpoints)
        return std::unexpected(std::move(endpoints.error()));
    return endpoints->front();
}

} // namespace

base::Result<ListenAddress> parseListenAddress(std::string_view text)
{
    const auto colon = text.rfind(':');
    auto host = colon == std::string_view::npos ? std::string_view{} : text.substr(0, colon);
    const auto port = base::parseInteger(colon == std::string_view::npos ? text : text.substr(colon + 1));
    if (!port || *port < 0 || *port > std::numeric_limits<std::uint16_t>::max())
        return std::unexpected(notAnAddress(text));
    if (host.starts_with('[') && host.ends_with(']') && host.size() > 2)
        host = host.substr(1, host.size() - 2);
    else if (host.find_first_of(":[]/ ") != std::string_view::npos)
        return std::unexpected(notAnAddress(text));
    ListenAddress address;
    if (!host.empty())
        address.host = host;
    address.port = static_cast<std::uint16_t>(*port);
    return address;
}

struct Listener::Acceptor {
    Acceptor(IoContext& context, Accepted function, Limits itsLimits)
        : socket(context.get_executor())
        , pause(context.get_executor())
        , accepted(std::move(function))
        , limits(std::move(itsLimits))
    {
    }

    error_code listen(const Tcp::endpoint& endpoint);
    void beginPause(const error_code& why);
    static Task<> run(std::shared_ptr<Acceptor> acceptor);

    asio::basic_socket_acceptor<Tcp, Executor> socket;
    asio::basic_waitable_timer<base::Clock, asio::wait_traits<base::Clock>, Executor> pause;
    Accepted accepted;
    Limits limits;
    bool pausing = false; // since it last accepted
    bool closed = false;
};

error_code Listener::Acceptor::listen(const Tcp::endpoint& endpoint)
{
    error_code error;
    socket.open(endpoint.protocol(), error);
#ifndef _WIN32 // where it would let a second program take the port over
    if (!error)
        socket.set_option(asio::socket_base::reuse_address{true}, error);
#endif
    if (!error)
        socket.bind(endpoint, error);
    if (!error) // the system cuts the number down to its own limit
        socket.listen(std::numeric_limits<int>::max(), error);
    return error;
}

void Listener::Acceptor::beginPause(const error_code& why)
{
    const auto limit = localLimit(why);
    if (!std::exchange(pausing, true) && limits.paused)
        limits.paused(limit ? limit->name : std::string_view("unknown"));
    pause.expires_after(std::chrono::milliseconds{50});
}

Task<> Listener::Acceptor::run(std::shared_ptr<Acceptor> acceptor)
{
    const auto& limits = acceptor->limits;
    while (!acceptor->closed) {
        if (limits.hasRoom && !limits.hasRoom()) {
            acceptor->beginPause(asio::error::no_descriptors);
            co_await acceptor->pause.async_wait(useTask);
            continue;
        }
        auto [error, socket] = co_await acceptor->socket.async_accept(useTask);
        if (acceptor->closed)
            break;
        if (!error) {
            acceptor->pausing = false;
            acceptor->accepted(std::move(socket));
            continue;
        }
        if (error == asio::error::connection_aborted)
            continue;
        // Out of descriptors or memory: those that wait stay in the backlog until something has been closed.
        acceptor->beginPause(error);
        co_await acceptor->pause.async_wait(useTask);
    }
}

base::Result<std::unique_ptr<Listener>> Listener::open(IoContext& context, const std::string& text, Accepted accepted,
                                                       Limits limits)
{
    const auto address = parseListenAddress(text);
    if (!address)
        return std::unexpected(address.error());
    const auto endpoint = endpointOf(*address);
    if (!endpoint)
        return std::unexpected(endpoint.error());

    auto acceptor = std::make_shared<Acceptor>(context, std::move(accepted), std::move(limits));
    if (const auto error = acceptor->listen(*endpoint))
        return std::unexpected(cannotListen(*address, error));
    error_code ignored;
    const auto local = acceptor->socket.local_endpoint(ignored);
    asio::co_spawn(context, Acceptor::run(acceptor), [](std::exception_ptr bug) {
        if (bug)
            std::rethrow_exception(bug);
    });
    return std::unique_ptr<Listener>(new Listener(std::move(acceptor), local));
}

Listener::Listener(std::shared_ptr<Acceptor> acceptor, Tcp::endpoint endpoint)
    : m_acceptor(std::move(acceptor))
    , m_endpoint(std::move(endpoint))
{
}

void Listener::close() noexcept
{
    m_acceptor->closed = true;
    error_code ignored;
    m_acceptor->socket.close(ignored);
    m_acceptor->pause.cancel();
}

} // namespace weir::net

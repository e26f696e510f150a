// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/local_limit.h"

#include <boost/asio/ip/udp.hpp>
#include <boost/system/system_error.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace weir::net {

namespace {

using boost::system::errc::errc_t;
namespace errc = boost::system::errc;

struct KnownLimit {
    errc_t code;
    LocalLimit limit;
};

constexpr std::string_view raiseFiles = "Raise it before the start (ulimit -n; beyond the hard limit in "
                                        "/etc/security/limits.conf, or LimitNOFILE= of a service), or use fewer "
                                        "connections (load.users, load.max_in_flight, pool.max_connections).";
constexpr std::string_view raisePorts = "Let connections be used again (load.keep_alive, and a target that keeps them "
                                        "open), widen the range (sysctl net.ipv4.ip_local_port_range), or send from "
                                        "several addresses (client_groups.NAME.source_address).";
constexpr std::string_view freeMemory = "Free memory, or use fewer connections (load.users, load.max_in_flight, "
                                        "pool.max_connections).";
constexpr std::string_view allowIt = "Look at this machine's outgoing firewall rules and at what confines this process "
                                     "(container, seccomp, SELinux, AppArmor).";

// POSIX's and Linux's own pages: socket(2), bind(2), connect(2), accept(2), epoll_ctl(2), pthread_create(3).
constexpr std::array knownLimits{
    KnownLimit{errc::too_many_files_open, {"EMFILE", "this process has as many open files as it may", raiseFiles}},
    KnownLimit{errc::too_many_files_open_in_system,
               {"ENFILE", "this machine has as many open files as it may",
                "Raise it (sysctl fs.file-max), or end what holds them."}},
    KnownLimit{errc::address_not_available, {"EADDRNOTAVAIL", "no local port is free", raisePorts}},
    KnownLimit{errc::address_in_use, {"EADDRINUSE", "no local port is free", raisePorts}},
    KnownLimit{errc::no_buffer_space, {"ENOBUFS", "the system has no memory for sockets", freeMemory}},
    KnownLimit{errc::not_enough_memory, {"ENOMEM", "the system has no memory left", freeMemory}},
    KnownLimit{errc::no_space_on_device,
               {"ENOSPC", "this account watches as many sockets as it may",
                "Raise it (sysctl fs.epoll.max_user_watches), or use fewer connections."}},
    KnownLimit{errc::resource_unavailable_try_again,
               {"EAGAIN", "the system has no room for another thread or route",
                "Raise the limit of threads (ulimit -u, or TasksMax= of a service), or use fewer connections."}},
    KnownLimit{errc::permission_denied, {"EACCES", "this machine does not permit it", allowIt}},
    KnownLimit{errc::operation_not_permitted, {"EPERM", "this machine does not permit it", allowIt}},
};

// Whether this machine has IPv6 at all. Asked once: who tries `localhost` meets the answer at every connection.
bool canBindVersion6()
{
    try {
        IoContext context;
        asio::ip::udp::socket socket{context};
        error_code error;
        socket.open(asio::ip::udp::v6(), error);
        if (!error)
            socket.bind({asio::ip::address_v6::loopback(), 0}, error);
        return error != errc::make_error_condition(errc::address_not_available)
            && error != errc::make_error_condition(errc::address_family_not_supported);
    } catch (const boost::system::system_error&) { // a loop takes descriptors of its own
        return true;
    }
}

} // namespace

std::optional<LocalLimit> localLimit(const error_code& error)
{
    if (!error || error.category() != boost::system::system_category())
        return std::nullopt;
    const auto* at = std::ranges::find_if(
        knownLimits, [&](const auto& one) { return error == errc::make_error_condition(one.code); });
    return at == knownLimits.end() ? std::nullopt : std::optional(at->limit);
}

std::optional<LocalLimit> localLimit(const error_code& error, const Tcp::endpoint& peer)
{
    const auto limit = localLimit(error);
    if (!limit || !peer.address().is_v6())
        return limit;
    static const bool hasVersion6 = canBindVersion6();
    if (limit->name == "EADDRNOTAVAIL" && !hasVersion6)
        return std::nullopt;
    // RFC 4443, section 3.1: a router's "administratively prohibited" arrives as this, too.
    if (limit->name == "EACCES" && !peer.address().is_loopback())
        return std::nullopt;
    return limit;
}

base::Error limitError(const LocalLimit& limit, std::string_view consequence)
{
    return {base::Errc::LocalLimit,
            fmt::format("{}: {}, so {}. {}", limit.name, limit.what, consequence, limit.remedy)};
}

std::string_view limitNameIn(std::string_view text)
{
    const auto name = text.substr(0, text.find(':'));
    return std::ranges::any_of(knownLimits, [&](const auto& one) { return one.limit.name == name; })
        ? name
        : std::string_view();
}

error_code tryOpening()
{
    error_code error;
    try {
        IoContext context;
        Socket{context.get_executor()}.open(Tcp::v4(), error);
    } catch (const boost::system::system_error& failed) { // a loop takes descriptors of its own
        error = failed.code();
    }
    return error;
}

} // namespace weir::net

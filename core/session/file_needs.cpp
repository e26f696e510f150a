// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/file_needs.h"

#include "core/host/process.h"
#include "core/net/local_limit.h"
#include "core/settings/engine_settings.h"
#include "core/settings/load_stages.h"

#include <boost/system/system_error.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <system_error>

namespace weir::session {

namespace {

constexpr std::uint64_t ofALoop = 3;          // Asio's: epoll, its timer and its waker
constexpr std::uint64_t fileReserve = 16;     // /proc, name look-ups, a probe, the report's files
constexpr std::uint64_t openWhereUntold = 32; // open already where the system does not tell

std::uint64_t targetCount(const settings::Scenario& scenario)
{
    return std::max<std::size_t>(1, scenario.target.urls.size());
}

std::uint64_t workersIn(const settings::Scenario& scenario)
{
    return static_cast<std::uint64_t>(settings::workerCount(scenario.engine));
}

// Requests that may be under way at once, each on a connection of its own.
std::uint64_t mostAtOnce(const settings::LoadSettings& load)
{
    if (load.model == settings::LoadModel::Open)
        return static_cast<std::uint64_t>(load.maxInFlight);
    const auto planned = std::ceil(settings::loadCurve(settings::loadPhases(load)).highest());
    return static_cast<std::uint64_t>(std::max<double>(load.users, planned));
}

std::string atOnceText(const settings::LoadSettings& load)
{
    return load.model == settings::LoadModel::Open
        ? fmt::format("{} in flight (load.max_in_flight)", mostAtOnce(load))
        : fmt::format("{} users (load.users, load.stages)", mostAtOnce(load));
}

std::string timesWhat(std::uint64_t times, std::string_view what)
{
    return times == 1 ? std::string() : fmt::format(" × {} {}", times, what);
}

// Of a proxy: to its targets, which are here as well where it is the built-in origin.
std::uint64_t poolOf(const settings::Scenario& scenario, std::uint64_t most)
{
    const auto each = std::min(static_cast<std::uint64_t>(scenario.pool.maxConnections), most);
    return each * targetCount(scenario) * (scenario.target.urls.empty() ? 2 : 1);
}

constexpr std::uint64_t anyPool = std::numeric_limits<std::uint64_t>::max();

std::string poolText(const settings::Scenario& scenario)
{
    return fmt::format("{} in the pool (pool.max_connections){}", scenario.pool.maxConnections,
                       timesWhat(targetCount(scenario), "targets"));
}

std::uint64_t loopsOf(const settings::Scenario& scenario, std::uint64_t sides)
{
    return ofALoop * (workersIn(scenario) * sides + (scenario.target.urls.empty() ? 1 : 0)) + fileReserve;
}

} // namespace

FileNeeds fileNeedsOfRun(const settings::Scenario& scenario)
{
    const auto atOnce = mostAtOnce(scenario.load);
    const auto groups = std::max<std::uint64_t>(1, scenario.clientGroups.size());
    FileNeeds needs;
    needs.own = loopsOf(scenario, scenario.load.path == settings::LoadPath::Listener ? 2 : 1);
    switch (scenario.load.path) {
    case settings::LoadPath::InProcess:
        needs.connections = poolOf(scenario, atOnce);
        needs.connectionsText = poolText(scenario);
        break;
    case settings::LoadPath::Direct:
        needs.connections = atOnce * targetCount(scenario) * groups * (scenario.target.urls.empty() ? 2 : 1);
        needs.connectionsText = atOnceText(scenario.load) + timesWhat(targetCount(scenario), "targets")
            + timesWhat(groups, "client groups");
        break;
    case settings::LoadPath::Listener: {
        const auto clients = std::min(atOnce * groups, static_cast<std::uint64_t>(scenario.listener.maxConnections));
        needs.connections = atOnce * groups + clients + poolOf(scenario, atOnce * groups);
        needs.connectionsText = atOnceText(scenario.load) + timesWhat(groups, "client groups")
            + " with both ends on the listener, " + poolText(scenario);
        break;
    }
    }
    return needs;
}

FileNeeds fileNeedsOfProxy(const settings::Scenario& scenario)
{
    FileNeeds needs;
    needs.own = loopsOf(scenario, 1);
    needs.connections = poolOf(scenario, anyPool);
    needs.connectionsText = poolText(scenario);
    needs.clients = static_cast<std::uint64_t>(scenario.listener.maxConnections);
    return needs;
}

base::Status provideFiles(const FileNeeds& needs)
{
    const auto limit = host::raiseFileLimit();
    if (!limit)
        return {};
    const auto open = host::openFiles().value_or(openWhereUntold);
    const auto wanted = open + needs.own + needs.connections;
    if (wanted <= limit->now)
        return {};
    const auto spare = limit->now - std::min(limit->now, open + needs.own);
    return base::fail(base::Errc::InvalidScenario,
                      fmt::format("This needs up to {} open files: {} for connections ({}) and {} for all else; this "
                                  "process may have {}, its hard limit. Raise that (ulimit -Hn, as root or in "
                                  "/etc/security/limits.conf; LimitNOFILE= of a service; --ulimit nofile= of a "
                                  "container), or use fewer connections: there is room for {}.",
                                  wanted, needs.connections, needs.connectionsText, open + needs.own, limit->now,
                                  spare));
}

base::Error refusalOfSystem()
{
    net::error_code code;
    try {
        throw;
    } catch (const boost::system::system_error& error) {
        code = error.code();
    } catch (const std::system_error& error) {
        code.assign(error.code().value(), boost::system::system_category());
    }
    if (const auto limit = net::localLimit(code))
        return net::limitError(*limit, "nothing has been started");
    return {base::Errc::Internal, "Nothing has been started: " + code.message() + "."};
}

std::optional<std::uint64_t> roomForClients(const FileNeeds& needs)
{
    const auto limit = host::fileLimit();
    if (!limit)
        return std::nullopt;
    const auto taken = host::openFiles().value_or(openWhereUntold) + needs.own + needs.connections;
    const auto room = limit->now - std::min(limit->now, taken);
    return room < needs.clients ? std::optional(std::max<std::uint64_t>(1, room)) : std::nullopt;
}

} // namespace weir::session

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/upstream/target.h"

#include "core/net/resolver.h"
#include "core/upstream/connect.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace weir::upstream {

static constexpr base::Nanos judgementPatience = std::chrono::seconds{1};

base::Result<Target> makeTarget(const std::string& text, const net::TlsOptions& options,
                                const net::LookUpFunction& lookUp, bool mayBeUnknown)
{
    auto url = uri::parseUrl(text);
    if (!url)
        return std::unexpected(url.error());
    const auto begun = base::now();
    auto found = lookUp(url->host, url->port);
    if (found.error && !mayBeUnknown)
        return std::unexpected(net::notFound(url->host, found.error));
    Target target;
    target.url = *std::move(url);
    target.authority = target.url.authority();
    target.addresses = std::move(found.addresses);
    target.lookup = base::now() - begun;
    if (net::needsLookup(target.url.host))
        target.name = std::make_shared<TargetName>(target.url.host, target.url.port, lookUp, target.addresses,
                                                   found.error);
    target.basePath = target.url.target.substr(0, target.url.target.find('?'));
    while (target.basePath.ends_with('/'))
        target.basePath.pop_back();
    if (target.url.isSecure()) {
        auto tls = net::TlsClient::make(options);
        if (!tls)
            return std::unexpected(tls.error());
        target.tls = *std::move(tls);
    }
    return target;
}

// A server of TLS 1.3 judges the client's certificate once the handshake is over for the client: what it sends first is
// a session's ticket, or why it refuses. One that says nothing for a while has nothing against it.
static net::Task<base::Status> judgedCertificate(net::Stream& stream, net::DeadlineWheel& wheel, base::Nanos patience)
{
    const bool arrived = co_await stream.readable(wheel, patience);
    std::array<char, 16> unused;
    net::error_code refused;
    if (arrived)
        stream.readSome(net::asio::buffer(unused), refused);
    if (refused)
        co_return std::unexpected(stream.tlsFailure(refused));
    co_return base::Status();
}

base::Status probe(const Target& target, base::Nanos timeout)
{
    if (target.addresses.empty() && target.name)
        return std::unexpected(net::notFound(target.url.host, target.name->lastError()));
    net::IoContext context{1};
    net::DeadlineWheel wheel{context};
    net::Stream stream{context};
    std::optional<base::Status> result;
    const auto attempt = [&]() -> net::Task<> {
        const auto connected = co_await connect(stream, target, target.addresses, timeout, wheel);
        result = connected ? base::Status() : std::unexpected(connected.error());
        if (connected && stream.certificateWanted())
            result = co_await judgedCertificate(stream, wheel, std::min<base::Nanos>(timeout, judgementPatience));
        stream.close();
    };
    net::asio::co_spawn(context, attempt(), net::asio::detached);
    context.run();
    return result.value_or(base::fail(base::Errc::Internal, "the probe of the target did not end"));
}

} // namespace weir::upstream

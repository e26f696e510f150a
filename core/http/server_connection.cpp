// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/server_connection.h"

#include "core/base/strings.h"
#include "core/http/server_workspace.h"
#include "core/uri/url.h"

#include <fmt/format.h>

#include <utility>

namespace weir::http {

using base::Errc;
using base::fail;
using base::Status;

static std::string addressOf(const net::Socket& socket)
{
    namespace ip = net::asio::ip;
    net::error_code gone;
    const auto address = socket.remote_endpoint(gone).address();
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return ip::make_address_v4(ip::v4_mapped, address.to_v6()).to_string();
    return address.to_string();
}

ServerConnection::ServerConnection(Server& server, net::Socket socket, std::shared_ptr<void> held)
    : m_server(server)
    , m_held(std::move(held))
    , m_address(addressOf(socket))
    , m_stream(std::move(socket))
    , m_idleLimit([](void* owner) noexcept { static_cast<ServerConnection*>(owner)->dismiss(); }, this)
{
    m_server.m_connections.insert(this);
    m_server.m_counters.open.add();
}

ServerConnection::~ServerConnection()
{
    giveWorkspaceBack();
    m_server.m_connections.erase(this);
    m_server.m_counters.open.subtract();
}

net::Task<> ServerConnection::run(std::shared_ptr<ServerConnection> self)
{
    bool more = !self->m_server.m_tls;
    if (!more)
        more = co_await self->shakeHands();
    while (more) {
        const auto arrived = self->arrival();
        if (arrived == Arrival::End)
            break;
        if (arrived == Arrival::Request) {
            more = co_await self->serveOne();
            continue;
        }
        // All that an idle connection costs is this frame and what the reactor needs.
        self->beginIdle();
        const auto [error] = co_await self->m_stream.socket().async_wait(net::Socket::wait_read, net::useTask);
        self->endIdle(error);
    }
    ++self->m_exchange;
    if (self->m_work) {
        co_await self->endPulling();
        co_await self->linger();
    }
    self->m_stream.close();
}

// What there is of the next request. Reading comes before waiting only where the socket or TLS has said that it will
// not be in vain: looking costs a system call.
ServerConnection::Arrival ServerConnection::arrival()
{
    if (m_server.m_stopping || m_dismissed || m_stream.interrupted())
        return Arrival::End;
    if (m_work && m_work->reader.hasUnread())
        return Arrival::Request;
    if (!std::exchange(m_readable, false) && !m_stream.hasUnread())
        return Arrival::Nothing;
    if (!work().reader.takeArrived())
        return Arrival::End;
    if (!m_work->reader.hasUnread())
        return Arrival::Nothing;
    m_idleLimit.disarm();
    return Arrival::Request;
}

void ServerConnection::beginIdle()
{
    giveWorkspaceBack();
    if (!m_idleLimit.armed()) // a record of TLS that comes by drops wins no time
        m_server.m_wheel.arm(m_idleLimit, base::now() + m_server.m_limits.idleTimeout);
    m_idle = true;
}

void ServerConnection::endIdle(const net::error_code& error)
{
    m_idle = false;
    m_readable = !error;
}

void ServerConnection::dismiss() noexcept
{
    m_dismissed = true;
    net::error_code ignored;
    m_stream.socket().cancel(ignored);
}

// A read of the request's body finds out by itself, and a look at TLS beside it would take away what wakes it.
bool ServerConnection::isGone()
{
    if (m_stream.interrupted())
        return true;
    return !(m_pulling && m_stream.isTls()) && m_stream.isEnded();
}

ServerWorkspace& ServerConnection::work()
{
    if (!m_work) {
        m_work = m_server.lend();
        m_work->attach(m_stream);
    }
    return *m_work;
}

void ServerConnection::giveWorkspaceBack()
{
    if (m_work)
        m_server.takeBack(std::move(m_work));
}

net::Task<bool> ServerConnection::shakeHands()
{
    if (!m_server.m_tls)
        co_return true;
    net::Deadline deadline([](void* stream) noexcept { static_cast<net::Stream*>(stream)->interrupt(); }, &m_stream);
    m_server.m_wheel.arm(deadline, base::now() + m_server.m_limits.headerTimeout);
    const auto failed = co_await m_stream.acceptHandshake(*m_server.m_tls);
    if (failed)
        m_server.m_counters.failedHandshakes.add();
    co_return !failed;
}

net::Task<bool> ServerConnection::serveOne()
{
    m_headTaken = false;
    m_expectsContinue = false;
    auto read = m_work->reader.headAtOnce();
    if (!read)
        read = co_await m_work->reader.readRestOfHead();
    auto status = *std::move(read);
    if (status) {
        m_server.m_counters.requests.add();
        status = takeHead();
    }
    if (status && !m_work->reader.endsWithHead())
        status = co_await receiveBody();
    const int refusal = status ? 0 : refusalOf(status.error());
    if (!status && refusal == 0)
        co_return false;
    auto request = std::move(m_work->request);
    if (status && m_work->reader.bodyEnded() && !m_work->reader.hasUnread())
        giveWorkspaceBack(); // others may read in the meantime
    Response response;
    if (status)
        response = co_await m_server.m_handler.handle(*request, *this);
    else
        response = refuse(refusal, status.error());
    if (response.tunnel) {
        co_await tunnel(response);
        co_return false;
    }
    const auto framing = framingOf(!status || !mayContinue(response));
    while (work().writer.isWriting()) // the client has not taken all of "100 Continue" yet
        co_await m_work->writer.written();
    auto written = m_work->writer.writeAtOnce(response, framing);
    if (!written)
        written = co_await m_work->writer.writeRest(response, framing);
    ++m_exchange;
    if (m_work->request)
        m_server.takeBack(std::move(request));
    else // kept, since it holds the beginning of the next request
        m_work->takeBack(std::move(request));
    if (!*written)
        breakOff(response, framing);
    if (!*written || framing.close || m_pulling)
        co_return false;
    if (m_work->reader.bodyEnded())
        co_return true;
    co_return co_await drain();
}

// RFC 9112 8: the client has to see that the reply is not whole. Where only the connection's end ends it, that must not
// be one in order; otherwise no goodbye of TLS is enough, and the client keeps what it has got so far.
void ServerConnection::breakOff(const Response& response, const ResponseWriter::Framing& framing)
{
    const bool endsByClosing = response.body.source() && !response.body.length() && framing.clientMinorVersion == 0;
    if (endsByClosing)
        m_stream.abort();
    else
        m_stream.interrupt();
}

net::Task<> ServerConnection::tunnel(Response& response)
{
    ResponseWriter::Framing framing;
    framing.date = m_server.date();
    const bool written = co_await work().writer.write(response, framing);
    if (written)
        co_await response.tunnel->run(m_stream, m_work->reader.unread());
    m_stream.interrupt();
}

// RFC 9110 15.2: none to HTTP/1.0 clients, which would take it for the reply.
net::Task<bool> ServerConnection::inform(const Response& interim)
{
    if (m_asked.minorVersion == 0)
        co_return true;
    co_return co_await work().writer.writeInterim(interim);
}

ServerConnection::Asked ServerConnection::whatIsAsked() const
{
    const auto& request = *m_work->request;
    Asked asked;
    const auto& headers = request.headers;
    asked.head = request.isHead();
    asked.minorVersion = request.minorVersion;
    asked.keepAlive = request.minorVersion >= 1;
    if (headers.contains("Connection"))
        asked.keepAlive = asked.keepAlive ? !headers.listContains("Connection", "close")
                                          : headers.listContains("Connection", "keep-alive");
    if (request.method == "CONNECT") // what follows was meant for a tunnel
        asked.keepAlive = false;
    asked.takesTrailers = headers.contains("TE") && headers.listContains("TE", "trailers");
    return asked;
}

Status ServerConnection::takeHead()
{
    auto& request = *m_work->request;
    auto& head = m_work->reader.parser().head();
    std::swap(request.method, head.method);
    std::swap(request.target, head.target);
    std::swap(request.headers, head.headers);
    request.minorVersion = head.minorVersion;
    m_asked = whatIsAsked();
    m_headTaken = true;
    if (request.target.size() > m_server.m_limits.targetBytes)
        return fail(Errc::TooLarge, "a target that is too long");
    const auto expectation = request.headers.get("Expect");
    if (expectation && request.minorVersion >= 1) {
        if (!base::equalsIgnoringCase(*expectation, "100-continue"))
            return fail(Errc::Unsupported, "an expectation other than 100-continue");
        m_expectsContinue = true;
    }
    return takeTarget();
}

// RFC 9112 3.2.4: OPTIONS for an address that ends with its authority is about the server as a whole.
static bool isOfServer(const Request& request)
{
    const auto authority = request.target.find("://") + 3;
    return request.method == "OPTIONS" && request.target.find_first_of("/?", authority) == std::string::npos;
}

// RFC 9112 3.2.2: an address as the target replaces Host, and handlers see a path.
Status ServerConnection::takeTarget()
{
    auto& request = *m_work->request;
    if (request.target.starts_with('/') || request.target == "*" || request.method == "CONNECT")
        return {};
    const auto url = uri::parseAbsoluteForm(request.target);
    if (!url)
        return fail(Errc::Malformed, "an invalid address as its target");
    request.target = isOfServer(request) ? "*" : url->target;
    request.headers.set("Host", url->authority());
    return {};
}

ResponseWriter::Framing ServerConnection::framingOf(bool last)
{
    ResponseWriter::Framing framing;
    framing.toHead = m_headTaken && m_asked.head;
    framing.clientMinorVersion = m_headTaken ? m_asked.minorVersion : 1;
    framing.takesTrailers = m_headTaken && m_asked.takesTrailers;
    framing.close = last;
    framing.date = m_server.date();
    return framing;
}

bool ServerConnection::mayContinue(const Response& response)
{
    if (m_server.m_stopping || !canDrain() || response.headers.listContains("Connection", "close"))
        return false;
    const bool endsByClosing = !response.body.length() && m_asked.minorVersion == 0 && !m_asked.head;
    return m_asked.keepAlive && !endsByClosing;
}

Response ServerConnection::refuse(int status, const base::Error& error)
{
    m_server.countRefusal(status);
    if (status == 408)
        return plainResponse(status, "The request did not arrive in time.\n");
    return plainResponse(status, fmt::format("{}: the request has {}.\n", reasonPhrase(status), error.context));
}

// 0: nobody is there to be told.
int ServerConnection::refusalOf(const base::Error& error)
{
    switch (error.code) {
    case Errc::Malformed: return 400;
    case Errc::Unsupported:
        if (m_work->reader.parser().isOfUnknownVersion())
            return 505;
        return m_headTaken && m_work->request->headers.contains("Expect") ? 417 : 501;
    case Errc::TooLarge: {
        const auto& target = m_headTaken ? m_work->request->target : m_work->reader.parser().head().target;
        if (target.size() > m_server.m_limits.targetBytes)
            return 414;
        return m_work->reader.parser().isOfLargeHead() ? 431 : 413;
    }
    case Errc::Timeout: return 408;
    default: return 0;
    }
}

// Closing with bytes unread makes TCP reset the connection, which may take the reply away from the client before it has
// read it (RFC 9112 9.6). So: say that nothing more will be sent, and listen to what is still under way for a moment.
net::Task<> ServerConnection::linger()
{
    if (m_stream.interrupted() || (m_work->reader.bodyEnded() && !m_work->reader.hasUnread()))
        co_return;
    m_stream.endSending();
    net::Deadline deadline([](void* stream) noexcept { static_cast<net::Stream*>(stream)->interrupt(); }, &m_stream);
    m_server.m_wheel.arm(deadline, base::now() + m_server.m_limits.lingerTimeout);
    constexpr std::size_t size = 16 * 1024;
    const auto discarded = std::make_unique_for_overwrite<char[]>(size);
    for (bool open = true; open;) {
        const auto read = co_await m_stream.read(net::asio::buffer(discarded.get(), size));
        open = !read.error;
    }
}

} // namespace weir::http

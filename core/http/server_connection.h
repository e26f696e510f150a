// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/response_writer.h"
#include "core/http/server.h"

#include <memory>

namespace weir::http {

// One client's connection: request after request in the order they came, each read, handled and answered before the
// next. A request is refused (and the connection closed) or handled in the one way every peer would read it. Between
// requests it waits for readiness alone: thousands of idle ones cost little memory. Lives on the server's thread until
// the connection has ended; kept by its coroutine.
class ServerConnection final : public Client, public std::enable_shared_from_this<ServerConnection> {
public:
    ServerConnection(Server& server, net::Socket socket, std::shared_ptr<void> held);
    ~ServerConnection();

    static net::Task<> run(std::shared_ptr<ServerConnection> self);

    bool isIdle() const { return m_idle; } // between requests, nothing of the next one has come
    void interrupt() noexcept { m_stream.interrupt(); }
    void dismiss() noexcept; // an idle one: ends in order

    const std::string& addressText() const override { return m_address; }
    bool isSecure() const override { return m_stream.isTls(); }
    bool isGone() override;
    net::Task<bool> inform(const Response& interim) override;

private:
    class RequestBody;

    // Of the request being answered, as its handler may take it apart.
    struct Asked {
        bool head = false;
        bool keepAlive = false;
        bool takesTrailers = false;
        int minorVersion = 1;
    };

    enum class Arrival { Request, Nothing, End };

    net::Task<bool> shakeHands();
    Arrival arrival();
    void beginIdle();
    void endIdle(const net::error_code& error);
    ServerWorkspace& work(); // lent where there is none
    void giveWorkspaceBack();
    net::Task<bool> serveOne();
    base::Status takeHead();
    Asked whatIsAsked() const;
    base::Status takeTarget();
    net::Task<base::Status> receiveBody();
    net::Task<base::Result<std::string_view>> pullBody();
    net::Task<bool> sendContinue();

    ResponseWriter::Framing framingOf(bool last);
    net::Task<> tunnel(Response& response);
    Response refuse(int status, const base::Error& error);
    void breakOff(const Response& response, const ResponseWriter::Framing& framing);
    int refusalOf(const base::Error& error);
    bool mayContinue(const Response& response);
    bool canDrain();
    net::Task<bool> drain();
    net::Task<> endPulling();
    net::Task<> linger();

    Server& m_server;
    std::shared_ptr<void> m_held;
    std::string m_address;
    net::Stream m_stream;
    std::unique_ptr<ServerWorkspace> m_work; // none: there is nothing to read or write
    net::Deadline m_idleLimit;
    Asked m_asked;
    bool m_idle = false;
    bool m_dismissed = false;
    bool m_readable = false;        // the socket has said so since the last read
    std::uint64_t m_exchange = 0;   // a body that outlives its exchange finds out by this
    bool m_headTaken = false;       // m_request is the one being answered
    bool m_expectsContinue = false; // and has not been told to go on
    bool m_pulling = false;
};

} // namespace weir::http

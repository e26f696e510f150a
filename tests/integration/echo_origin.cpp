// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/echo_origin.h"

#include "tests/integration/web_socket.h"

#include <QTcpSocket>
#include <QTimer>

#include <memory>
#include <optional>

namespace weir::integration {

struct EchoOrigin::Connection {
    QTcpSocket* socket = nullptr;
    QByteArray received;
    std::optional<Request> head; // of the request whose body is arriving
    bool isWebSocket = false;
};

namespace {

constexpr auto crlf = "\r\n";
constexpr int pieceMs = 20;

std::optional<EchoOrigin::Request> takeHead(QByteArray& received)
{
    const auto end = received.indexOf("\r\n\r\n");
    if (end < 0)
        return std::nullopt;
    const auto lines = received.left(end).split('\n');
    const auto start = lines.front().trimmed().split(' ');
    EchoOrigin::Request request;
    request.method = start.value(0);
    request.target = start.value(1);
    for (const auto& line : lines.mid(1)) {
        const auto colon = line.indexOf(':');
        request.fields.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
    }
    received.remove(0, end + 4);
    return request;
}

// Moves what has arrived of the body into the request; true at its end.
bool takeChunks(QByteArray& received, QByteArray& body)
{
    for (;;) {
        const auto line = received.indexOf(crlf);
        if (line < 0)
            return false;
        const auto size = received.left(line).split(';').front().toLongLong(nullptr, 16);
        if (size == 0) {
            const auto end = received.indexOf("\r\n\r\n");
            if (end >= 0)
                received.remove(0, end + 4);
            return end >= 0;
        }
        if (received.size() < line + 2 + size + 2)
            return false;
        body.append(received.mid(line + 2, size));
        received.remove(0, line + 2 + size + 2);
    }
}

bool takeBody(QByteArray& received, EchoOrigin::Request& request)
{
    if (request.isChunked())
        return takeChunks(received, request.body);
    const auto missing = request.fields.value("content-length").toLongLong() - request.body.size();
    request.body.append(received.left(missing));
    received.remove(0, missing);
    return request.body.size() == request.fields.value("content-length").toLongLong();
}

QByteArray chunk(const QByteArray& bytes)
{
    return QByteArray::number(bytes.size(), 16) + crlf + bytes + crlf;
}

} // namespace

EchoOrigin::EchoOrigin()
{
    connect(&m_server, &QTcpServer::newConnection, this, [this] { serve(m_server.nextPendingConnection()); });
    m_server.listen(QHostAddress::LocalHost, 0);
}

void EchoOrigin::serve(QTcpSocket* socket)
{
    auto connection = std::make_shared<Connection>();
    connection->socket = socket;
    connect(socket, &QTcpSocket::readyRead, this, [this, connection] { read(*connection); });
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
}

void EchoOrigin::read(Connection& connection)
{
    connection.received.append(connection.socket->readAll());
    while (!connection.isWebSocket) {
        if (!connection.head) {
            connection.head = takeHead(connection.received);
            if (!connection.head)
                return;
            if (connection.head->fields.value("expect").toLower() == "100-continue")
                connection.socket->write("HTTP/1.1 100 Continue\r\n\r\n");
        }
        if (!takeBody(connection.received, *connection.head))
            return;
        m_requests.push_back(*std::exchange(connection.head, std::nullopt));
        answer(connection, m_requests.back());
    }
    echoFrames(connection);
}

void EchoOrigin::answer(Connection& connection, const Request& request)
{
    auto& socket = *connection.socket;
    if (request.fields.contains("upgrade")) {
        socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                     "Sec-WebSocket-Accept: "
                     + webSocketAccept(request.fields.value("sec-websocket-key")) + "\r\n\r\n");
        connection.isWebSocket = true;
        return;
    }
    const bool hasTrailer = request.target.startsWith("/announced/");
    if (hasTrailer || request.target.startsWith("/pieces/")) {
        startPieces(&socket, request.target.split('/').back().toInt(), hasTrailer);
        return;
    }
    const auto body = request.method == "GET" ? QByteArray("hello") : request.body;
    socket.write("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nCache-Control: no-store\r\n"
                 "Content-Length: "
                 + QByteArray::number(body.size()) + "\r\n\r\n" + body);
}

void EchoOrigin::startPieces(QTcpSocket* socket, int count, bool hasTrailer)
{
    socket->write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n"
                  + QByteArray(hasTrailer ? "Trailer: X-Pieces\r\n\r\n" : "\r\n"));
    auto* timer = new QTimer(socket);
    connect(timer, &QTimer::timeout, socket, [=, sent = 0]() mutable {
        if (sent < count) {
            socket->write(chunk("piece " + QByteArray::number(sent++) + "\n"));
            return;
        }
        timer->stop();
        socket->write("0\r\n" + (hasTrailer ? "X-Pieces: " + QByteArray::number(count) + crlf : QByteArray()) + crlf);
    });
    timer->start(pieceMs);
}

void EchoOrigin::echoFrames(Connection& connection)
{
    while (auto frame = takeFrame(connection.received)) {
        if (frame->opcode == WebSocketFrame::Ping)
            frame->opcode = WebSocketFrame::Pong;
        connection.socket->write(encoded(*frame, false));
        if (frame->opcode == WebSocketFrame::Close)
            connection.socket->disconnectFromHost();
    }
}

} // namespace weir::integration

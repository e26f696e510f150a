// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/cli_setup.h"

#include <QFile>
#include <QHostAddress>

namespace weir::integration {

RawServer::RawServer(Greeting greeting)
{
    QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this, greeting] {
        while (auto* socket = m_server.nextPendingConnection()) {
            ++m_connections;
            greeting(*socket);
        }
    });
    m_server.listen(QHostAddress::LocalHost, 0);
}

RawServer::Greeting answering(const QByteArray& text)
{
    return [text](QTcpSocket& socket) {
        QObject::connect(&socket, &QTcpSocket::readyRead, &socket, [&socket, text] {
            socket.readAll();
            socket.write(text);
            socket.disconnectFromHost();
        });
    };
}

QString closedPort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost, 0);
    return QStringLiteral("http://127.0.0.1:%1/").arg(server.serverPort());
}

QJsonDocument jsonOf(const QString& text)
{
    return QJsonDocument::fromJson(text.toUtf8());
}

QStringList demo(const QStringList& more)
{
    return QStringList{"run", "-d", "0.3", "-r", "50", "--set", "load.warmup_s=0", "--set", "load.drain_s=30"} + more;
}

QString CliFolder::written(const QString& name, const QByteArray& text) const
{
    QFile file{path(name)};
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("no file");
    return file.fileName();
}

QByteArray CliFolder::content(const QString& name) const
{
    QFile file{path(name)};
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray{};
}

support::CsvTable CliFolder::measured(const QString& url, const QStringList& more) const
{
    const auto file = path("measured.csv");
    QFile::remove(file);
    const auto result = runCli(
        QStringList{"run", url, "-r", "20", "-d", "0.5", "--set", "load.warmup_s=0", "--quiet", "--csv", file} + more);
    if (result.exitCode != 0)
        qWarning("exit code %d: %s", result.exitCode, qPrintable(result.messages));
    return csvFile(file);
}

} // namespace weir::integration

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/nginx.h"

#include "tests/integration/certificates.h"

#include <QDir>
#include <QFile>
#include <QHostAddress>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <array>
#include <memory>

namespace weir::integration {

namespace {

constexpr int nginxPatienceMs = 20'000;
constexpr std::size_t servers = 4;

// Debian puts it where only root looks.
QString program()
{
    const auto found = QStandardPaths::findExecutable("nginx");
    return found.isEmpty() ? QStandardPaths::findExecutable("nginx", {"/usr/sbin", "/usr/local/sbin"}) : found;
}

// All open at once, so that they differ; nginx takes them a moment later.
std::vector<int> freePorts()
{
    std::array<QTcpServer, servers> holders;
    std::vector<int> ports;
    for (auto& holder : holders) {
        holder.listen(QHostAddress::LocalHost, 0);
        ports.push_back(holder.serverPort());
    }
    return ports;
}

// A single process answers as one worker does, and keeps the rights of whoever runs the test.
constexpr const char* beginning = R"(daemon off;
master_process off;
worker_processes 1;
pid FOLDER/nginx.pid;
error_log FOLDER/error.log warn;
events { worker_connections 1024; }
http {
    types { }
    default_type application/json;
    log_format sizes "$status $body_bytes_sent $connection $request_method $content_length $request_length";
    keepalive_requests 1000000;
    client_body_temp_path FOLDER/temporary;
    proxy_temp_path FOLDER/temporary;
    fastcgi_temp_path FOLDER/temporary;
    uwsgi_temp_path FOLDER/temporary;
    scgi_temp_path FOLDER/temporary;
    gzip_types application/json;
    gzip_min_length 1;
    root FOLDER/www;
    reset_timedout_connection on;
    split_clients $request_id $fate { 2% reset; * reply; }
)";

QString server(int port, const QString& log, const QString& more)
{
    return QStringLiteral(
               "    server {\n        listen 127.0.0.1:%1;\n        access_log FOLDER/%2.log sizes;\n%3    }\n")
        .arg(port)
        .arg(log, more);
}

} // namespace

bool Nginx::isInstalled()
{
    return !program().isEmpty();
}

QString Nginx::configuration() const
{
    auto text = QString(beginning);
    text += server(m_ports[0], "plain",
                   "        location = /moved { return 302 /small.json; }\n"
                   "        location = /accept { return 200 '{\"accepted\":true}'; }\n"
                   "        location = /shaky { if ($fate = reset) { return 444; } return 200 '{}'; }\n");
    text += server(m_ports[1], "compressing", "        gzip on;\n");
    text += server(m_ports[2], "unframed", "        gzip on;\n        chunked_transfer_encoding off;\n");
    text += server(m_ports[3], "secure",
                   "        ssl_certificate FOLDER/server.pem;\n        ssl_certificate_key FOLDER/server.key;\n")
                .replace("listen 127.0.0.1:" + QString::number(m_ports[3]),
                         "listen 127.0.0.1:" + QString::number(m_ports[3]) + " ssl");
    return QString(text + "}\n").replace("FOLDER", folder());
}

QString Nginx::start()
{
    if (!m_folder.isValid() || !QDir(folder()).mkpath("www") || !QDir(folder()).mkpath("temporary"))
        return QStringLiteral("no folder for nginx");
    if (auto problem = makeCertificates(folder()); !problem.isEmpty())
        return problem;
    QString problem;
    for (int attempt = 0; attempt < 3; ++attempt) // another program may take a port in between
        if (problem = startOnce(); problem.isEmpty())
            break;
    return problem;
}

QString Nginx::startOnce()
{
    m_ports = freePorts();
    QFile file{folder() + "/nginx.conf"};
    if (!file.open(QIODevice::WriteOnly) || file.write(configuration().toUtf8()) < 0)
        return file.errorString();
    file.close();
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.start(program(), {"-p", folder(), "-c", file.fileName(), "-e", folder() + "/error.log"});
    const bool answers = QTest::qWaitFor(
        [&] {
            QTcpSocket socket;
            socket.connectToHost(QHostAddress::LocalHost, static_cast<quint16>(m_ports.back()));
            return socket.waitForConnected(1000) || m_process.state() == QProcess::NotRunning;
        },
        nginxPatienceMs);
    if (answers && m_process.state() == QProcess::Running)
        return {};
    m_process.kill();
    m_process.waitForFinished();
    return QStringLiteral("nginx did not start: ") + QString::fromUtf8(m_process.readAll());
}

Nginx::~Nginx()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(nginxPatienceMs))
        m_process.kill();
}

bool Nginx::addFile(const QString& name, const QByteArray& content)
{
    QFile file{folder() + "/www/" + name};
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

QString Nginx::address(const char* scheme, std::size_t server) const
{
    return QStringLiteral("%1://127.0.0.1:%2").arg(scheme).arg(m_ports.at(server));
}

std::vector<Nginx::Entry> Nginx::logged(const QString& server) const
{
    QFile file{folder() + "/" + server + ".log"};
    std::vector<Entry> entries;
    if (!file.open(QIODevice::ReadOnly))
        return entries;
    for (const auto& line : QString::fromUtf8(file.readAll()).split('\n', Qt::SkipEmptyParts)) {
        const auto fields = line.split(' ');
        if (fields.size() == 6)
            entries.push_back(
                {fields[0].toInt(), fields[1].toULongLong(), fields[2], fields[3], fields[4], fields[5].toULongLong()});
    }
    return entries;
}

std::vector<Nginx::Entry> Nginx::takeLog(const QString& server, std::size_t expected)
{
    static_cast<void>(
        QTest::qWaitFor([&] { return logged(server).size() >= expected; }, nginxPatienceMs)); // the caller compares
    auto entries = logged(server);
    QFile::resize(folder() + "/" + server + ".log", 0); // nginx appends, so it goes on at the beginning
    return entries;
}

} // namespace weir::integration

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/certificates.h"

#include <QFile>
#include <QProcess>

namespace weir::integration {

namespace {

// Stands in for the system's openssl.cnf, which differs from machine to machine.
constexpr const char* configuration = R"([req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[server]
basicConstraints = critical, CA:FALSE
subjectAltName = DNS:localhost
extendedKeyUsage = serverAuth
)";

QString run(const QString& folder, const QString& arguments)
{
    QProcess openssl;
    openssl.setWorkingDirectory(folder);
    openssl.start(QStringLiteral("openssl"), arguments.split(' '));
    if (!openssl.waitForFinished(60'000) || openssl.exitCode() != 0)
        return QStringLiteral("openssl ") + arguments + ": " + QString::fromUtf8(openssl.readAllStandardError());
    return {};
}

} // namespace

QString makeCertificates(const QString& folder)
{
    QFile file{folder + "/openssl.cnf"};
    if (!file.open(QIODevice::WriteOnly) || file.write(configuration) < 0)
        return file.errorString();
    file.close();
    const QString key = QStringLiteral("-config openssl.cnf -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes ");
    auto problem = run(folder,
                       "req -x509 -days 2 -extensions authority -subj /CN=WeirTestAuthority " + key
                           + "-keyout ca.key -out ca.pem");
    if (problem.isEmpty())
        problem = run(folder, "req -subj /CN=localhost " + key + "-keyout server.key -out server.csr");
    if (problem.isEmpty())
        problem = run(folder,
                      "x509 -req -days 2 -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial "
                      "-extfile openssl.cnf -extensions server -out server.pem");
    return problem;
}

} // namespace weir::integration

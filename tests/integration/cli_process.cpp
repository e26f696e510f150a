// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/cli_process.h"

#include <QFile>
#include <QTest>

#include <csignal>

namespace weir::integration {

static constexpr int processPatienceMs = 60'000;

QString cliProgram()
{
    return QStringLiteral(WEIR_CLI);
}

CliResult runCli(const QStringList& arguments)
{
    return CliProcess{arguments}.result();
}

CliProcess::CliProcess(const QStringList& arguments)
{
    m_process.start(cliProgram(), arguments, QIODevice::ReadOnly);
}

CliProcess::~CliProcess()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished(processPatienceMs);
}

void CliProcess::collect()
{
    m_output += QString::fromUtf8(m_process.readAllStandardOutput());
    m_messages += QString::fromUtf8(m_process.readAllStandardError());
}

bool CliProcess::waitFor(const QString& text, QString& collected)
{
    return QTest::qWaitFor(
        [&] {
            collect();
            return collected.contains(text);
        },
        processPatienceMs);
}

bool CliProcess::waitForOutput(const QString& text)
{
    return waitFor(text, m_output);
}

bool CliProcess::waitForMessages(const QString& text)
{
    return waitFor(text, m_messages);
}

void CliProcess::signal(int number) const
{
    ::kill(static_cast<pid_t>(m_process.processId()), number);
}

CliResult CliProcess::result()
{
    const bool ended = QTest::qWaitFor([&] { return m_process.state() == QProcess::NotRunning; }, processPatienceMs);
    collect();
    CliResult result;
    if (ended && m_process.exitStatus() == QProcess::NormalExit && m_process.error() != QProcess::FailedToStart)
        result.exitCode = m_process.exitCode();
    result.output = m_output;
    result.messages = m_messages;
    return result;
}

support::CsvTable csvFile(const QString& path)
{
    QFile file{path};
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return support::CsvTable::parse(file.readAll().toStdString());
}

} // namespace weir::integration

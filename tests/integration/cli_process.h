// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/csv_table.h"

#include <QProcess>
#include <QStringList>

namespace weir::integration {

// What a finished weir-cli left behind.
struct CliResult {
    int exitCode = -1; // -1: did not end by itself
    QString output;
    QString messages; // standard error
};

QString cliProgram(); // weir-cli's path

// Runs weir-cli to its end. The test's event loop goes on meanwhile, so servers of the test may answer it.
CliResult runCli(const QStringList& arguments);

// weir-cli running; ended when this goes.
class CliProcess {
public:
    explicit CliProcess(const QStringList& arguments);
    ~CliProcess();

    bool waitForOutput(const QString& text);           // on standard output
    bool waitForMessages(const QString& text);         // on standard error
    const QString& output() const { return m_output; } // so far
    void signal(int number) const;
    CliResult result(); // waits for the end

private:
    bool waitFor(const QString& text, QString& collected);
    void collect();

    QProcess m_process;
    QString m_output;
    QString m_messages;
};

// A report that weir-cli wrote.
support::CsvTable csvFile(const QString& path);

} // namespace weir::integration

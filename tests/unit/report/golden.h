// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QString>
#include <QTest>

#include <string>

// A report compared with the file of that name in golden/. After an intended change: look at the difference, then
// write the files anew with WEIR_UPDATE_GOLDEN=1 in the environment of core_report_test, and commit them.
namespace weir::test {

inline QByteArray golden(const QString& name, const std::string& actual)
{
    QFile file{QStringLiteral(WEIR_GOLDEN_DIR "/") + name};
    if (qEnvironmentVariableIsSet("WEIR_UPDATE_GOLDEN")) {
        if (file.open(QIODevice::WriteOnly))
            file.write(actual.data(), static_cast<qint64>(actual.size()));
        return QByteArray::fromStdString(actual);
    }
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray{"no golden file"};
}

// The first line that differs is shown, which says more than two whole reports.
inline void compareWithGolden(const QString& name, const std::string& actual)
{
    const auto expected = golden(name, actual).split('\n');
    const auto lines = QByteArray::fromStdString(actual).split('\n');
    for (qsizetype i = 0; i < std::min(lines.size(), expected.size()); ++i)
        QCOMPARE(lines[i], expected[i]);
    QCOMPARE(lines.size(), expected.size());
}

} // namespace weir::test

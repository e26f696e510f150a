// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/csv.h"
#include "core/report/file_writer.h"
#include "tests/support/test_registry.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using weir::report::writeFile;

class FileTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::string path(const char* name) const { return m_folder.filePath(name).toStdString(); }

    static QByteArray content(const std::string& path)
    {
        QFile file{QString::fromStdString(path)};
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray{};
    }

private slots:
    void writesBytesAsTheyAre()
    {
        QVERIFY(writeFile(path("a.csv"), "x,y\r\n\xc3\xa4\r\n"));
        QCOMPARE(content(path("a.csv")), QByteArray("x,y\r\n\xc3\xa4\r\n"));
    }

    void replacesAndLeavesNothingBehind()
    {
        QVERIFY(writeFile(path("b.csv"), "a longer first text"));
        QVERIFY(writeFile(path("b.csv"), "second"));
        QCOMPARE(content(path("b.csv")), QByteArray("second"));
        QCOMPARE(QDir{m_folder.path()}.entryList({"b.csv*"}).size(), 1);
    }

    void pieceByPiece()
    {
        QVERIFY(writeFile(path("c.csv"), "earlier"));
        auto file = weir::report::FileWriter::open(path("c.csv"));
        QVERIFY(file.has_value());
        (*file)->write("one,");
        (*file)->write("two");
        QCOMPARE(content(path("c.csv")), QByteArray("earlier"));
        QVERIFY((*file)->close());
        QCOMPARE(content(path("c.csv")), QByteArray("one,two"));
    }

    void whatIsNotClosedWasNeverThere()
    {
        QVERIFY(weir::report::FileWriter::open(path("d.csv")).has_value());
        QVERIFY((QDir{m_folder.path()}.entryList({"d.csv*"}).isEmpty()));
    }

    void aLinkStaysALink()
    {
        QVERIFY(writeFile(path("real.csv"), "first"));
        QVERIFY(QFile::link(m_folder.filePath("real.csv"), m_folder.filePath("link.csv")));
        QVERIFY(writeFile(path("link.csv"), "second"));
        QCOMPARE(content(path("real.csv")), QByteArray("second"));
        QVERIFY(QFileInfo{m_folder.filePath("link.csv")}.isSymLink());
    }

    void saysWhyItFailed()
    {
        const auto status = writeFile(path("no/such/folder.csv"), "x");
        QVERIFY(!status);
        QCOMPARE(status.error().code, weir::base::Errc::Io);
        QVERIFY(status.error().context.starts_with("Cannot write " + path("no/such/folder.csv") + ": "));
        QVERIFY(status.error().context.find("No such file") != std::string::npos);
    }

    void aFolderIsNoFile()
    {
        const auto status = writeFile(m_folder.path().toStdString(), "x");
        QVERIFY(!status);
        QVERIFY(status.error().context.find(m_folder.path().toStdString()) != std::string::npos);
    }

    void devicesAreWrittenTo() { QVERIFY(!QFile::exists("/dev/null") || writeFile("/dev/null", "x")); }

    void aFullDeviceIsTold()
    {
        if (!QFile::exists("/dev/full"))
            QSKIP("no /dev/full here");
        QVERIFY(!writeFile("/dev/full", "x"));
    }
};

static const TestRegistration<FileTest> registeredFileTest;
#include "file_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/data_table.h"

#include "tests/support/test_registry.h"

#include <QTemporaryDir>
#include <QTest>

using namespace weir::settings;
using Cells = std::vector<std::string>;

static Cells cellsOf(const DataTable& table)
{
    Cells cells;
    for (std::size_t row = 0; row < table.rows(); ++row)
        for (std::size_t column = 0; column < table.columns().size(); ++column)
            cells.emplace_back(table.cell(row, column));
    return cells;
}

class DataTableTest : public QObject {
    Q_OBJECT

private slots:
    void readsCsv()
    {
        const auto table = parseCsvTable("name,e mail\r\nAda,a@x\r\n\"Lovelace, \"\"A\"\"\",\"two\r\nlines\"\n,\n");
        QVERIFY(table);
        QCOMPARE(table->columns(), (Cells{"name", "e mail"}));
        QCOMPARE(cellsOf(*table), (Cells{"Ada", "a@x", "Lovelace, \"A\"", "two\r\nlines", "", ""}));
        QCOMPARE(table->column("e mail"), std::optional<std::size_t>{1});
        QVERIFY(!table->column("mail"));
        QCOMPARE(parseCsvTable("a\n1")->rows(), std::size_t{1});         // no line end behind the last row
        QCOMPARE(parseCsvTable("id\n1\n2\n\n")->rows(), std::size_t{2}); // nor are blank lines rows there
        QCOMPARE(parseCsvTable("id,of\r\n1,2\r\n\r\n\r\n")->rows(), std::size_t{1});
    }

    // A line with nothing on it is no row. An empty value alone on its line is written with quotes.
    void leavesBlankLinesOut_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<Cells>("cells");
        const auto row = [](const char* name, const char* text, const Cells& cells) {
            QTest::newRow(name) << QString(text) << cells;
        };
        row("between rows", "id,of\n1,2\n\n3,4\n", {"1", "2", "3", "4"});
        row("several, CRLF", "id,of\r\n1,2\r\n\r\n\r\n3,4\r\n\r\n", {"1", "2", "3", "4"});
        row("around the header", "\n\r\nid,of\n\n1,2", {"1", "2"});
        row("one column", "id\n1\n\n2\n", {"1", "2"});
        row("one column, quoted", "id\n1\n\"\"\n2\n", {"1", "", "2"});
        row("quoted, at the end", "id\n\"\"\n\n", {""});
        row("within quotes", "id\n\"a\n\nb\"\n\n2", {"a\n\nb", "2"});
        row("empty values", "id,of\n,\n\n1,", {"", "", "1", ""});
    }
    void leavesBlankLinesOut()
    {
        QFETCH(QString, text);
        QFETCH(Cells, cells);
        const auto table = parseCsvTable(text.toStdString());
        QVERIFY(table);
        QCOMPARE(cellsOf(*table), cells);
    }

    void saysWhereCsvIsWrong_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("error");
        const auto row = [](const char* text, const char* error) { QTest::newRow(error) << text << error; };
        row("", "line 1, column 1: no header row");
        row("\n\n", "line 1, column 1: no header row");
        row("a,b\n\n1,2\n\n3", "line 5, column 1: the row has 1 fields where the header has 2");
        row("a,b\n", "line 2, column 1: no row behind the header");
        row("a,,c\n1,2,3", "line 1: column 2 has no name");
        row("a,b,a\n1,2,3", "line 1: two columns are named \"a\"");
        row("a,b\n1,2\n3", "line 3, column 1: the row has 1 fields where the header has 2");
        row("a,b\n\"1\n1\",2\n3,4,5", "line 4, column 5: the row has 3 fields where the header has 2");
        row("a,b\n1,x\"y\"", "line 2, column 4: a quote inside a field that does not begin with one");
        row("a,b\n\xc3\xa9,\"y\"z", "line 2, column 6: text behind a closing quote");
        row("a,b\n1,\"y\nz", "line 2, column 3: a quote that is never closed");
    }
    void saysWhereCsvIsWrong()
    {
        QFETCH(QString, text);
        QFETCH(QString, error);
        const auto table = parseCsvTable(text.toStdString());
        QVERIFY(!table);
        QCOMPARE(QString::fromStdString(table.error().context), error);
    }

    void readsJson()
    {
        const auto table = parseJsonTable(R"([{"id": 1, "name": "Ada", "score": 1.5, "ok": true, "of": null, "in": [1]},
            {"name": "Bob", "more": 1, "id": "x", "score": 2, "ok": false, "of": "", "in": {"a": 1}}])");
        QVERIFY(table);
        QCOMPARE(table->columns(), (Cells{"id", "name", "score", "ok", "of", "in"}));
        QCOMPARE(cellsOf(*table),
                 (Cells{"1", "Ada", "1.5", "true", "", "[1]", "x", "Bob", "2", "false", "", R"({"a":1})"}));
    }

    void saysWhereJsonIsWrong_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("error");
        const auto row = [](const char* text, const char* error) { QTest::newRow(error) << text << error; };
        row("{}", "line 1, column 1: the file is not a list of objects");
        row("[]", "the list has no entry");
        row("[5]", "entry 1 is not an object with members");
        row("[{\"a\": 1}, 5]", "entry 2 is not an object");
        row("[{\"a\": 1}, {\"b\": 2}]", "entry 2 has no \"a\"");
    }
    void saysWhereJsonIsWrong()
    {
        QFETCH(QString, text);
        QFETCH(QString, error);
        const auto table = parseJsonTable(text.toStdString());
        QVERIFY(!table);
        QCOMPARE(QString::fromStdString(table.error().context), error);
        const auto broken = parseJsonTable("[\n{\"a\": }]");
        QVERIFY(!broken && broken.error().context.starts_with("line 2, column "));
    }

    void readsFilesByTheirName()
    {
        const QTemporaryDir folder;
        const auto write = [&](const char* name, const QByteArray& bytes) {
            QFile file{folder.filePath(name)};
            return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
        };
        QVERIFY(write("a.csv", "\xef\xbb\xbfn\n1\n") && write("a.json", "[{\"n\": 2}]")
                && write("bad.csv", "n\n\xff\n"));
        const auto path = [&](const char* name) { return folder.filePath(name).toStdString(); };
        QCOMPARE(cellsOf(*readTable(path("a.csv"))), (Cells{"1"}));
        QCOMPARE(readTable(path("a.csv"))->columns(), (Cells{"n"})); // without the byte order mark
        QCOMPARE(cellsOf(*readTable(path("a.json"))), (Cells{"2"}));
        QCOMPARE(readTable(path("bad.csv")).error().context, std::string{"is not text in UTF-8"});
        QCOMPARE(readTable(path("none.csv")).error().context, std::string{"is not a file"});
    }
};

static const TestRegistration<DataTableTest> registeredDataTableTest;
#include "data_table_test.moc"

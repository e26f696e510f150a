// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/table.h"

#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir::report;

class TableTest : public QObject {
    Q_OBJECT

private slots:
    void alignsByCharactersNotBytes()
    {
        Table table{{"Name", "n", "→"}};
        table.add({"ä", "10", "1"});
        table.add({"long name", "7", "12\u202f345"});
        QCOMPARE(QString::fromStdString(table.text()),
                 QString::fromUtf8("Name        n       →\n"
                                   "ä          10       1\n"
                                   "long name   7  12\u202f345\n"));
        QCOMPARE(table.width(), std::size_t{21});
    }

    void shortensBetweenCharacters()
    {
        QCOMPARE(shortened("äöü", 3), std::string{"äöü"});
        QCOMPARE(shortened("äöüß", 3), std::string{"äö…"});
        QCOMPARE(shortened("", 3), std::string{});
    }

    void wrapsAtBlanks()
    {
        QCOMPARE(wrapped("one two three", 7), (std::vector<std::string>{"one two", "three"}));
        QCOMPARE(wrapped("unbreakable x", 5), (std::vector<std::string>{"unbreakable", "x"}));
    }
};

static const TestRegistration<TableTest> registeredTableTest;
#include "table_test.moc"

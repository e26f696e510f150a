// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/utf8.h"

#include "tests/support/test_registry.h"

#include <QTest>

#include <array>

using namespace weir::base;

class Utf8Test : public QObject {
    Q_OBJECT

private slots:
    void knowsWhatIsWellFormed_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("isGood");
        QTest::newRow("empty") << QByteArray() << true;
        QTest::newRow("ascii") << QByteArray("plain\n") << true;
        QTest::newRow("two, three and four bytes") << QByteArray("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80") << true;
        QTest::newRow("last character") << QByteArray("\xf4\x8f\xbf\xbf") << true;
        QTest::newRow("beyond the last") << QByteArray("\xf4\x90\x80\x80") << false;
        QTest::newRow("overlong slash") << QByteArray("\xc0\xaf") << false;
        QTest::newRow("overlong in three") << QByteArray("\xe0\x80\xaf") << false;
        QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << false;
        QTest::newRow("cut short") << QByteArray("\xe2\x82") << false;
        QTest::newRow("stray continuation") << QByteArray("\x80") << false;
        QTest::newRow("latin-1") << QByteArray("caf\xe9 au") << false;
        QTest::newRow("ff") << QByteArray("\xff") << false;
    }
    void knowsWhatIsWellFormed()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, isGood);
        QCOMPARE(isUtf8(bytes.toStdString()), isGood);
    }

    void cutsBetweenCharacters()
    {
        const std::string text = "a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80z"; // 1, 2, 3, 4 and 1 bytes
        const std::array<std::size_t, 13> kept{0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11};
        for (std::size_t most = 0; most < kept.size(); ++most)
            QCOMPARE(frontOf(text, most).size(), kept[most]);
        QCOMPARE(frontOf("\x80\x80\x80\x80\x80", 4).size(), std::size_t{4}); // no characters at all: as it is
        QCOMPARE(frontOf("caf\xe9", 4).size(), std::size_t{3});              // the beginning of one
    }

    void countsPrintableCharacters()
    {
        QCOMPARE(printableLength("\xc3\xa4\xe2\x82\xac"), std::optional<std::size_t>{2});
        QVERIFY(!printableLength("a\tb"));
        QVERIFY(!printableLength("\x7f"));
        QVERIFY(!printableLength("\xc2\x85")); // a control character beyond ASCII
    }
};

static const TestRegistration<Utf8Test> registeredUtf8Test;
#include "utf8_test.moc"

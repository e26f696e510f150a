// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/visible_text.h"

#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir::base;

class VisibleTextTest : public QObject {
    Q_OBJECT

private slots:
    void writesOutWhatIsNotSeen_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("shown");
        QTest::newRow("empty") << QByteArray() << QByteArray();
        QTest::newRow("ascii") << QByteArray("GET /a?b=<h1>&c=\\n") << QByteArray("GET /a?b=<h1>&c=\\n");
        QTest::newRow("letters") << QByteArray("Größe – 12\u202f345 é 日本 😀")
                                 << QByteArray("Größe – 12\u202f345 é 日本 😀");
        QTest::newRow("emoji style") << QByteArray("❤\ufe0f") << QByteArray("❤\ufe0f");
        QTest::newRow("colour") << QByteArray("\x1b[31mred\x1b[0m") << QByteArray("\\x1b[31mred\\x1b[0m");
        QTest::newRow("window title") << QByteArray("\x1b]0;root\x07") << QByteArray("\\x1b]0;root\\x07");
        QTest::newRow("C1 as UTF-8") << QByteArray("\u009b31m") << QByteArray("\\u009b31m");
        QTest::newRow("C1 as a byte") << QByteArray("\x9b\x33\x31m") << QByteArray("\\x9b31m");
        QTest::newRow("NUL and delete") << QByteArray("a\0b\x7f", 4) << QByteArray("a\\x00b\\x7f");
        QTest::newRow("carriage return") << QByteArray("ok\rVALID") << QByteArray("ok\\rVALID");
        QTest::newRow("line break") << QByteArray("a\nVerdict: VALID\tb") << QByteArray("a\\nVerdict: VALID\\tb");
        QTest::newRow("override") << QByteArray("file\u202egpj.exe") << QByteArray("file\\u202egpj.exe");
        QTest::newRow("isolates") << QByteArray("\u2066\u2067\u2068\u2069")
                                  << QByteArray("\\u2066\\u2067\\u2068\\u2069");
        QTest::newRow("zero width") << QByteArray("pay\u200bpal\u200d\u2060")
                                    << QByteArray("pay\\u200bpal\\u200d\\u2060");
        QTest::newRow("marks") << QByteArray("\u200e\u200f\u061c") << QByteArray("\\u200e\\u200f\\u061c");
        QTest::newRow("soft hyphen") << QByteArray("co\u00adop") << QByteArray("co\\u00adop");
        QTest::newRow("byte order mark") << QByteArray("\ufeff{}") << QByteArray("\\ufeff{}");
        QTest::newRow("separators") << QByteArray("\u2028\u2029") << QByteArray("\\u2028\\u2029");
        QTest::newRow("tag characters") << QByteArray("\U000e0041\U000e007f") << QByteArray("\\U000e0041\\U000e007f");
        QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << QByteArray("\\xed\\xa0\\x80");
        QTest::newRow("latin-1") << QByteArray("caf\xe9!") << QByteArray("caf\\xe9!");
        QTest::newRow("overlong escape") << QByteArray("\xc0\x9b") << QByteArray("\\xc0\\x9b");
        QTest::newRow("cut short") << QByteArray("a\xe2\x82") << QByteArray("a\\xe2\\x82");
        QTest::newRow("cut by a letter") << QByteArray("\xe2\x82z") << QByteArray("\\xe2\\x82z");
    }
    void writesOutWhatIsNotSeen()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, shown);
        QCOMPARE(QByteArray::fromStdString(visible(text.toStdString())), shown);
        // What is shown is shown as it is.
        QCOMPARE(QByteArray::fromStdString(visible(shown.toStdString())), shown);
    }

    void leavesLinesWhereTheyAreWanted()
    {
        QCOMPARE(visibleLines("{\n\t\"a\": \x1b[2J\r\n}"), std::string("{\n\t\"a\": \\x1b[2J\\r\n}"));
    }

    void makesUtf8OfAnyBytes()
    {
        QCOMPARE(asUtf8("caf\xe9\x1b \u202e"), std::string("caf\\xe9\x1b \u202e"));
        QCOMPARE(asUtf8("café"), std::string("café"));
    }

    // Qt's tables of Unicode are the judge: every control, separator and surrogate, and of the format characters all
    // but those that have a glyph of their own.
    void knowsEveryCharacterThatIsNotSeen()
    {
        const QList<std::pair<char32_t, char32_t>> withGlyph{{0x600, 0x605},    {0x6dd, 0x6dd}, {0x70f, 0x70f},
                                                             {0x890, 0x891},    {0x8e2, 0x8e2}, {0x110bd, 0x110bd},
                                                             {0x110cd, 0x110cd}};
        const auto isUnseen = [&](char32_t c) {
            switch (QChar::category(c)) {
            case QChar::Other_Control:
            case QChar::Other_Surrogate:
            case QChar::Separator_Line:
            case QChar::Separator_Paragraph: return true;
            case QChar::Other_Format: break;
            default: return false;
            }
            return std::ranges::none_of(withGlyph, [c](auto range) { return c >= range.first && c <= range.second; });
        };
        for (char32_t c = 0; c <= 0x10ffff; ++c) {
            if (isUnseen(c))
                QVERIFY2(isInvisible(c), qPrintable(QString::number(c, 16)));
            else if (QChar::isPrint(c) && QChar::category(c) != QChar::Mark_NonSpacing
                     && QChar::category(c) != QChar::Letter_Other && c != 0xfffc)
                QVERIFY2(!isInvisible(c), qPrintable(QString::number(c, 16)));
            if (QChar::isNonCharacter(c))
                QVERIFY2(isInvisible(c), qPrintable(QString::number(c, 16)));
        }
    }

    // Ignorable though letters or marks; and their neighbours, which are not.
    void knowsFillersAndSelectors()
    {
        for (const char32_t c :
             {0x34f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180f, 0x3164, 0xffa0, 0xfe00, 0xe0100})
            QVERIFY2(isInvisible(c), qPrintable(QString::number(c, 16)));
        for (const char32_t c :
             {0x34e, 0x350, 0x1161, 0x17b6, 0x3163, 0x3165, 0xfe0e, 0xfe0f, 0xfffd, 0x20, 0xa0, 0xae})
            QVERIFY2(!isInvisible(c), qPrintable(QString::number(c, 16)));
    }
};

static const TestRegistration<VisibleTextTest> registeredVisibleTextTest;
#include "visible_text_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/knob_text.h"

#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir;
using namespace weir::ui;

class KnobTextTest : public QObject {
    Q_OBJECT

private slots:
    void sizesRead_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("bytes");
        QTest::newRow("plain") << "65536" << qint64(65536);
        QTest::newRow("MiB") << "64 MiB" << qint64(64) * 1024 * 1024;
        QTest::newRow("short") << "64m" << qint64(64) * 1024 * 1024;
        QTest::newRow("MB is binary, too") << "1 MB" << qint64(1024) * 1024;
        QTest::newRow("fraction") << " 1.5 GiB " << qint64(1610612736);
        QTest::newRow("grouped") << "1 000 000" << qint64(1000000);
        QTest::newRow("bytes") << "512 B" << qint64(512);
        QTest::newRow("zero") << "0" << qint64(0);
    }

    void sizesRead()
    {
        QFETCH(QString, text);
        QFETCH(qint64, bytes);
        QCOMPARE(parseByteSize(text), std::optional<std::int64_t>(bytes));
    }

    void whatIsNoSize()
    {
        for (const char* text : {"", "MiB", "12x", "-5", "1 2 3 KiB x", "1e99 TiB", "9999999999 TiB"})
            QVERIFY2(!parseByteSize(QString::fromLatin1(text)), text);
    }

    void sizesShownReadBackTheSame()
    {
        for (const std::int64_t bytes :
             {0LL, 1LL, 1000LL, 1023LL, 1024LL, 1500LL, 65536LL, 67108864LL, 68719476736LL, 1536LL, 123456789LL})
            QCOMPARE(parseByteSize(byteSizeText(bytes)), std::optional<std::int64_t>(bytes));
        QCOMPARE(byteSizeText(67108864), QStringLiteral("64 MiB"));
        QCOMPARE(byteSizeText(1500), QStringLiteral("1500 B"));
        QCOMPARE(byteSizeText(1536), QStringLiteral("1.5 KiB"));
    }

    void numbersRead()
    {
        const auto path = settings::findKnob("load.rate");
        QCOMPARE(std::get<double>(*parseNumber(*path, QStringLiteral("2 000 req/s"))), 2000.0);
        QVERIFY(!parseNumber(*path, QStringLiteral("fast")));
        QVERIFY(!parseNumber(*path, QString()));
        const auto unlimited = settings::findKnob("pool.max_requests_per_connection");
        QCOMPARE(std::get<std::int64_t>(*parseNumber(*unlimited, QStringLiteral("Unlimited"))), 0);
    }

    void everyKnobHasATip()
    {
        for (const auto& section : settings::sections())
            for (const auto& knob : section.knobs) {
                const QString tip = tipText(settings::KnobPath{&section, &knob, section.isRecordList ? "x" : ""});
                QVERIFY(tip.contains(fromUtf8(knob.key)));
                QVERIFY(tip.contains(fromUtf8(knob.help).toHtmlEscaped()));
            }
    }
};

static const TestRegistration<KnobTextTest> registeredKnobTextTest;
#include "knob_text_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/window_words.h"

#include "tests/support/test_registry.h"

#include <QElapsedTimer>
#include <QTest>

using namespace weir;
using namespace weir::ui;

class WindowWordsTest : public QObject {
    Q_OBJECT

private slots:
    void namesWhatStandsOnThePage_data()
    {
        QTest::addColumn<QString>("core");
        QTest::addColumn<QString>("window");
        QTest::newRow("blocks") << QStringLiteral("--block-seconds = 0.3: is too short for latency_p90_ms, which takes "
                                                  "100 requests; choose 6 s and more, a lower percentile (--metric "
                                                  "latency_p50_ms) or a higher rate")
                                << QStringLiteral(
                                       "Blocks = 0.3: is too short for p90 of answered requests, which takes "
                                       "100 requests; choose 6 s and more, a lower percentile (Judged by p50 "
                                       "of answered requests) or a higher rate");
        QTest::newRow("knob") << QStringLiteral("pool.max_connections = 0: is below the minimum 1")
                              << QStringLiteral("Maximum connections = 0: is below the minimum 1");
        QTest::newRow("settings") << QStringLiteral("pair 1: pool.max_connections=32, cache.enabled=false a.b=c")
                                  << QStringLiteral("pair 1: Maximum connections 32, Cache off a.b=c");
        QTest::newRow("end of a sentence") << QStringLiteral("another --from.") << QStringLiteral("another From.");
        QTest::newRow("of a record") << QStringLiteral("the --to, above --from")
                                     << QStringLiteral("the To, above From");
        QTest::newRow("unknown") << QStringLiteral("--no-such, no.knob, a-b, x_y")
                                 << QStringLiteral("--no-such, no.knob, a-b, x_y");
        QTest::newRow("host") << QStringLiteral("http://load.rate/load.rate load.rate.example")
                              << QStringLiteral("http://load.rate/load.rate load.rate.example");
        QTest::newRow("nothing") << QString() << QString();
    }
    void namesWhatStandsOnThePage()
    {
        QFETCH(QString, core);
        QTEST(windowWords(core), "window");
    }

    void writesAProblemOnOneLine()
    {
        QCOMPARE(problemText({"--variant", "pool.max_connections=64", "is what the scenario has already",
                              "choose another value"}),
                 QStringLiteral("Variant = Maximum connections 64: is what the scenario has already; choose another "
                                "value"));
    }

    // A megabyte of what looks like a key is one pass over it.
    void costsNoMoreThanItsLength()
    {
        const QString long1 = QString(500000, u'a') + u'.' + QString(500000, u'_');
        QCOMPARE(windowWords(long1), long1);
        QString many;
        for (int i = 0; i < 10000; ++i)
            many += QStringLiteral("--knob ");
        QCOMPARE(windowWords(many).size(), 10000 * 5);
    }
};

static const TestRegistration<WindowWordsTest> registeredWindowWordsTest;
#include "window_words_test.moc"

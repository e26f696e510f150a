// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/json.h"
#include "tests/support/test_registry.h"
#include "tests/unit/settings/knob_samples.h"

#include <QTest>

using namespace weir::settings;

static std::expected<Scenario, std::vector<Problem>> read(const QString& thresholds)
{
    return readScenario(QStringLiteral(R"({"weir": 1, "thresholds": %1})").arg(thresholds).toStdString());
}

class ThresholdLinesTest : public QObject {
    Q_OBJECT

private slots:
    void partsBecomeALine_data()
    {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("line");
        QTest::newRow("a line") << R"("p(99)<50")"
                                << "p(99)<50";
        QTest::newRow("expr") << R"({"expr": "p(99)<50"})"
                              << "p(99)<50";
        QTest::newRow("endpoint") << R"({"endpoint": "search", "expr": "p(99)<50"})"
                                  << "search: p(99)<50";
        QTest::newRow("phase") << R"({"phase": "ramp", "expr": "p(99)<50"})"
                               << "@ramp: p(99)<50";
        QTest::newRow("all") << R"({"expr": "p(99)<50", "endpoint": "a b", "phase": "ramp", "abort": true,
                                    "abort_after_s": 2.5})"
                             << "a b @ramp: p(99)<50 abort after 2.5 s";
        QTest::newRow("abort at once") << R"({"expr": "p(99)<50", "abort": true})"
                                       << "p(99)<50 abort";
        QTest::newRow("no abort") << R"({"expr": "p(99)<50", "abort": false, "abort_after_s": 3})"
                                  << "p(99)<50";
    }
    void partsBecomeALine()
    {
        QFETCH(const QString, written);
        const auto scenario = read('[' + written + ']');
        QVERIFY2(scenario, scenario ? "" : text(scenario.error()).c_str());
        QCOMPARE(scenario->scenario.thresholds.size(), std::size_t{1});
        QTEST(QString::fromStdString(scenario->scenario.thresholds.front()), "line");
    }

    void saysWhichPartIsWrong_data()
    {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("says");
        QTest::newRow("none") << R"({})"
                              << "expr: is missing";
        QTest::newRow("unknown") << R"({"exprs": "p(99)<50"})"
                                 << "did you mean expr";
        QTest::newRow("not a text") << R"({"expr": 5})"
                                    << "expr: is not a text";
        QTest::newRow("not a flag") << R"({"expr": "a<1", "abort": 1})"
                                    << "abort: is not true or false";
        QTest::newRow("before") << R"({"expr": "a<1", "abort_after_s": -1})"
                                << "is not a number of seconds";
    }
    void saysWhichPartIsWrong()
    {
        QFETCH(const QString, written);
        QFETCH(const QString, says);
        const auto scenario = read('[' + written + ']');
        QVERIFY(!scenario);
        QVERIFY2(shown(scenario.error()).contains(says), qPrintable(shown(scenario.error())));
        QVERIFY(shown(scenario.error()).startsWith("thresholds"));
    }
};

static const TestRegistration<ThresholdLinesTest> registeredThresholdLinesTest;
#include "threshold_lines_test.moc"

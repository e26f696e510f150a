// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/tuning_log.h"

#include "tests/support/test_registry.h"
#include "tests/unit/report/sample_tuning.h"
#include "ui/experiments/evidence_model.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace weir;
using namespace weir::ui;
using experiment::TuningReport;
using test::SampleTuning;

class TuningLogTest : public QObject {
    Q_OBJECT

private slots:
    void keepsWhatWasTriedPerScenario()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("log.jsonl"));
        auto report = std::make_shared<TuningReport>(SampleTuning::aTry());
        report->variants.front().guards = {"endpoint <b>search</b>"};
        {
            TuningLog log(path);
            log.setScenario(QStringLiteral("a"));
            log.add(report, QStringLiteral("a"));
            log.setFate(QString::fromStdString(report->id), 0, TriedThing::Fate::Kept);
            log.setScenario(QStringLiteral("b"));
            QCOMPARE(log.rowCount(), 0);
            log.add(report, QStringLiteral("c")); // which is not open
            QCOMPARE(log.rowCount(), 0);
            log.setScenario(QStringLiteral("a"));
            QCOMPARE(log.rowCount(), 1);
        }
        { // what is cut off, or is no JSON, costs nothing else
            QFile file(path);
            QVERIFY(file.open(QIODevice::Append));
            file.write("nonsense\n{\"scenario\":\"a\",\"exp");
        }
        TuningLog again(path);
        again.setScenario(QStringLiteral("a"));
        QCOMPARE(again.rowCount(), 1);
        const auto& thing = again.things().front();
        QCOMPARE(thing.tried, QStringLiteral("Cache on"));
        QCOMPARE(thing.fate, TriedThing::Fate::Kept);
        QCOMPARE(thing.guards, QStringLiteral("endpoint <b>search</b>"));
        QVERIFY(thing.verdict != QStringLiteral("better"));
        QCOMPARE(again.index(0, TuningLog::Fate).data().toString(), QStringLiteral("✓ kept"));
    }

    // A broken guard never stands behind a word that says nothing of it.
    void saysInTheVerdictThatAGuardBroke_data()
    {
        QTest::addColumn<analysis::Judgement>("judgement");
        QTest::addColumn<QString>("word");
        QTest::newRow("unclear") << analysis::Judgement::Unclear << QStringLiteral("worse beside it");
        QTest::newRow("none") << analysis::Judgement::NoDifference << QStringLiteral("worse beside it");
        QTest::newRow("better") << analysis::Judgement::Better << QStringLiteral("better, but");
        QTest::newRow("worse") << analysis::Judgement::Worse << QStringLiteral("worse");
    }
    void saysInTheVerdictThatAGuardBroke()
    {
        QFETCH(analysis::Judgement, judgement);
        const QTemporaryDir folder;
        auto report = std::make_shared<TuningReport>(SampleTuning::aTry());
        report->variants.front().guards = {"endpoint search"};
        report->variants.front().estimates.front().judgement = judgement;
        TuningLog log(folder.filePath(QStringLiteral("log.jsonl")));
        log.setScenario(QStringLiteral("a"));
        log.add(report, QStringLiteral("a"));
        const auto cell = log.index(0, TuningLog::Verdict);
        QTEST(cell.data().toString(), "word");
        QVERIFY(cell.data(EvidenceModel::WarnedRole).toBool());
        QVERIFY(cell.data(Qt::ToolTipRole).toString().contains(QStringLiteral("endpoint search")));
    }

    // Ten thousand lines of two scenarios: read in a moment, and the newest of one are shown.
    void aLongLogIsReadFromItsEnd()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("log.jsonl"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        for (int i = 0; i < 10000; ++i)
            file.write(QStringLiteral("{\"scenario\":\"%1\",\"experiment\":\"%2\",\"tried\":\"%2\"}\n")
                           .arg(i % 2 ? QStringLiteral("a") : QStringLiteral("b"))
                           .arg(i)
                           .toUtf8());
        file.close();
        TuningLog log(path);
        log.setScenario(QStringLiteral("a"));
        QCOMPARE(log.rowCount(), 1000);
        QCOMPARE(log.things().front().tried, QStringLiteral("9999"));
    }

    void aFolderThatCannotBeWrittenIsTold()
    {
        const QTemporaryDir folder;
        QFile blocker(folder.filePath(QStringLiteral("file")));
        QVERIFY(blocker.open(QIODevice::WriteOnly));
        TuningLog log(folder.filePath(QStringLiteral("file/log.jsonl")));
        log.setScenario(QStringLiteral("a"));
        log.add(std::make_shared<const TuningReport>(SampleTuning::aTry()), QStringLiteral("a"));
        QCOMPARE(log.rowCount(), 1); // it goes on in memory
        QVERIFY(log.trouble().contains(QStringLiteral("log.jsonl")));
    }
};

static const TestRegistration<TuningLogTest> registeredTuningLogTest;
#include "tuning_log_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// weir-cli calibrate, and what later runs make of it.
#include "tests/integration/cli_process.h"
#include "tests/support/test_registry.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <csignal>

using namespace weir::integration;

namespace {

const QStringList fast{"-r", "400", "--set", "load.warmup_s=0", "--set", "load.drain_s=30"};

} // namespace

class CalibrateTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    QString path(const QString& name) const { return m_folder.filePath(name); }
    QJsonObject json(const QString& name) const
    {
        QFile file{path(name)};
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject{};
    }
    QString storedFile() const
    {
        const QDir folder{path("state/weir/calibration")};
        const auto files = folder.entryList({"*.json"});
        return files.size() == 1 ? folder.filePath(files.front()) : QString{};
    }
    CliResult run(const QStringList& more) const
    {
        return runCli(QStringList{"run"} + fast + QStringList{"-d", "0.3", "--csv", path("run.csv")} + more);
    }
    QString column(const QString& name) const // of the total
    {
        const auto table = csvFile(path("run.csv"));
        if (!table.has(name.toStdString()))
            return "no such column";
        for (const auto row : table.rowsOf("*"))
            if (table.count(row, "requests") > 0)
                return QString::fromStdString(table.text(row, name.toStdString()));
        return "no row";
    }

private slots:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        qputenv("XDG_STATE_HOME", path("state").toUtf8());
    }

    void anUncalibratedRunSaysNothing()
    {
        const auto result = run({});
        QCOMPARE(result.exitCode, 0);
        QVERIFY(!result.output.contains("noise on this machine"));
        QCOMPARE(column("noise_floor_p50_ratio"), QString{});
    }

    void refusesPlansThatMakeNoSense_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::newRow("no blocks") << QStringList{"--blocks", "0"};
        QTest::newRow("half a block") << QStringList{"--blocks", "7.5"};
        QTest::newRow("no length") << QStringList{"--seconds", "nan"};
        QTest::newRow("nothing known") << QStringList{"--only", "everything"};
    }
    void refusesPlansThatMakeNoSense()
    {
        QFETCH(QStringList, options);
        const auto result = runCli(QStringList{"calibrate"} + options);
        QCOMPARE(result.exitCode, 104);
        QVERIFY(result.messages.contains(options.front()));
    }

    void interruptedKeepsNothing()
    {
        CliProcess calibration{QStringList{"calibrate", "--only", "noise", "--blocks", "1000"} + fast};
        QVERIFY(calibration.waitForMessages("to go"));
        calibration.signal(SIGINT);
        const auto result = calibration.result();
        QCOMPARE(result.exitCode, 105);
        QVERIFY(result.output.contains("Timer lag"));
        QCOMPARE(storedFile(), QString{});
    }

    // The floor recomputed from the blocks it tells: three pairs, Student's t at 97.5 % with 3 degrees is 3.182446.
    void laterRunsOfTheScenarioFindTheNoise()
    {
        const auto calibrated = runCli(QStringList{"calibrate", "--only", "noise", "--blocks", "6", "--seconds", "0.3",
                                                   "--json", path("calibration.json"), "--quiet"}
                                       + fast);
        QVERIFY2(calibrated.exitCode == 0, qPrintable(calibrated.messages));
        QVERIFY2(calibrated.output.contains("Noise floor"), qPrintable(calibrated.output));
        const auto blocks = json("calibration.json")["blocks"].toArray();
        QCOMPARE(blocks.size(), 6);
        double squares = 0;
        double largest = 0;
        for (int pair = 0; pair < 3; ++pair) {
            const double difference = std::log(blocks[2 * pair + 1].toObject()["p50"].toDouble()
                                               / blocks[2 * pair].toObject()["p50"].toDouble());
            squares += difference * difference;
            largest = std::max(largest, std::abs(difference));
        }
        const double floor = std::expm1(std::max(largest, 3.182446 * std::sqrt(squares / 3)));
        const auto told = json("calibration.json")[QLatin1String("noise_floor")][QLatin1String("floor")]
                                                  [QLatin1String("p50")][QLatin1String("ratio")]
                                                      .toDouble();
        QVERIFY2(std::abs(told - floor) < 1e-4 * (1 + floor), qPrintable(QString("%1 %2").arg(told).arg(floor)));

        const auto result = run({"--json", path("run.json")});
        QCOMPARE(result.exitCode, 0);
        QVERIFY2(result.output.contains("are noise on this machine"), qPrintable(result.output));
        QVERIFY(std::abs(column("noise_floor_p50_ratio").toDouble() - told) < 2e-6);
        QCOMPARE(column("noise_floor_p99_ratio"), QString{}); // 120 requests have no p99
        QCOMPARE(column("noise_floor_block_s").toDouble(), 0.3);
        const auto inJson = json("run.json")["noise_floor"].toArray();
        QVERIFY(std::abs(inJson[0].toObject()["p50_ratio"].toDouble() - told) < 2e-6);

        QCOMPARE(run({"--set", "pool.max_connections=7"}).exitCode, 0); // another scenario
        QCOMPARE(column("noise_floor_p50_ratio"), QString{});
    }

    void moreThanTheMachineCanSendIsTold()
    {
        const auto calibrated = runCli(QStringList{"calibrate", "--only", "drive", "--json", path("drive.json")}
                                       + fast);
        QVERIFY2(calibrated.exitCode == 0, qPrintable(calibrated.messages));
        const auto drive = json("drive.json")["drive"].toObject();
        QVERIFY(drive["closed_rps"].toDouble() > 0);
        QVERIFY(drive["valid_rps"].toDouble() <= drive["closed_rps"].toDouble());
        QVERIFY(drive["trials"].toArray().size() >= 2);
        const double most = drive["valid_rps"].toDouble();
        if (most == 0)
            QSKIP("This machine is too busy for any rate to be valid.");
        const auto result = run({"-r", QString::number(2 * most), "-d", "0.1"});
        QVERIFY2(result.messages.contains("more than this machine can send"), qPrintable(result.messages));
        QVERIFY(!run({}).messages.contains("more than this machine can send"));
    }

    void aDamagedFileIsToldAndIgnored()
    {
        QVERIFY(!storedFile().isEmpty());
        QFile file{storedFile()};
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.resize(file.size() / 2));
        file.close();
        const auto result = run({});
        QCOMPARE(result.exitCode, 0);
        QVERIFY2(result.messages.contains("is ignored"), qPrintable(result.messages));
        QCOMPARE(column("noise_floor_p50_ratio"), QString{});
    }
};

static const TestRegistration<CalibrateTest> registeredCalibrateTest;
#include "calibrate_test.moc"

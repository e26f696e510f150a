// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/calibration/calibration_store.h"

#include "core/calibration/scenario_digest.h"
#include "core/settings/demo.h"
#include "tests/support/test_registry.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace weir;
using namespace weir::calibration;

namespace {

Machine machine()
{
    return {"Some \"CPU\" @ 3 GHz", 2, "Linux 6.1"};
}

Calibration full()
{
    Calibration all;
    all.machine = machine();
    all.instrument = Instrument{71.5, 112.25, 4000, 23.5};
    remember(all,
             KnownDrive{driveDigest(settings::demoScenario()), "Demo", "2026-01-31T08:15:30.250Z", {21000, 14200}});
    NoiseFloor floor{{0.01, 0.02, 0.03, 0.084, 0.015, 0.001}, {10, 10, 10, 9, 10, 10}, 5.5};
    remember(all, KnownNoise{noiseDigest(settings::demoScenario()), "Demo", "2026-01-31T08:15:30.250Z", floor});
    return all;
}

} // namespace

class CalibrationStoreTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::filesystem::path folder(const char* name) const { return m_folder.filePath(name).toStdString(); }

    static void write(const std::filesystem::path& path, const QByteArray& text)
    {
        std::filesystem::create_directories(path.parent_path());
        QFile file{QString::fromStdString(path.string())};
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(text), text.size());
    }

private slots:
    void readsWhatItWrote()
    {
        const auto at = folder("round/trip");
        QVERIFY(save(at, full()).has_value());
        const auto read = load(at, machine());
        QVERIFY2(read.has_value(), read ? "" : read.error().context.c_str());
        QCOMPARE(*read, full());
        const auto* noise = noiseOf(&*read, settings::demoScenario());
        QVERIFY(noise != nullptr);
        QCOMPARE(noise->floor.ratio[3], 0.084);
        QCOMPARE(driveOf(&*read, settings::demoScenario())->limit.validRps, 14200.0);
        QCOMPARE(QDir(QString::fromStdString(at.string())).entryList(QDir::Files | QDir::Hidden).size(), 1);
    }

    void keepsWhatHasNoValue()
    {
        auto some = full();
        some.instrument.reset();
        some.noises.front().floor.ratio[3] = std::nan("");
        const auto read = fromJson(toJson(some));
        QVERIFY(read.has_value());
        QVERIFY(!read->instrument.has_value());
        QVERIFY(std::isnan(read->noises.front().floor.ratio[3]));
        QCOMPARE(toJson(*read), toJson(some));
    }

    void nothingIsKnownAtFirst()
    {
        const auto read = load(folder("none"), machine());
        QVERIFY(read.has_value());
        QCOMPARE(read->machine, machine());
        QVERIFY(noiseOf(&*read, settings::demoScenario()) == nullptr);
        QVERIFY(driveOf(nullptr, settings::demoScenario()) == nullptr);
        QVERIFY(load({}, machine()).has_value());
    }

    // Each machine has a file; one under another's name is not believed.
    void tellsMachinesApart()
    {
        const auto at = folder("machines");
        auto other = machine();
        other.kernel = "Linux 6.2";
        QVERIFY(save(at, full()).has_value());
        QVERIFY(load(at, other)->noises.empty());
        std::filesystem::copy_file(fileOf(at, machine()), fileOf(at, other));
        const auto read = load(at, other);
        QVERIFY(!read.has_value());
        QVERIFY(read.error().context.find("another machine") != std::string::npos);
    }

    void laterOnesReplaceAndOldOnesGo()
    {
        auto all = full();
        auto again = all.noises.front();
        again.floor.blockSeconds = 9;
        remember(all, again);
        QCOMPARE(all.noises.size(), std::size_t{1});
        QCOMPARE(all.noises.front().floor.blockSeconds, 9.0);
        for (int i = 0; i < 300; ++i) {
            again.digest = digestOf(std::to_string(i));
            remember(all, again);
        }
        QCOMPARE(all.noises.size(), std::size_t{200});
        QCOMPARE(all.noises.back().digest, digestOf("299"));
        QVERIFY(noiseOf(&all, settings::demoScenario()) == nullptr);
    }

    void aSearchInVainLeavesTheLimitThatIsKnown()
    {
        auto all = full();
        auto again = all.drives.front();
        again.limit = {900, 0};
        remember(all, again);
        QCOMPARE(driveOf(&all, settings::demoScenario())->limit.validRps, 14200.0);
        again.limit = {900, 400};
        remember(all, again);
        QCOMPARE(driveOf(&all, settings::demoScenario())->limit.validRps, 400.0);
    }

    void everyTruncationIsRefused()
    {
        const auto text = toJson(full());
        for (std::size_t length = 0; length + 2 < text.size(); ++length) // the last two are } and a line end
            QVERIFY2(!fromJson(std::string_view{text}.substr(0, length)).has_value(), text.substr(0, length).c_str());
    }

    void hostileFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("told");
        const auto good = QByteArray::fromStdString(toJson(full()));
        const auto with = [&](const char* from, const char* to) { return QByteArray(good).replace(from, to); };
        QTest::newRow("not JSON") << QByteArray("\x7f"
                                                "ELF")
                                  << QByteArray("JSON");
        QTest::newRow("deep") << QByteArray(100000, '[') << QByteArray("JSON");
        QTest::newRow("large") << QByteArray(5 * 1024 * 1024, ' ') << QByteArray("4 MiB");
        QTest::newRow("not UTF-8") << with("Demo", "De\xffmo") << QByteArray("UTF-8");
        QTest::newRow("something else") << QByteArray("{\"weir\":1}") << QByteArray("not a calibration");
        QTest::newRow("a later version") << with("\"weir_calibration\":1", "\"weir_calibration\":2")
                                         << QByteArray("version 2");
        QTest::newRow("a text for a number")
            << with("\"processors\":2", "\"processors\":\"2\"") << QByteArray("processors");
        QTest::newRow("out of range") << with("\"processors\":2", "\"processors\":-2") << QByteArray("processors");
        QTest::newRow("no number") << with("1.42E4", "1e999") << QByteArray("valid_rps");
        QTest::newRow("control characters") << with("Demo", "De\\u001b[31m") << QByteArray("scenario");
        QTest::newRow("no digest") << with("\"digest\":\"", "\"digest\":\"../") << QByteArray("digest");
        QTest::newRow("a list for an object") << with("\"drives\":[{", "\"drives\":[[],{") << QByteArray("drives");
        QByteArray many("{},");
        QTest::newRow("too many") << with("\"drives\":[", ("\"drives\":[" + many.repeated(2000)).constData())
                                  << QByteArray("drives");
    }
    void hostileFilesAreRefused()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, told);
        const auto at = folder("hostile");
        write(fileOf(at, machine()), text);
        const auto read = load(at, machine());
        QVERIFY(!read.has_value());
        QVERIFY2(read.error().context.find(told.toStdString()) != std::string::npos, read.error().context.c_str());
        QVERIFY(read.error().context.find("ignored") != std::string::npos);
        QVERIFY(save(at, full()).has_value()); // a new calibration takes its place
        QVERIFY(load(at, machine()).has_value());
    }

    void whatCannotBeWrittenIsTold()
    {
        const auto taken = folder("taken");
        write(taken, "a file where the folder should be");
        const auto saved = save(taken, full());
        QVERIFY(!saved.has_value());
        QVERIFY(saved.error().context.find("taken") != std::string::npos);
        QVERIFY(!save({}, full()).has_value());
    }
};

static const TestRegistration<CalibrationStoreTest> registeredCalibrationStoreTest;
#include "calibration_store_test.moc"

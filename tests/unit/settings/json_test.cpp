// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/json.h"

#include "core/settings/demo.h"
#include "tests/support/test_registry.h"
#include "tests/unit/settings/knob_samples.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace weir::settings;

static Scenario everythingChanged()
{
    Scenario scenario;
    for (const auto& path : everyKnob())
        setValue(scenario, path, otherValue(path));
    return scenario;
}

static QString contents(const QString& path)
{
    QFile file{path};
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString{};
}

// A file adds where it lies.
static Scenario withoutFolder(Scenario scenario)
{
    scenario.folder.clear();
    return scenario;
}

class JsonTest : public QObject {
    Q_OBJECT

private slots:
    void everyKnobSurvives()
    {
        for (const auto& path : everyKnob()) {
            Scenario scenario;
            QVERIFY(!setValue(scenario, path, otherValue(path)));
            const auto read = readScenario(writeScenario(scenario));
            QVERIFY2(read, read ? "" : text(read.error()).c_str());
            QVERIFY2(*read == scenario, path.key().c_str());
        }
    }

    void everythingAtOnceSurvives()
    {
        const auto scenario = everythingChanged();
        const auto read = readScenario(writeScenario(scenario));
        QVERIFY2(read, read ? "" : text(read.error()).c_str());
        QVERIFY(*read == scenario);
    }

    // An independent parser must agree that this is JSON, and see the sections.
    void isJsonForOthersToo()
    {
        const auto text = QByteArray::fromStdString(writeScenario(everythingChanged()));
        QJsonParseError error;
        const auto root = QJsonDocument::fromJson(text, &error).object();
        QVERIFY2(error.error == QJsonParseError::NoError, qPrintable(error.errorString()));
        QCOMPARE(root["weir"].toInt(), 1);
        QCOMPARE(root["pool"].toObject()["max_connections"].toInt(), 1);
        QVERIFY(root["requests"].toObject().contains("sample one"));
    }

    void doublesSurviveToTheLastBit()
    {
        for (const double rate : {0.1, 1.0 / 3, 123456.78901234567, 0.010000000000000002, 999999.9999999999}) {
            Scenario scenario;
            scenario.load.rate = rate;
            QCOMPARE(readScenario(writeScenario(scenario))->load.rate, rate);
        }
    }

    void writesOnlyWhatDiffers()
    {
        QCOMPARE(writeScenario({}), std::string{"{\n  \"weir\": 1\n}\n"});
        Scenario scenario;
        scenario.load.rate = 0.5;
        scenario.target.urls = {"http://a", "http://b"};
        scenario.requests["plain"];
        scenario.compression.types.clear();
        const QStringList expected{"{",
                                   "  \"weir\": 1,",
                                   "  \"target\": {",
                                   "    \"urls\": [",
                                   "      \"http://a\",",
                                   "      \"http://b\"",
                                   "    ]",
                                   "  },",
                                   "  \"load\": {",
                                   "    \"rate\": 0.5",
                                   "  },",
                                   "  \"requests\": {",
                                   "    \"plain\": {}",
                                   "  },",
                                   "  \"compression\": {",
                                   "    \"types\": []",
                                   "  }",
                                   "}",
                                   ""};
        QCOMPARE(QString::fromStdString(writeScenario(scenario)).split('\n'), expected);
        QVERIFY(*readScenario(writeScenario(scenario)) == scenario);
    }

    void takesWhatPeopleWrite()
    {
        const auto read = readScenario("\xef\xbb\xbf{\"load\":{\"rate\":50,\"users\":2e1},\"weir\":1.0,"
                                       "\"pool\":{\"max_connections\":7.0}}\r\n");
        QVERIFY2(read, read ? "" : text(read.error()).c_str());
        QCOMPARE(read->load.rate, 50.0);
        QCOMPARE(read->load.users, 20);
        QCOMPARE(read->pool.maxConnections, 7);
    }

    void theDemoFileIsCurrent()
    {
        const auto path = QDir{WEIR_SCENARIOS_DIR}.filePath("demo.weir.json");
        QCOMPARE(contents(path), QString::fromStdString(writeScenario(demoScenario())));
        const auto read = loadScenario(path.toStdString());
        QVERIFY(read);
        auto expected = demoScenario();
        expected.folder = read->folder;
        QVERIFY(*read == expected);
    }

    void savesOverAnOlderFileAndLeavesNothingElse()
    {
        QTemporaryDir folder;
        const auto path = folder.filePath("a.weir.json").toStdString();
        QVERIFY(saveScenario(demoScenario(), path));
        Scenario other;
        other.load.rate = 7;
        QVERIFY(saveScenario(other, path));
        QVERIFY(withoutFolder(*loadScenario(path)) == other);
        QCOMPARE(QDir{folder.path()}.entryList(QDir::Files | QDir::Hidden), QStringList{"a.weir.json"});
    }

    void keepsLinksAndPermissions()
    {
        QTemporaryDir folder;
        const auto file = folder.filePath("real.json");
        const auto link = folder.filePath("link.json");
        QVERIFY(saveScenario({}, file.toStdString()));
        QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner));
        const auto permissions = QFile::permissions(file);
        QVERIFY(QFile::link(file, link));
        QVERIFY(saveScenario(demoScenario(), link.toStdString()));
        QVERIFY(QFileInfo{link}.isSymLink());
        QVERIFY(withoutFolder(*loadScenario(file.toStdString())) == demoScenario());
        QCOMPARE(QFile::permissions(file), permissions);
    }

    void refusesToSaveWhatWouldNotReadBack()
    {
        QTemporaryDir folder;
        const auto path = folder.filePath("a.weir.json");
        QVERIFY(saveScenario(demoScenario(), path.toStdString()));
        Scenario broken;
        broken.load.users = -1;
        QCOMPARE(saveScenario(broken, path.toStdString()).error().code, weir::base::Errc::InvalidScenario);
        broken = {};
        broken.requests["a.b"];
        QVERIFY(!saveScenario(broken, path.toStdString()));
        QVERIFY(withoutFolder(*loadScenario(path.toStdString())) == demoScenario());
    }

    void tellsWhyAFileCannotBeUsed()
    {
        QTemporaryDir folder;
        const auto missing = folder.filePath("none.json").toStdString();
        QVERIFY(text(loadScenario(missing).error()).find("there is no such file") != std::string::npos);
        QVERIFY(text(loadScenario(folder.path().toStdString()).error()).find("is a folder") != std::string::npos);
        const auto nowhere = folder.filePath("no/such/folder/a.json").toStdString();
        QCOMPARE(saveScenario({}, nowhere).error().code, weir::base::Errc::Io);
    }
};

static const TestRegistration<JsonTest> registeredJsonTest;
#include "json_test.moc"

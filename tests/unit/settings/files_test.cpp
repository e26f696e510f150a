// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/files.h"

#include "core/settings/cli.h"
#include "core/settings/json.h"
#include "core/settings/validate.h"
#include "tests/support/test_registry.h"
#include "tests/unit/settings/knob_samples.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace weir::settings;

static void write(const QString& path, const QByteArray& text)
{
    QFile file{path};
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
}

// The working directory is the build's, never the scenario's folder.
class FilesTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir{m_folder->path()}.mkdir("data"));
        write(path("data/users.csv"), "id\n1\n2\n");
        // No raw string: moc loses its way in one of several lines with an address in it.
        write(path("a.weir.json"),
              "{\"weir\": 1, \"target\": {\"urls\": [\"http://127.0.0.1:1\"]},"
              " \"feeders\": {\"users\": {\"file\": \"data/users.csv\"}},"
              " \"requests\": {\"one\": {\"method\": \"POST\", \"url\": \"/u/{{users.id}}\","
              " \"body_file\": \"data/users.csv\"}}}");
    }

    void startAtTheScenariosFolder()
    {
        const auto scenario = loadScenario(path("a.weir.json").toStdString());
        QVERIFY(scenario);
        QCOMPARE(shown(validate(*scenario)), QString());
        QCOMPARE(scenario->feeders.find("users")->file, std::string{"data/users.csv"});
        QCOMPARE(QString::fromStdString(pathOf(*scenario, "data/users.csv")), path("data/users.csv"));
        QCOMPARE(pathOf(*scenario, "/etc/hosts"), std::string{"/etc/hosts"});
        QCOMPARE(pathOf(*scenario, ""), std::string{});
        QCOMPARE(pathOf(Scenario{}, "users.csv"), std::string{"users.csv"});
    }

    void theProblemSaysWhereItLooked()
    {
        QFile::remove(path("data/users.csv"));
        const auto problems = shown(validate(*loadScenario(path("a.weir.json").toStdString())));
        const auto place = QStringLiteral("(looked at %1)").arg(path("data/users.csv"));
        QVERIFY2(problems.contains("feeders.users.file = data/users.csv: is not a file " + place),
                 qPrintable(problems));
        QVERIFY2(problems.contains("requests.one.body_file = data/users.csv: is not a file " + place),
                 qPrintable(problems));
    }

    void theCommandLineStartsAtTheWorkingDirectory()
    {
        QTemporaryDir elsewhere;
        write(elsewhere.filePath("ca.pem"), "x");
        const auto was = QDir::currentPath();
        QVERIFY(QDir::setCurrent(elsewhere.path()));
        const std::vector<std::string> words{"run", path("a.weir.json").toStdString(), "--set", "tls.ca_file=ca.pem"};
        const auto arguments = parseArguments(words);
        const auto scenario = scenarioFor(*arguments);
        QVERIFY(QDir::setCurrent(was));
        QVERIFY2(scenario, scenario ? "" : text(scenario.error()).c_str());
        QCOMPARE(QFileInfo(QString::fromStdString(scenario->tls.caFile)).canonicalFilePath(),
                 QFileInfo(elsewhere.filePath("ca.pem")).canonicalFilePath());
        QVERIFY(scenario->tls.caFile.starts_with('/'));
        QCOMPARE(scenario->feeders.find("users")->file, std::string{"data/users.csv"});
    }

    // Saved elsewhere it still leads there; saved back beside them the names are short again.
    void savingKeepsWhereNamesLead()
    {
        QTemporaryDir elsewhere;
        const auto there = elsewhere.filePath("b.weir.json").toStdString();
        QVERIFY(saveScenario(*loadScenario(path("a.weir.json").toStdString()), there));
        auto moved = loadScenario(there);
        QVERIFY(moved);
        QCOMPARE(QString::fromStdString(moved->feeders.find("users")->file), path("data/users.csv"));
        QVERIFY(saveScenario(*moved, path("data/c.weir.json").toStdString()));
        const auto back = loadScenario(path("data/c.weir.json").toStdString());
        QCOMPARE(pathOf(*back, back->feeders.find("users")->file), path("data/users.csv").toStdString());
        QCOMPARE(nameFor(*back, path("data/users.csv").toStdString()), std::string{"users.csv"});
    }

    void savingInPlaceChangesNothing()
    {
        const auto file = path("a.weir.json").toStdString();
        const auto before = *loadScenario(file);
        QVERIFY(saveScenario(before, file));
        QVERIFY(*loadScenario(file) == before);
    }

private:
    QString path(const char* name) const { return m_folder->filePath(QLatin1String(name)); }
    std::unique_ptr<QTemporaryDir> m_folder;
};

static const TestRegistration<FilesTest> registeredFilesTest;
#include "files_test.moc"

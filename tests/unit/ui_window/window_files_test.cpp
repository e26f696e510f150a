// SPDX-License-Identifier: GPL-3.0-or-later
// Opening, saving, closing: nothing is lost unasked.
#include "core/session/run_controller.h"
#include "core/settings/demo.h"
#include "core/settings/json.h"
#include "tests/support/test_registry.h"
#include "ui/main_window.h"
#include "ui/models/scenario_model.h"
#include "ui/panels/banner.h"
#include "ui/panels/recovery.h"
#include "ui/panels/scenario_files.h"

#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace weir;
using namespace weir::ui;

class WindowFilesTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_window = std::make_unique<MainWindow>();
        m_window->show();
    }
    void cleanup() { m_window.reset(); }

    void savesAndOpens()
    {
        const QString path = m_folder.filePath(QStringLiteral("a.weir.json"));
        model().setValue(QStringLiteral("pool.max_connections"), std::int64_t(7));
        QVERIFY(m_window->files()->saveTo(path));
        QVERIFY(!m_window->isWindowModified());
        m_window->files()->newDemo();
        QCOMPARE(model().scenario().pool.maxConnections, 64);
        m_window->files()->openFile(path);
        QCOMPARE(model().scenario().pool.maxConnections, 7);
        QCOMPARE(model().path(), path);
        QCOMPARE(m_window->files()->recent().value(0), path);
    }

    void aBrokenFileShowsEveryProblemAndChangesNothing()
    {
        const QString path = write(R"({"weir": 1, "pool": {"max_connections": 0}, "load": {"rat": 5}})");
        m_window->files()->openFile(path);
        const Banner* banner = m_window->banners()->find(QStringLiteral("load"));
        QVERIFY(banner);
        QVERIFY(banner->plainText().contains(QStringLiteral("pool.max_connections")));
        QVERIFY(banner->plainText().contains(QStringLiteral("load.rat")));
        QVERIFY(model().scenario() == settings::demoScenario());
    }

    void openingAsksForUnsavedChanges()
    {
        const QString path = m_folder.filePath(QStringLiteral("b.weir.json"));
        QVERIFY(settings::saveScenario(settings::demoScenario(), path.toStdString()));
        model().setValue(QStringLiteral("pool.max_connections"), std::int64_t(7));
        m_window->files()->openFile(path);
        QCOMPARE(model().scenario().pool.maxConnections, 7);
        press("banner.unsaved.cancel");
        QCOMPARE(model().scenario().pool.maxConnections, 7);
        m_window->files()->openFile(path);
        press("banner.unsaved.discard");
        QCOMPARE(model().scenario().pool.maxConnections, 64);
    }

    void aFailedSaveIsTold()
    {
        QVERIFY(!m_window->files()->saveTo(QStringLiteral("/nowhere/there/is/no/folder.weir.json")));
        QVERIFY(m_window->banners()->find(QStringLiteral("save")));
        QVERIFY(model().path().isEmpty());
    }

    // Saved for the first time, a file beside the scenario gets its short name, and the knob shows it.
    void filesAreNamedFromTheScenariosFolder()
    {
        const QString data = m_folder.filePath(QStringLiteral("rows.csv"));
        QFile file(data);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("id\n1\n") > 0);
        file.close();
        auto scenario = settings::demoScenario();
        scenario.feeders["rows"].file = data.toStdString();
        model().open(scenario, {});
        const QString path = m_folder.filePath(QStringLiteral("with-data.weir.json"));
        QVERIFY(m_window->files()->saveTo(path));
        QCOMPARE(model().scenario().folder, m_folder.path().toStdString());
        model().setValue(QStringLiteral("feeders.rows.file"), data.toStdString());
        QCOMPARE(model().scenario().feeders.find("rows")->file, std::string("rows.csv"));
    }

    void closingAsksForUnsavedChanges()
    {
        model().setValue(QStringLiteral("pool.max_connections"), std::int64_t(7));
        QVERIFY(!m_window->close());
        QVERIFY(m_window->isVisible());
        press("banner.unsaved.discard");
        QVERIFY(!m_window->isVisible());
    }

    void anUntouchedWindowJustCloses() { QVERIFY(m_window->close()); }

    void editsOutliveACrash()
    {
        const QTemporaryDir folder;
        BannerArea banners;
        ScenarioModel lost;
        {
            Recovery recovery(&lost, &banners, folder.path());
            lost.setValue(QStringLiteral("pool.max_connections"), std::int64_t(7));
        } // gone without an answer from its reader

        ScenarioModel next;
        Recovery recovery(&next, &banners, folder.path());
        recovery.offer();
        QVERIFY(banners.find(QStringLiteral("recovery")));
        banners.findChild<QPushButton*>(QStringLiteral("banner.recovery.restore"))->click();
        QCOMPARE(next.scenario().pool.maxConnections, 7);
        QVERIFY(next.isModified());
    }

private:
    ScenarioModel& model() { return *m_window->scenario(); }
    void press(const char* name) { m_window->findChild<QPushButton*>(QLatin1String(name))->click(); }
    QString write(const QByteArray& content)
    {
        const QString path = m_folder.filePath(QStringLiteral("broken.weir.json"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(path));
        return path;
    }

    QTemporaryDir m_folder;
    std::unique_ptr<MainWindow> m_window;
};

static const TestRegistration<WindowFilesTest> registeredWindowFilesTest;
#include "window_files_test.moc"

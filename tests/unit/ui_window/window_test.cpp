// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/run_controller.h"
#include "core/settings/demo.h"
#include "tests/support/plausible_run.h"
#include "tests/support/test_registry.h"
#include "ui/main_window.h"
#include "ui/models/scenario_model.h"
#include "ui/panels/banner.h"
#include "ui/panels/scenario_files.h"

#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <QUndoStack>

using namespace weir;
using namespace weir::ui;

class WindowTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_window = std::make_unique<MainWindow>();
        m_window->resize(1280, 800);
        m_window->show();
    }
    void cleanup() { m_window.reset(); }

    void opensOnTheDemoWithRunInFocus()
    {
        QVERIFY(m_window->scenario()->scenario() == settings::demoScenario());
        QVERIFY(m_window->windowTitle().startsWith(QStringLiteral("Demo shop")));
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QCOMPARE(QApplication::focusWidget(), find<QPushButton>("run"));
        QVERIFY(find<QPushButton>("run")->isVisible());
        QVERIFY(!find<QPushButton>("stop")->isVisible());
        QCOMPARE(find<QListView>("requests.list")->model()->rowCount(), 6);
    }

    void returnStartsTheRun()
    {
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QSignalSpy states(m_window->controller(), &session::RunController::stateChanged);
        QTest::keyClick(find<QPushButton>("run"), Qt::Key_Return);
        QVERIFY(!states.isEmpty());
    }

    void aKnobIsTurnedAndTurnedBack()
    {
        auto* editor = find<QLineEdit>("pool.max_connections");
        type(editor, QStringLiteral("32"));
        QCOMPARE(m_window->scenario()->scenario().pool.maxConnections, 32);
        QVERIFY(m_window->isWindowModified());
        trigger("action.undo");
        QCOMPARE(m_window->scenario()->scenario().pool.maxConnections, 64);
        QCOMPARE(editor->text(), QStringLiteral("64"));
        QVERIFY(!m_window->isWindowModified());
        trigger("action.redo");
        QCOMPARE(m_window->scenario()->scenario().pool.maxConnections, 32);
    }

    void aFailedStartIsTold()
    {
        m_window->controller()->failed(
            {base::Errc::ConnectRefused, "Nothing listens on 127.0.0.1:1. Start the server."});
        const Banner* banner = m_window->banners()->find(QStringLiteral("start"));
        QVERIFY(banner);
        QVERIFY(banner->plainText().contains(QStringLiteral("Start the server")));
        QVERIFY(banner->isVisible());
    }

    void anUntrustedCertificateCanBeTrustedForARun()
    {
        m_window->controller()->failed({base::Errc::Untrusted, "The certificate is self-signed."});
        QVERIFY(find<QPushButton>("banner.start.trust for this run"));
    }

    void aDistantTargetIsAskedAbout()
    {
        auto scenario = settings::demoScenario();
        scenario.target.urls = {"https://api.invalid/v1"};
        m_window->scenario()->open(scenario, {});
        trigger("action.run");
        const Banner* banner = m_window->banners()->find(QStringLiteral("start"));
        QVERIFY(banner);
        QVERIFY(banner->plainText().contains(QStringLiteral("https://api.invalid")));
        QCOMPARE(m_window->controller()->state(), session::RunController::State::Idle);
        find<QPushButton>("banner.start.cancel")->click();
        QVERIFY(m_window->banners()->banners().isEmpty());
        QCOMPARE(m_window->controller()->state(), session::RunController::State::Idle);
    }

    void aScenarioThatCannotRunIsExplained()
    {
        auto scenario = settings::demoScenario();
        scenario.requests["search"].vary = {"nonsense"};
        scenario.requests["place_order"].headers = {"no colon"};
        m_window->scenario()->open(scenario, {});
        trigger("action.run");
        const Banner* banner = m_window->banners()->find(QStringLiteral("start"));
        QVERIFY(banner);
        QVERIFY(banner->plainText().contains(QStringLiteral("requests.search.vary")));
        QVERIFY(banner->plainText().contains(QStringLiteral("requests.place_order.headers")));
    }

    void docksHideWithAKey()
    {
        auto* workload = find<QDockWidget>("dock.workload");
        QVERIFY(workload->isVisible());
        trigger("action.workload");
        QVERIFY(!workload->isVisible());
        trigger("action.resetLayout");
        QVERIFY(workload->isVisible());
    }

    void figuresFollowTheRun()
    {
        m_window->showSnapshot(support::plausibleRun());
        QVERIFY(find<QWidget>("figure.p99")->isVisible());
        QVERIFY(find<QLabel>("verdict")->text().contains(QStringLiteral("VALID")));
        QVERIFY(find<QLabel>("clock")->text().startsWith(QStringLiteral("0:42")));
        QVERIFY(find<QLabel>("health.origin")->text().contains(QStringLiteral("127.0.0.1:41873")));
    }

    void theEndpointTableFitsASmallWindow()
    {
        m_window->showSnapshot(support::plausibleRun());
        auto* table = find<QTableView>("endpoints");
        QTRY_VERIFY(table->columnWidth(0) > 0);
        QCOMPARE(table->horizontalScrollBar()->maximum(), 0);
        // What has no room is a hover away.
        const QString tip = table->model()->index(1, 0).data(Qt::ToolTipRole).toString();
        for (int column = 1; column < table->model()->columnCount(); ++column)
            QVERIFY(tip.contains(table->model()->headerData(column, Qt::Horizontal).toString()));
        m_window->resize(1920, 1080);
        QTRY_COMPARE(table->horizontalHeader()->hiddenSectionCount(), 0);
    }

    void editorsOfNumbersAreOfOneWidth()
    {
        QCOMPARE(find<QLineEdit>("pool.max_pending")->width(), find<QLineEdit>("pool.acquire_timeout_ms")->width());
    }

    void requestsAreAddedRenamedAndRemoved()
    {
        find<QToolButton>("requests.add")->click();
        QVERIFY(m_window->scenario()->scenario().requests.find("request"));
        type(find<QLineEdit>("request.name"), QStringLiteral("health"));
        QVERIFY(m_window->scenario()->scenario().requests.find("health"));
        type(find<QLineEdit>("requests.health.url"), QStringLiteral("/health"));
        QCOMPARE(m_window->scenario()->scenario().requests.find("health")->url, std::string("/health"));
        find<QToolButton>("requests.remove")->click();
        QVERIFY(!m_window->scenario()->scenario().requests.find("health"));
    }

    // Each list of named settings has its editor, and what is folded away opens with the first of them.
    void recordsAreAddedRenamedAndRemoved_data()
    {
        QTest::addColumn<QString>("section");
        QTest::addColumn<QString>("first");
        for (const auto& [section, first] : {std::pair{"flows", "flow"},
                                             {"variables", "variable"},
                                             {"environments", "environment"},
                                             {"feeders", "feeder"},
                                             {"client_groups", "client_group"}})
            QTest::newRow(section) << section << first;
    }
    void recordsAreAddedRenamedAndRemoved()
    {
        QFETCH(QString, section);
        QFETCH(QString, first);
        const auto& schema = *settings::findSection(section.toStdString());
        const auto names = [&] { return schema.records(m_window->scenario()->scenario()); };
        find<QToolButton>(qPrintable(section + ".add"))->click();
        QCOMPARE(names(), std::vector<std::string>{first.toStdString()});
        type(find<QLineEdit>(qPrintable(first + ".name")), QStringLiteral("mine"));
        QCOMPARE(names(), std::vector<std::string>{"mine"});
        // Every knob of the record has its editor.
        for (const auto& knob : schema.knobs)
            find<QWidget>(qPrintable(section + ".mine." + QString::fromStdString(std::string(knob.key))));
        find<QToolButton>(qPrintable(section + ".mine.remove"))->click();
        QVERIFY(names().empty());
        trigger("action.undo");
        QCOMPARE(names(), std::vector<std::string>{"mine"});
    }

    void aNameThatCannotStandInARequestIsRefused()
    {
        find<QToolButton>("variables.add")->click();
        type(find<QLineEdit>("variable.name"), QStringLiteral("not one"));
        QVERIFY(m_window->scenario()->scenario().variables.find("variable"));
    }

    void aThresholdThatCannotBeJudgedSaysSoAtOnce()
    {
        auto scenario = m_window->scenario()->scenario();
        const auto shown = [&] {
            QStringList words;
            for (const auto* label : m_window->findChildren<QLabel*>())
                if (!label->isHidden())
                    words << label->text();
            return words.join(u'\n');
        };
        scenario.scenario.thresholds = {"p(99)<50", "serach: p(99)<50"};
        m_window->scenario()->edit({}, scenario);
        QVERIFY(shown().contains(QStringLiteral("there is no endpoint \"serach\"; did you mean search?")));
        scenario.scenario.thresholds = {"search: p(99)<50"};
        m_window->scenario()->edit({}, scenario);
        QVERIFY(!shown().contains(QStringLiteral("there is no endpoint")));
    }

    void switchesItsTheme()
    {
        const auto light = m_window->palette().color(QPalette::Base);
        m_window->useTheme(ColorScheme::Dark);
        QVERIFY(m_window->palette().color(QPalette::Base).lightness() < light.lightness());
        m_window->useTheme(ColorScheme::Light);
    }

private:
    template <typename T>
    T* find(const char* name) const
    {
        auto* found = m_window->findChild<T*>(QLatin1String(name));
        if (!found)
            qFatal("there is no %s", name);
        return found;
    }
    void trigger(const char* name) { find<QAction>(name)->trigger(); }
    static void type(QLineEdit* field, const QString& text)
    {
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
    }

    std::unique_ptr<MainWindow> m_window;
};

static const TestRegistration<WindowTest> registeredWindowTest;
#include "window_test.moc"

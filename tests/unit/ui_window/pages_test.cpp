// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "ui/main_window.h"
#include "ui/pages/page_tabs.h"
#include "ui/panels/dock_keeper.h"

#include <QAction>
#include <QDockWidget>
#include <QMainWindow>
#include <QTabBar>
#include <QTest>

using namespace weir;
using namespace weir::ui;

class PagesTest : public QObject {
    Q_OBJECT

private slots:
    // A wide page that was shown before, without the docks, does not push the window's edge off the screen.
    void noPageWidensTheWindowForAnother()
    {
        MainWindow window;
        window.resize(1280, 800);
        window.show();
        for (const auto* name : {"history", "experiments", "live", "history", "live"}) {
            window.pages()->open(name);
            QCoreApplication::processEvents();
            QCOMPARE(window.width(), 1280);
        }
    }

    // One line in the table gives a page its tab, its entry in the View menu and its key.
    void eachPageHasItsTabEntryAndKey()
    {
        MainWindow window;
        auto* tabs = window.pages();
        QCOMPARE(tabs->count(), static_cast<int>(pageTable().size()));
        int number = 0;
        for (const auto& entry : pageTable()) {
            const QString name = QLatin1String(entry.name);
            auto* action = window.findChild<QAction*>(QStringLiteral("action.page.") + name);
            QVERIFY2(action, entry.name);
            QCOMPARE(action->shortcut(), QKeySequence(QStringLiteral("Ctrl+%1").arg(++number)));
            action->trigger();
            QCOMPARE(tabs->currentIndex(), number - 1);
            QVERIFY(tabs->page(entry.name) != nullptr);
            QCOMPARE(tabs->page(entry.name)->objectName(), name);
        }
        QVERIFY(tabs->page("nonsense") == nullptr);
    }

    void docksThatAPageDoesNotNeedComeBackAsTheyWere()
    {
        QMainWindow window;
        auto* left = new QDockWidget(&window);
        auto* right = new QDockWidget(&window);
        window.addDockWidget(Qt::LeftDockWidgetArea, left);
        window.addDockWidget(Qt::RightDockWidgetArea, right);
        right->hide(); // by the reader
        DockKeeper keeper;
        for (auto* dock : {left, right})
            keeper.setWanted(dock, false);
        QVERIFY(left->isHidden());
        for (auto* dock : {left, right})
            keeper.setWanted(dock, true);
        QVERIFY(!left->isHidden());
        QVERIFY(right->isHidden());
        keeper.setWanted(left, false);
        keeper.restore();
        QVERIFY(!left->isHidden());
    }
};

static const TestRegistration<PagesTest> registeredPagesTest;
#include "pages_test.moc"

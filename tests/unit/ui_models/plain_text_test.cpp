// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "ui/label.h"
#include "ui/plain_tips.h"
#include "ui/window_room.h"

#include <QHeaderView>
#include <QHelpEvent>
#include <QPushButton>
#include <QStandardItemModel>
#include <QTableView>
#include <QTest>
#include <QToolTip>

using namespace weir::ui;

// A QLabel in the application that shows a tool tip is Qt's own; this is what it holds.
static QString tipText(QWidget& at, const QPoint& pos)
{
    QToolTip::hideText();
    QHelpEvent event(QEvent::ToolTip, pos, at.mapToGlobal(pos));
    QCoreApplication::sendEvent(&at, &event);
    return QToolTip::text();
}

class PlainTextTest : public QObject {
    Q_OBJECT

private slots:
    void writesOutWhatIsNotSeen_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain") << QStringLiteral("a <b>&amp; Größe 😀") << QStringLiteral("a <b>&amp; Größe 😀");
        QTest::newRow("override") << QStringLiteral("file\u202egpj.exe") << QStringLiteral("file\\u202egpj.exe");
        QTest::newRow("escape") << QStringLiteral("\x1b[31m") << QStringLiteral("\\x1b[31m");
        QTest::newRow("tag character") << QStringLiteral("a\U000e0041z") << QStringLiteral("a\\U000e0041z");
        QTest::newRow("unpaired, high") << QString(QChar(0xd83d)) + u'a' << QStringLiteral("\\ud83da");
        QTest::newRow("unpaired, low, last") << QString(u'a') + QChar(0xde00) << QStringLiteral("a\\ude00");
        QTest::newRow("NUL") << QString(QChar(0)) << QStringLiteral("\\x00");
        QTest::newRow("line break") << QStringLiteral("a\nb") << QStringLiteral("a\\nb");
    }
    void writesOutWhatIsNotSeen()
    {
        QFETCH(QString, text);
        QFETCH(QString, shown);
        QCOMPARE(shownText(text), shown);
    }

    void labelsShowMarkupAsText()
    {
        const Label label(QStringLiteral("<h1 style='color:red'>\u202eno</h1>\n<img src=x>"));
        QCOMPARE(label.textFormat(), Qt::PlainText);
        QCOMPARE(label.text(), QStringLiteral("<h1 style='color:red'>\\u202eno</h1>\n<img src=x>"));
    }

    void captionsHaveNoShortcuts()
    {
        const QPushButton button(caption(QStringLiteral("a&b \u2066c")));
        QVERIFY(button.shortcut().isEmpty());
        QCOMPARE(button.text(), QStringLiteral("a&&b \\u2066c"));
        QVERIFY(caption(QString(100000, u'x')).size() < 100);
    }

    // Qt shows "[*]" as the mark of a change, and "[*][*]" as the text.
    void titlesKeepTheMarkToThemselves()
    {
        QWidget window;
        window.setWindowTitle(documentTitle(QStringLiteral("x[*]y\u200b")));
        QCOMPARE(window.windowTitle(), QStringLiteral("x[*][*]y\\u200b[*] – Weir"));
    }

    void tipsOfWidgetsAndCellsAreText()
    {
        const PlainTips tips(nullptr);
        const QString page = QStringLiteral("<h1>\u202ehi</h1><img src='http://x/'>\n&amp;");
        const QString escaped = QStringLiteral(
            "&lt;h1&gt;\\u202ehi&lt;/h1&gt;&lt;img src='http://x/'&gt;<br>&amp;amp;");
        QStandardItemModel model(1, 1);
        model.setData(model.index(0, 0), page, Qt::ToolTipRole);
        model.setHeaderData(0, Qt::Horizontal, page, Qt::ToolTipRole);
        QTableView view;
        view.setModel(&model);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const QPoint cell = view.visualRect(model.index(0, 0)).center();
        QVERIFY(tipText(*view.viewport(), cell).contains(escaped));
        QVERIFY(tipText(*view.horizontalHeader()->viewport(), QPoint(5, 5)).contains(escaped));
        view.setToolTip(page);
        QPushButton button(&view);
        button.setToolTip(page);
        QVERIFY(tipText(button, QPoint(1, 1)).contains(escaped));
        setMarkupTip(&button, QStringLiteral("<qt><b>ours</b></qt>"));
        QCOMPARE(tipText(button, QPoint(1, 1)), QStringLiteral("<qt><b>ours</b></qt>"));
    }

    void aWindowFindsRoom_data()
    {
        QTest::addColumn<QRect>("window");
        QTest::addColumn<QRect>("available");
        QTest::newRow("larger than the screen") << QRect(0, 0, 1440, 900) << QRect(0, 0, 1280, 800);
        QTest::newRow("beside a panel") << QRect(0, 0, 1440, 900) << QRect(64, 28, 1216, 772);
        QTest::newRow("of a screen that is gone") << QRect(3000, 200, 900, 700) << QRect(0, 0, 1920, 1080);
        QTest::newRow("left of all") << QRect(-500, -90, 900, 700) << QRect(0, 0, 1920, 1080);
        QTest::newRow("on a screen at the left") << QRect(-1800, 90, 900, 700) << QRect(-1920, 0, 1920, 1080);
    }
    void aWindowFindsRoom()
    {
        QFETCH(QRect, window);
        QFETCH(QRect, available);
        const QRect placed = withinRoom(window, available);
        QVERIFY(available.contains(placed));
        QVERIFY(placed.top() - available.top() >= 30); // for the title bar
        QVERIFY(placed.width() == std::min(window.width(), available.width()));
        QCOMPARE(withinRoom(placed, available), placed);
    }
};

static const TestRegistration<PlainTextTest> registeredPlainTextTest;
#include "plain_text_test.moc"

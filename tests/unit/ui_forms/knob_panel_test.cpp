// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/knob_panel.h"

#include "tests/support/test_registry.h"
#include "ui/forms/knob_form.h"
#include "ui/forms/knob_row.h"
#include "ui/forms/number_edit.h"
#include "ui/theme.h"

#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace weir;
using namespace weir::ui;

static std::vector<const settings::Section*> knobSections()
{
    std::vector<const settings::Section*> found;
    for (const auto& section : settings::sections())
        if (!section.isRecordList && !section.key.empty())
            found.push_back(&section);
    return found;
}

static settings::Scenario changed()
{
    settings::Scenario scenario;
    scenario.pool.maxConnections = 32;
    scenario.compression.codec = settings::CodecChoice::Brotli;
    scenario.cache.enabled = false;
    return scenario;
}

class KnobPanelTest : public QObject {
    Q_OBJECT

private slots:
    void init() { applyTheme(*qApp, ColorScheme::Light); }

    void countsAndResetsWhatIsModified()
    {
        KnobPanel panel(knobSections());
        auto* reset = panel.findChild<QPushButton*>(QStringLiteral("knobs.resetAll"));
        QVERIFY(reset->isHidden());
        panel.setScenario(changed());
        QCOMPARE(panel.modifiedCount(), 3);
        QVERIFY(panel.findChild<QLabel*>(QStringLiteral("knobs.modified"))->text().startsWith(u'3'));
        QSignalSpy spy(&panel, &KnobPanel::resetRequested);
        reset->click();
        const QStringList keys = spy.at(0).at(0).toStringList();
        QCOMPARE(keys,
                 QStringList({QStringLiteral("pool.max_connections"), QStringLiteral("cache.enabled"),
                              QStringLiteral("compression.codec")}));
        panel.setScenario(settings::Scenario{});
        QCOMPARE(panel.modifiedCount(), 0);
        QVERIFY(reset->isHidden());
    }

    void findsAKnobWhereverItIs()
    {
        KnobPanel panel(knobSections());
        panel.setScenario(changed()); // the cache's form is folded away
        panel.resize(280, 500);
        panel.show();
        panel.findField()->setText(QStringLiteral("capacity"));
        auto* capacity = panel.findChild<NumberEdit*>(QStringLiteral("cache.capacity_bytes"));
        QVERIFY(capacity->isVisible());
        QVERIFY(!panel.findChild<NumberEdit*>(QStringLiteral("pool.max_pending"))->isVisible());
        panel.findField()->setText(QStringLiteral("zzz"));
        QVERIFY(!capacity->isVisible());
        QVERIFY(panel.focusKnob(QStringLiteral("cache.capacity_bytes")));
        QVERIFY(panel.findField()->text().isEmpty());
        QVERIFY(capacity->isVisible());
        QVERIFY(!panel.focusKnob(QStringLiteral("no.such_knob")));
    }

    void committedComesThrough()
    {
        KnobPanel panel(knobSections());
        QString key;
        connect(&panel, &KnobPanel::committed, this, [&key](const QString& k) { key = k; });
        auto* edit = panel.findChild<NumberEdit*>(QStringLiteral("load.rate"));
        edit->setText(QStringLiteral("500"));
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(key, QStringLiteral("load.rate"));
    }

    // The dock is at least this narrow: no label, unit or editor may be cut off.
    void nothingIsClippedAt260Pixels()
    {
        KnobPanel panel(knobSections());
        panel.resize(260, 900);
        panel.show();
        for (auto* form : panel.forms()) {
            form->setExpanded(true);
            QVERIFY2(form->minimumSizeHint().width() <= 250, qPrintable(form->objectName()));
            for (auto* row : form->rows())
                QVERIFY2(row->minimumSizeHint().width() <= 250, qPrintable(row->key()));
        }
    }

    // With WEIR_PICTURES=FOLDER the panel is written there in both schemes, to be looked at.
    void pictures()
    {
        const QString folder = qEnvironmentVariable("WEIR_PICTURES");
        if (folder.isEmpty())
            QSKIP("WEIR_PICTURES is not set");
        for (const auto scheme : {ColorScheme::Light, ColorScheme::Dark}) {
            applyTheme(*qApp, scheme);
            KnobPanel panel(knobSections());
            panel.setScenario(changed());
            panel.resize(300, 1400);
            panel.show();
            const auto name = scheme == ColorScheme::Light ? QStringLiteral("knobs-light.png")
                                                           : QStringLiteral("knobs-dark.png");
            QVERIFY(panel.grab().save(QDir(folder).filePath(name)));
        }
    }
};

static const TestRegistration<KnobPanelTest> registeredKnobPanelTest;
#include "knob_panel_test.moc"

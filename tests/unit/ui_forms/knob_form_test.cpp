// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/knob_form.h"

#include "tests/support/test_registry.h"
#include "ui/forms/choice_box.h"
#include "ui/forms/knob_row.h"
#include "ui/forms/knob_text.h"
#include "ui/forms/modified_dot.h"
#include "ui/forms/number_edit.h"
#include "ui/forms/settle_slider.h"
#include "ui/forms/switch.h"
#include "ui/forms/text_edits.h"

#include <QLabel>
#include <QTest>

using namespace weir;
using namespace weir::ui;

using settings::KnobValue;

// A form with what it committed.
class Committed {
public:
    explicit Committed(std::string_view section, const QString& record = {})
        : form(*settings::findSection(section), record)
    {
        QObject::connect(&form, &KnobForm::committed, &form,
                         [this](const QString& key, const KnobValue& value) { edits.emplace_back(key, value); });
        form.resize(300, 600);
        form.show();
    }

    template <typename Widget>
    Widget* editor(const char* key) const
    {
        return form.findChild<Widget*>(QString::fromLatin1(key));
    }

    KnobForm form;
    std::vector<std::pair<QString, KnobValue>> edits;
};

static void type(QLineEdit* edit, const char* text)
{
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, QString::fromLatin1(text));
    QTest::keyClick(edit, Qt::Key_Return);
}

class KnobFormTest : public QObject {
    Q_OBJECT

private slots:
    void everyKnobHasAnEditorOfItsKey()
    {
        for (const auto& section : settings::sections()) {
            const QString record = section.isRecordList ? QStringLiteral("search") : QString();
            KnobForm form(section, record);
            for (const auto& knob : section.knobs) {
                const QString key = fromUtf8(settings::KnobPath{&section, &knob, toUtf8(record)}.key());
                QVERIFY2(form.findChild<QWidget*>(key), qPrintable(key));
                QCOMPARE(form.findChild<SettleSlider*>(key + QStringLiteral(".slider")) != nullptr, knob.explored);
                QVERIFY(form.row(key)->editorWidget()->accessibleName().size() > 0);
            }
            QCOMPARE(form.rows().size(), section.knobs.size());
        }
    }

    void aTypedNumberIsCommittedOnce()
    {
        Committed c("pool");
        auto* edit = c.editor<NumberEdit>("pool.max_connections");
        type(edit, "32");
        edit->clearFocus();
        QCOMPARE(c.edits.size(), 1u);
        QCOMPARE(c.edits[0].first, QStringLiteral("pool.max_connections"));
        QCOMPARE(std::get<std::int64_t>(c.edits[0].second), 32);
    }

    void arrowKeysStep()
    {
        Committed c("pool");
        auto* edit = c.editor<NumberEdit>("pool.max_connections");
        QTest::keyClick(edit, Qt::Key_Up);
        QTest::keyClick(edit, Qt::Key_Down);
        QTest::keyClick(edit, Qt::Key_Down);
        QCOMPARE(c.edits.size(), 3u);
        QCOMPARE(std::get<std::int64_t>(c.edits.back().second), 63);
    }

    void sizesAreTakenWithTheirUnit()
    {
        Committed c("cache");
        auto* edit = c.editor<NumberEdit>("cache.capacity_bytes");
        QCOMPARE(edit->text(), QStringLiteral("64 MiB"));
        type(edit, "128m");
        QCOMPARE(std::get<std::int64_t>(c.edits.at(0).second), 128 * 1024 * 1024);
        QCOMPARE(edit->text(), QStringLiteral("128 MiB"));
    }

    void zeroHasItsWord()
    {
        Committed c("pool");
        auto* edit = c.editor<NumberEdit>("pool.max_lifetime_s");
        QCOMPARE(edit->text(), QStringLiteral("unlimited"));
        type(edit, "30");
        type(edit, "0");
        QCOMPARE(edit->text(), QStringLiteral("unlimited"));
        QCOMPARE(c.edits.size(), 2u);
    }

    void aRefusedInputStaysWithItsReason()
    {
        Committed c("pool");
        auto* edit = c.editor<NumberEdit>("pool.max_connections");
        auto* problem = c.editor<QLabel>("pool.max_connections.problem");
        for (const char* text : {"0", "999999", "many"}) {
            type(edit, text);
            QCOMPARE(edit->text(), QString::fromLatin1(text));
            QVERIFY(problem->isVisible());
            QVERIFY(!problem->text().isEmpty());
            QVERIFY(edit->property("invalid").toBool());
        }
        // Another knob's change leaves it alone.
        settings::Scenario scenario;
        scenario.pool.maxPending = 5;
        c.form.setScenario(scenario);
        QCOMPARE(edit->text(), QStringLiteral("many"));
        QTest::keyClick(edit, Qt::Key_Escape);
        QCOMPARE(edit->text(), QStringLiteral("64"));
        QVERIFY(!problem->isVisible());
        QVERIFY(c.edits.empty());
    }

    void switchesAndChoices()
    {
        Committed c("compression");
        QTest::mouseClick(c.editor<Switch>("compression.enabled"), Qt::LeftButton);
        QCOMPARE(std::get<bool>(c.edits.at(0).second), false);
        auto* box = c.editor<ChoiceBox>("compression.codec");
        box->setCurrentIndex(box->findData(QStringLiteral("brotli")));
        QCOMPARE(std::get<std::string>(c.edits.at(1).second), std::string("brotli"));
    }

    void listsAreOneEntryALine()
    {
        Committed c("target");
        auto* edit = c.editor<BlockEdit>("target.urls");
        edit->setFocus();
        edit->setPlainText(QStringLiteral("http://a.test \n\nhttp://b.test\n"));
        QTest::keyClick(edit, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(c.edits.size(), 1u);
        QCOMPARE(std::get<std::vector<std::string>>(c.edits[0].second),
                 (std::vector<std::string>{"http://a.test", "http://b.test"}));
        edit->clearFocus();
        QCOMPARE(c.edits.size(), 1u);
    }

    void textsOfARecord()
    {
        Committed c("requests", QStringLiteral("search"));
        type(c.editor<LineEdit>("requests.search.url"), "/search?q=x");
        QCOMPARE(c.edits.at(0).first, QStringLiteral("requests.search.url"));
        QCOMPARE(std::get<std::string>(c.edits.at(0).second), std::string("/search?q=x"));
    }

    void aBodyKeepsItsLines()
    {
        Committed c("requests", QStringLiteral("order"));
        settings::Scenario scenario;
        scenario.requests["order"].body = "{\n  \"id\": 1\n}";
        c.form.setScenario(scenario);
        auto* edit = c.editor<BlockEdit>("requests.order.body");
        QCOMPARE(edit->toPlainText(), QStringLiteral("{\n  \"id\": 1\n}"));
        edit->setFocus();
        edit->clearFocus();
        QVERIFY(c.edits.empty());
    }

    void theDotResets()
    {
        Committed c("pool");
        settings::Scenario scenario;
        scenario.pool.maxConnections = 32;
        c.form.setScenario(scenario);
        QCOMPARE(c.form.modifiedCount(), 1);
        QCOMPARE(c.form.modifiedKeys(), QStringList{QStringLiteral("pool.max_connections")});
        QVERIFY(c.edits.empty());
        auto* dot = c.editor<ModifiedDot>("pool.max_connections.reset");
        QVERIFY(dot->toolTip().contains(QStringLiteral("64")));
        QTest::mouseClick(dot, Qt::LeftButton);
        QCOMPARE(std::get<std::int64_t>(c.edits.at(0).second), 64);
        QCOMPARE(c.form.modifiedCount(), 0);
    }

    void aSliderDragCommitsOnce()
    {
        Committed c("pool");
        auto* slider = c.editor<SettleSlider>("pool.max_connections.slider");
        auto* edit = c.editor<NumberEdit>("pool.max_connections");
        QTest::mousePress(slider, Qt::LeftButton, {}, QPoint(20, 10));
        QTest::mouseMove(slider, QPoint(40, 10));
        QTest::mouseMove(slider, QPoint(60, 10));
        QVERIFY(edit->text() != QStringLiteral("64")); // already seen, not yet told
        QVERIFY(c.edits.empty());
        QTest::mouseRelease(slider, Qt::LeftButton, {}, QPoint(60, 10));
        QTRY_COMPARE(c.edits.size(), 1u);
        QCOMPARE(QString::number(std::get<std::int64_t>(c.edits[0].second)), edit->text());
    }

    void whatWaitsForTheNextRunSaysSo()
    {
        Committed c("load");
        auto* duration = c.editor<QLabel>("load.duration_s.hint");
        auto* rate = c.editor<QLabel>("load.rate.hint");
        type(c.editor<NumberEdit>("load.duration_s"), "60");
        QVERIFY(!duration->isVisible());
        c.form.setRunning(true);
        QVERIFY(!duration->isVisible());
        type(c.editor<NumberEdit>("load.duration_s"), "90");
        type(c.editor<NumberEdit>("load.rate"), "300");
        QVERIFY(duration->isVisible());
        QVERIFY(!rate->isVisible());
        c.form.setRunning(false);
        QVERIFY(!duration->isVisible());
    }

    void filterFindsLabelKeyAndHelp()
    {
        KnobForm form(*settings::findSection("pool"));
        QCOMPARE(form.filter(QStringLiteral("max_pending")), 1);
        QVERIFY(form.row(QStringLiteral("pool.max_connections"))->isHidden());
        QVERIFY(!form.row(QStringLiteral("pool.max_pending"))->isHidden());
        QCOMPARE(form.filter(QStringLiteral("TLS handshake")), 1);
        QCOMPARE(form.filter(QStringLiteral("no such thing")), 0);
        QVERIFY(form.isHidden());
        QCOMPARE(form.filter({}), static_cast<int>(form.rows().size()));
        QVERIFY(!form.isHidden());
    }

    void aSectionThatIsOffFoldsAway()
    {
        Committed c("cache");
        auto* capacity = c.editor<NumberEdit>("cache.capacity_bytes");
        QVERIFY(capacity->isVisible());
        settings::Scenario off;
        off.cache.enabled = false;
        c.form.setScenario(off);
        QVERIFY(!capacity->isVisible());
        QVERIFY(c.editor<Switch>("cache.enabled")->isVisible());
        c.form.focusKnob(QStringLiteral("cache.capacity_bytes"));
        QVERIFY(capacity->isVisible());
    }
};

static const TestRegistration<KnobFormTest> registeredKnobFormTest;
#include "knob_form_test.moc"

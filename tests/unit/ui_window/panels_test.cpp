// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/verdict.h"
#include "tests/support/test_registry.h"
#include "ui/models/load_sections.h"
#include "ui/models/scenario_model.h"
#include "ui/panels/banner.h"
#include "ui/panels/load_profile.h"
#include "ui/panels/screenshot.h"
#include "ui/panels/target_field.h"
#include "ui/panels/verdict_badge.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include <algorithm>

using namespace weir;
using namespace weir::ui;

class PanelsTest : public QObject {
    Q_OBJECT

private slots:
    void theVerdictOfEachPhaseCanBeRead()
    {
        VerdictBadge badge;
        using Level = metrics::Verdict::Level;
        const metrics::Verdict slow{Level::Invalid, {"Only 80.0 % of the requests went out in time."}};
        const metrics::Verdict few{Level::Suspect, {"The p99 needs 1000 requests, there were 40."}};
        badge.setVerdict(analysis::judgeRun({{"ramp", few}, {"peak", slow}}),
                         {{QStringLiteral("ramp"), few}, {QStringLiteral("peak"), slow}});
        QVERIFY(badge.text().contains(QStringLiteral("INVALID")));
        QTest::keyClick(&badge, Qt::Key_Return);
        QStringList lines;
        for (const auto* label : badge.findChild<QFrame*>(QStringLiteral("verdict.reasons"))->findChildren<QLabel*>())
            lines.append(label->text());
        QCOMPARE(lines.size(), 3); // what it means, and a line of each phase
        QVERIFY(lines.at(1).contains(QStringLiteral("ramp: SUSPECT. The p99 needs 1000 requests")));
        QVERIFY(lines.at(2).contains(QStringLiteral("peak: INVALID. Only 80.0 %")));
        for (const auto& line : lines)
            QVERIFY2(badge.accessibleDescription().contains(line), qPrintable(badge.accessibleDescription()));
    }

    // While a run goes on the word is none for good.
    void theVerdictOfARunUnderWayIsSoFar()
    {
        VerdictBadge badge;
        const metrics::Verdict valid{metrics::Verdict::Level::Valid, {"100 % of 40 requests went out in time."}};
        badge.setVerdict(valid, {}, VerdictBadge::Standing::SoFar);
        QVERIFY2(badge.text().contains(QStringLiteral("VALID so far")), qPrintable(badge.text()));
        QVERIFY(badge.accessibleDescription().contains(QStringLiteral("so far")));
        badge.setVerdict(valid);
        QVERIFY(badge.text().endsWith(QStringLiteral("VALID")));
        QVERIFY(!badge.accessibleDescription().contains(QStringLiteral("so far")));
    }

    void thePlannedLoadIsACurve()
    {
        LoadProfile profile;
        profile.resize(300, 118);
        settings::LoadSettings load;
        load.rate = 100;
        load.warmupS = 10;
        load.stages = {"peak=0s:400", "hold=20s:400", "down=10s:100"};
        profile.setLoad(load);
        const QString words = profile.accessibleName();
        for (const auto* part : {"warm-up: 100/s", "hold: 400/s", "down: 400/s to 100/s"})
            QVERIFY2(words.contains(QString::fromUtf8(part)), qPrintable(words));
        QVERIFY(!words.contains(QStringLiteral("peak"))); // takes no time
        const QImage still = profile.grab().toImage();
        profile.setNow(std::chrono::seconds(15));
        const QImage moving = profile.grab().toImage();
        int differing = 0;
        for (int x = 0; x < still.width(); ++x)
            differing += still.pixel(x, still.height() / 2) != moving.pixel(x, still.height() / 2) ? 1 : 0;
        QVERIFY2(differing > 0 && differing < 6, qPrintable(QString::number(differing))); // the line for now
        load.model = settings::LoadModel::Closed;
        load.stages.clear();
        load.users = 7;
        profile.setLoad(load);
        QVERIFY2(profile.accessibleName().contains(QStringLiteral("7 users")), qPrintable(profile.accessibleName()));
    }

    void aBannerGivesWayToOneOfTheSameKey()
    {
        BannerArea area;
        area.show({QStringLiteral("a"), BannerText::Severity::Error, QStringLiteral("first"), {}, {}});
        area.show({QStringLiteral("b"), BannerText::Severity::Info, QStringLiteral("other"), {}, {}});
        area.show({QStringLiteral("a"), BannerText::Severity::Error, QStringLiteral("second"), {}, {}});
        QCOMPARE(area.banners().size(), 2);
        QVERIFY(area.find(QStringLiteral("a"))->plainText().startsWith(QStringLiteral("second")));
        area.dismiss(QStringLiteral("a"));
        area.dismiss(QStringLiteral("b"));
        QVERIFY(area.isHidden());
    }

    void aBannersButtonActsOnce()
    {
        BannerArea area;
        int acted = 0;
        area.show({QStringLiteral("a"),
                   BannerText::Severity::Info,
                   QStringLiteral("question"),
                   {},
                   {{QStringLiteral("Yes"), [&acted] { ++acted; }, true}}});
        area.findChild<QPushButton*>(QStringLiteral("banner.a.yes"))->click();
        QCOMPARE(acted, 1);
        QVERIFY(area.banners().isEmpty());
    }

    void theVerdictIsAbsentUntilThereIsOne()
    {
        VerdictBadge badge;
        badge.setVerdict({});
        QVERIFY(badge.isHidden());
        badge.setVerdict({metrics::Verdict::Level::Invalid, {"the generator was saturated"}});
        QVERIFY(!badge.isHidden());
        QVERIFY(badge.text().contains(QStringLiteral("INVALID")));
        QVERIFY(badge.toolTip().contains(QStringLiteral("saturated")));
        metrics::Snapshot snapshot;
        metrics::RunInfo info;
        info.phases = {"warmup", "ramp", "steady"};
        snapshot.run = std::make_shared<const metrics::RunInfo>(info);
        snapshot.judged = {{}, {metrics::Verdict::Level::Valid, {"all in time"}}};
        QVERIFY(VerdictBadge::phasesOf(snapshot).isEmpty());
        snapshot.judged.push_back({metrics::Verdict::Level::Invalid, {"the generator was saturated"}});
        badge.setVerdict({metrics::Verdict::Level::Invalid, {}}, VerdictBadge::phasesOf(snapshot));
        QVERIFY(badge.toolTip().contains(QStringLiteral("ramp: VALID. All in time")));
        QVERIFY(badge.toolTip().contains(QStringLiteral("steady: INVALID. The generator was saturated")));
    }

    void aWrongTargetIsExplainedBesideTheField()
    {
        ScenarioModel scenario;
        TargetField field(&scenario);
        auto* editor = field.findChild<QLineEdit*>(QStringLiteral("target.urls"));
        auto* problem = field.findChild<QLabel*>(QStringLiteral("target.urls.problem"));
        QTest::keyClicks(editor, QStringLiteral("ftp://x"));
        QTest::keyClick(editor, Qt::Key_Return);
        QVERIFY(!problem->isHidden());
        editor->selectAll();
        QTest::keyClicks(editor, QStringLiteral("localhost:8080"));
        QTest::keyClick(editor, Qt::Key_Return);
        QVERIFY(problem->isHidden());
        QCOMPARE(scenario.scenario().target.urls, std::vector<std::string>{"http://localhost:8080"});
    }

    void everyLoadKnobIsInOneOfTheTwoForms()
    {
        const LoadSections sections;
        QCOMPARE(sections.basic().knobs.size() + sections.further().knobs.size(),
                 settings::findSection("load")->knobs.size());
        QVERIFY(std::ranges::any_of(sections.basic().knobs, [](const auto& knob) { return knob.key == "rate"; }));
        settings::LoadSettings load;
        QVERIFY(LoadSections::applies("load.rate", load));
        QVERIFY(LoadSections::applies("load.duration_s", load));
        QVERIFY(!LoadSections::applies("load.gamma_shape", load));
        load.arrivals = settings::Arrivals::Gamma;
        QVERIFY(LoadSections::applies("load.gamma_shape", load));
        load.stages = {"ramp=10s:50"};
        QVERIFY(!LoadSections::applies("load.duration_s", load));
        load.model = settings::LoadModel::Closed;
        QVERIFY(!LoadSections::applies("load.rate", load));
        QVERIFY(!LoadSections::applies("load.gamma_shape", load));
    }

    void pictureSizesAreParsed()
    {
        QCOMPARE(ScreenshotOrder::parseSize(QStringLiteral("1280x800")), std::optional(QSize(1280, 800)));
        QVERIFY(!ScreenshotOrder::parseSize(QStringLiteral("1280")));
        QVERIFY(!ScreenshotOrder::parseSize(QStringLiteral("0x0")));
    }
};

static const TestRegistration<PanelsTest> registeredPanelsTest;
#include "panels_test.moc"

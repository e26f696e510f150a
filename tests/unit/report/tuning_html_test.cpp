// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/tuning_html.h"

#include "core/report/chart_scale.h"
#include "core/report/html_text.h"
#include "core/report/svg_canvas.h"
#include "tests/support/test_registry.h"
#include "tests/unit/report/golden.h"
#include "tests/unit/report/sample_tuning.h"

#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

using namespace weir;
using namespace weir::test;

namespace {

std::vector<std::pair<QString, experiment::TuningReport>> everyPage()
{
    return {{"try", SampleTuning::aTry()},         {"never", SampleTuning::neverAnswered()},
            {"screen", SampleTuning::screening()}, {"sweep", SampleTuning::sweep()},
            {"surface", SampleTuning::surface()},  {"find", SampleTuning::search()},
            {"compare", SampleTuning::comparison()}};
}

// As XML, with what HTML leaves open closed: another parser's word on nesting and escaping.
QString asXml(const std::string& html)
{
    auto text = QString::fromStdString(html);
    text.remove("<!DOCTYPE html>\n");
    text.replace(QRegularExpression{"<(meta[^>]*[^/])>"}, "<\\1/>");
    text.replace("<br>", "<br/>");
    return text;
}

QString parseError(const std::string& html)
{
    QXmlStreamReader reader{asXml(html)};
    while (!reader.atEnd())
        reader.readNext();
    return reader.hasError() ? QString{"%1 in line %2"}.arg(reader.errorString()).arg(reader.lineNumber()) : QString{};
}

} // namespace

class TuningHtmlTest : public QObject {
    Q_OBJECT

private slots:
    void agreesWithItsGoldenFiles()
    {
        for (const auto& [name, report] : everyPage())
            compareWithGolden("tuning-" + name + ".html", report::tuningHtml(report));
    }

    void isWellFormedAndAsksForNothingElse()
    {
        for (const auto& [name, report] : everyPage()) {
            const auto html = report::tuningHtml(report);
            QVERIFY2(parseError(html).isEmpty(), qPrintable(name + ": " + parseError(html)));
            for (const auto* bad : {"<script", "src=", "href=", "url(", "@import", "nan", "inf "})
                QVERIFY2(html.find(bad) == std::string::npos, qPrintable(name + ": " + bad));
            QVERIFY(html.find("verysecret") == std::string::npos);
        }
    }

    void namesFromOutsideAreText()
    {
        const std::string evil = "\"><script>alert('x')</script>&amp;<img src=x onerror=y>\u202e\x1b[31m";
        auto report = SampleTuning::surface();
        report.scenario = report.target = report.id = report.machine = evil;
        report.endpoints = {evil, evil, evil};
        report.notes = {evil};
        for (auto& arm : report.arms) {
            arm.name = evil;
            arm.verdict = {metrics::Verdict::Level::Invalid, {evil}};
            arm.changes = {{evil, evil, evil}};
        }
        for (auto& variant : report.variants)
            variant.guards = {evil}, variant.isRecommended = true;
        for (auto& factor : report.sweep->factors)
            factor.key = evil;
        for (auto& point : report.sweep->points)
            point.text = {evil, evil};
        const auto html = report::tuningHtml(report);
        QVERIFY2(parseError(html).isEmpty(), qPrintable(parseError(html)));
        QVERIFY(html.find("<script") == std::string::npos);
        QVERIFY(html.find("<img") == std::string::npos);
        QVERIFY(html.find('\x1b') == std::string::npos);
        QVERIFY(html.find("\u202e") == std::string::npos);
    }

    void staysSmallOfAThousandEndpointsAndVariants()
    {
        auto report = SampleTuning::aTry();
        auto& estimates = report.variants.front().estimates;
        for (int i = 3; i < 1000; ++i) {
            report.endpoints.push_back("endpoint " + std::to_string(i) + std::string(2000, 'x'));
            auto estimate = estimates[5];
            estimate.endpoint = i;
            estimates.push_back(estimate);
        }
        const auto one = report::tuningHtml(report);
        QVERIFY(one.size() < 60'000);
        QVERIFY(one.find("rows, which differ less") != std::string::npos);
        for (int i = 0; i < 1000; ++i)
            report.variants.push_back(report.variants.front());
        QVERIFY(report::tuningHtml(report).size() < 400'000);
        QVERIFY(report::tuningHtml(report).find("more variants") != std::string::npos);
    }

    void drawsNothingOfWhatIsNotKnown()
    {
        report::SvgCanvas svg{10, 10, "x"};
        svg.circle(SampleTuning::none, 1, 1, "a");
        svg.line(0, SampleTuning::never, 1, 1, "a");
        svg.path({{1, 1}, {SampleTuning::none, 2}, {3, 3}}, "a");
        const auto text = svg.take();
        QVERIFY(text.find("circle") == std::string::npos);
        QVERIFY(text.find("line ") == std::string::npos);
        QVERIFY(text.find("M1.0 1.0M3.0 3.0") != std::string::npos);
    }

    void everythingUnknownIsAPageAllTheSame()
    {
        for (auto [name, report] : everyPage()) {
            for (auto& variant : report.variants) {
                for (auto& estimate : variant.estimates) {
                    auto& difference = estimate.difference;
                    estimate.baseline = estimate.variant = difference.difference = difference.low = difference.high =
                        SampleTuning::none;
                }
                for (auto& pair : variant.pairs)
                    pair.baseline = pair.variant = SampleTuning::never;
            }
            for (auto& effect : report.effects)
                effect.effect = effect.low = effect.high = SampleTuning::none;
            if (report.search)
                for (auto& trial : report.search->trials)
                    trial.value = trial.figure = SampleTuning::never;
            QVERIFY2(parseError(report::tuningHtml(report)).isEmpty(), qPrintable(name));
        }
    }

    void axesEndAtRoundFigures()
    {
        const auto scale = report::ChartScale::around({3.2, 97}, 0, 100, true);
        QCOMPARE(scale.lowest(), 0.0);
        QCOMPARE(scale.highest(), 100.0);
        QCOMPARE(scale.ticks(), (std::vector<double>{0, 50, 100}));
        const auto wide = report::ChartScale::around({1, 1000}, 0, 300, false, true);
        QCOMPARE(wide.ticks(), (std::vector<double>{1, 10, 100, 1000}));
        QCOMPARE(report::ChartScale::around({}, 0, 1, true).highest(), 1.0);
        QCOMPARE(report::ChartScale::around({5, 5}, 0, 1, true).ticks().size(), std::size_t{4});
    }
};

static const TestRegistration<TuningHtmlTest> registeredTuningHtmlTest;
#include "tuning_html_test.moc"

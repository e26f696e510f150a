// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/request_grammar.h"

#include "tests/support/test_registry.h"

#include <QTest>

using namespace weir::settings;

class RequestGrammarTest : public QObject {
    Q_OBJECT

private slots:
    void readsHeaderLines()
    {
        QCOMPARE(*parseHeader("Accept: text/html "), (HeaderLine{"Accept", "text/html"}));
        QCOMPARE(*parseHeader("X-Empty:"), (HeaderLine{"X-Empty", "", true}));
        QCOMPARE(*parseHeader("X-Time: 12:30"), (HeaderLine{"X-Time", "12:30"}));
        for (const auto* bad :
             {"", "Accept", ": x", "Accept : x", "A B: x", "X: a\r\nY: b", "X: a\nb", "X: \x01", "X\t: a"})
            QVERIFY2(!parseHeader(bad), bad);
        QVERIFY(!parseHeader(std::string_view{"X: \0", 4}));
    }

    void splitsTemplates()
    {
        using Pieces = std::vector<TemplatePiece>;
        QCOMPARE(*splitTemplate(""), Pieces{});
        QCOMPARE(*splitTemplate("plain } { }}"), (Pieces{{"plain } { }}", false}}));
        QCOMPARE(*splitTemplate("/a/{{id}}"), (Pieces{{"/a/", false}, {"id", true}}));
        QCOMPARE(*splitTemplate("{{a}}{{ b }}c"), (Pieces{{"a", true}, {"b", true}, {"c", false}}));
        QCOMPARE(*splitTemplate(R"({"p": {{id}}})"), (Pieces{{R"({"p": )", false}, {"id", true}, {"}", false}}));
        for (const auto* bad :
             {"{{", "{{id", "{{id}", "{{}}", "{{1d}}", "{{a b}}", "{{a.}}", "{{.b}}", "{{1.b}}", "{{a.b{}}"})
            QVERIFY2(!splitTemplate(bad), bad);
    }

    void readsColumns()
    {
        QCOMPARE(*parseColumnName("users.e-mail 2"), (ColumnName{"users", "e-mail 2"}));
        QCOMPARE(*splitTemplate("{{ users.name }}"), (std::vector<TemplatePiece>{{"users.name", true}}));
        for (const auto* bad : {"users", "users.", ".name", "1.name", "a b.name", "users.{x}"})
            QVERIFY2(!parseColumnName(bad), bad);
    }

    void resolvesTheEnvironment()
    {
        qputenv("WEIR_TEST_TOKEN", "s3cret ${HOME} {{x}}");
        qputenv("WEIR_TEST_BREAK", "a\r\nEvil: 1");
        qunsetenv("WEIR_TEST_UNSET");
        QCOMPARE(*resolveEnvironment("Bearer ${WEIR_TEST_TOKEN}!"), std::string{"Bearer s3cret ${HOME} {{x}}!"});
        QCOMPARE(*resolveEnvironment("$5 {x} $HOME"), std::string{"$5 {x} $HOME"});
        const auto unset = resolveEnvironment("${WEIR_TEST_UNSET}");
        QVERIFY(!unset && unset.error().code == weir::base::Errc::NotFound);
        QVERIFY(unset.error().context.find("WEIR_TEST_UNSET") != std::string::npos);
        const auto broken = resolveEnvironment("${WEIR_TEST_BREAK}");
        QVERIFY(!broken && broken.error().context.find("Evil") == std::string::npos);
        for (const auto* bad : {"${", "${}", "${A", "${A B}", "${1}"})
            QVERIFY2(!resolveEnvironment(bad), bad);
    }

    void knowsTokens()
    {
        QVERIFY(isToken("GET") && isToken("X-Custom_1") && isToken("M-SEARCH"));
        QVERIFY(!isToken("") && !isToken("A B") && !isToken("GET/") && !isToken("caf\xc3\xa9"));
    }
};

static const TestRegistration<RequestGrammarTest> registeredRequestGrammarTest;
#include "request_grammar_test.moc"

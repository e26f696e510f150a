// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/docs.h"

#include "tests/support/test_registry.h"
#include "tests/unit/settings/knob_samples.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace weir::settings;

static std::string catalogKey(const KnobPath& path)
{
    return KnobPath{path.section, path.knob, "NAME"}.key();
}

class DocsTest : public QObject {
    Q_OBJECT

private slots:
    void theTableHasALineForEveryKnob()
    {
        const auto lines = QString::fromStdString(knobCatalog(CatalogFormat::Table)).split('\n', Qt::SkipEmptyParts);
        QCOMPARE(static_cast<std::size_t>(lines.size()), everyKnob().size() + 1);
        const auto labels = lines.front().indexOf("LABEL"); // columns line up: a blank stands before each label
        for (const auto& line : lines)
            QVERIFY(line[labels] != ' ' && line[labels - 1] == ' ');
        QVERIFY(lines.filter("pool.max_connections").front().contains("1 to 20000"));
    }

    void theJsonHoldsEveryKnob()
    {
        const auto text = QByteArray::fromStdString(knobCatalog(CatalogFormat::Json));
        const auto array = QJsonDocument::fromJson(text).array();
        const auto knobs = everyKnob();
        QCOMPARE(static_cast<std::size_t>(array.size()), knobs.size());
        for (int i = 0; i < array.size(); ++i) {
            const auto entry = array[i].toObject();
            const auto& path = knobs[static_cast<std::size_t>(i)];
            QCOMPARE(entry["key"].toString().toStdString(), catalogKey(path));
            QCOMPARE(entry["help"].toString().toStdString(), std::string{path.knob->help});
            QCOMPARE(entry["applies"].toString() == "live", path.knob->applies == Applies::Live);
            QCOMPARE(entry.contains("choices"), path.knob->kind == Kind::Choice);
        }
    }

    void theMarkdownHasARowForEveryKnob()
    {
        const auto text = QString::fromStdString(knobCatalog(CatalogFormat::Markdown));
        for (const auto& path : everyKnob())
            QCOMPARE(text.count("| `" + QString::fromStdString(catalogKey(path)) + "` |"), 1);
        for (const auto& line : text.split('\n'))
            if (line.startsWith("| `"))
                QCOMPARE(line.count('|') - line.count("\\|"), 7);
        QVERIFY(text.contains("| `engine.workers` | `0 (automatic)` | 0 to 64, 0 = automatic |"));
    }
};

static const TestRegistration<DocsTest> registeredDocsTest;
#include "docs_test.moc"

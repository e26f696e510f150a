// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/window_words.h"

#include "core/experiment/metric_noun.h"
#include "core/experiment/wording.h"
#include "core/metrics/metric_catalog.h"
#include "ui/forms/knob_text.h"
#include "ui/models/figure_text.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace weir::ui {

namespace {

// Options of weir-cli and what the page calls the same.
struct PageTerm {
    std::string_view option;
    const char* title;
};
constexpr std::array pageTerms{
    PageTerm{"--block-seconds", QT_TRANSLATE_NOOP("WindowWords", "Blocks")},
    PageTerm{"--blocks", QT_TRANSLATE_NOOP("WindowWords", "Number of blocks")},
    PageTerm{"--knob", QT_TRANSLATE_NOOP("WindowWords", "Knob")},
    PageTerm{"--variant", QT_TRANSLATE_NOOP("WindowWords", "Variant")},
    PageTerm{"--metric", QT_TRANSLATE_NOOP("WindowWords", "Judged by")},
    PageTerm{"--while", QT_TRANSLATE_NOOP("WindowWords", "Condition")},
    PageTerm{"--highest", QT_TRANSLATE_NOOP("WindowWords", "Highest")},
    PageTerm{"--lowest", QT_TRANSLATE_NOOP("WindowWords", "Lowest")},
    PageTerm{"--from", QT_TRANSLATE_NOOP("WindowWords", "From")},
    PageTerm{"--to", QT_TRANSLATE_NOOP("WindowWords", "To")},
    PageTerm{"--precision", QT_TRANSLATE_NOOP("WindowWords", "Precision")},
    PageTerm{"--margin", QT_TRANSLATE_NOOP("WindowWords", "Margin")},
    PageTerm{"--for", QT_TRANSLATE_NOOP("WindowWords", "Time at most")},
};

// `value` stands behind it as "=16", if anything does.
QString wordOf(const QString& found, const QString& value)
{
    const std::string term = toUtf8(found);
    if (!value.isEmpty())
        return settings::findKnob(term) ? text(experiment::settingTitle(term, toUtf8(value)))
                                        : wordOf(found, {}) + u'=' + value;
    if (const auto known = std::ranges::find(pageTerms, term, &PageTerm::option); known != pageTerms.end())
        return QCoreApplication::translate("WindowWords", known->title);
    if (metrics::findMetric(term))
        return text(experiment::metricNoun(term));
    return settings::findKnob(term) ? text(experiment::knobName(term)) : found;
}

} // namespace

QString windowWords(const QString& text)
{
    // An option, or a name in the shape of a key or an id, which has a dot or an underscore.
    static const QRegularExpression term(QStringLiteral(
        "(?<![\\w./-])(--[a-z][a-z-]*|[a-z][a-z0-9]*[._][a-z0-9_]+)(?![\\w/-]|\\.\\w)(?:=([^\\s=,;:]+))?"));
    QString made;
    qsizetype done = 0;
    for (auto found = term.globalMatch(text); found.hasNext();) {
        const auto match = found.next();
        made += QStringView(text).mid(done, match.capturedStart() - done);
        made += wordOf(match.captured(1), match.captured(2));
        done = match.capturedEnd();
    }
    made += QStringView(text).mid(done);
    return made;
}

QString problemText(const settings::Problem& problem)
{
    return windowWords(text(settings::text(problem)));
}

} // namespace weir::ui

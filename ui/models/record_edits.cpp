// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/record_edits.h"

#include "core/settings/request_grammar.h"
#include "ui/models/figure_text.h"
#include "ui/models/scenario_model.h"

#include <QCoreApplication>

#include <fmt/format.h>

namespace weir::ui {

using namespace weir::settings;

static QString recordWords(const char* words)
{
    return QCoreApplication::translate("RecordEdits", words);
}

QString singular(const Section& section)
{
    QString name = text(section.key);
    name.chop(1); // all of them are plain plurals
    return name;
}

QString inWords(const Section& section)
{
    return singular(section).replace(u'_', u' ');
}

static std::string freeName(const Scenario& scenario, const Section& section)
{
    const auto wanted = singular(section).toStdString();
    auto name = wanted;
    for (int n = 2; section.find(scenario, name) != nullptr; ++n)
        name = fmt::format("{}_{}", wanted, n);
    return name;
}

// A flow without steps cannot run; all requests in their order are a beginning that can.
static void fill(Scenario& scenario, const Section& section, const std::string& name)
{
    if (section.key != Schema<FlowSettings>::key)
        return;
    for (const auto& request : scenario.requests)
        scenario.flows[name].steps.push_back(request.name);
}

QString addRecord(ScenarioModel& model, const Section& section)
{
    auto after = model.scenario();
    const auto name = freeName(after, section);
    section.edit(after, name);
    fill(after, section, name);
    model.edit(recordWords(QT_TRANSLATE_NOOP("RecordEdits", "add %1")).arg(inWords(section)), after);
    return text(name);
}

void removeRecord(ScenarioModel& model, const Section& section, const QString& name)
{
    auto after = model.scenario();
    section.remove(after, name.toStdString());
    model.edit(recordWords(QT_TRANSLATE_NOOP("RecordEdits", "remove %1")).arg(inWords(section)), after);
}

// What stands between braces in a request has a narrower grammar than other names.
static bool isNamedInRequests(const Section& section)
{
    return section.key == Schema<VariableSettings>::key || section.key == Schema<FeederSettings>::key;
}

static std::optional<QString> refused(const Section& section, const QString& name)
{
    if (isNamedInRequests(section) && !isVariableName(name.toStdString()))
        return recordWords(
                   QT_TRANSLATE_NOOP("RecordEdits",
                                     "\"%1\" cannot stand in {{…}}: use letters, digits and _, not a digit first."))
            .arg(name);
    if (isRecordName(name.toStdString()))
        return std::nullopt;
    return recordWords(
               QT_TRANSLATE_NOOP("RecordEdits",
                                 "\"%1\" cannot be a name: use up to 64 characters other than . = \" and not * alone."))
        .arg(name);
}

std::optional<QString> renameRecord(ScenarioModel& model, const Section& section, const QString& from,
                                    const QString& to)
{
    if (from == to)
        return std::nullopt;
    if (auto problem = refused(section, to))
        return problem;
    auto after = model.scenario();
    if (!section.rename(after, from.toStdString(), to.toStdString()))
        return recordWords(QT_TRANSLATE_NOOP("RecordEdits", "There is another %1 named %2.")).arg(inWords(section), to);
    model.edit(recordWords(QT_TRANSLATE_NOOP("RecordEdits", "rename %1")).arg(inWords(section)), after);
    return std::nullopt;
}

static QString shareText(const Scenario& scenario, const std::string& name)
{
    double sum = 0;
    for (const auto& group : scenario.clientGroups)
        sum += group.settings.weight;
    const auto* group = scenario.clientGroups.find(name);
    return group && sum > 0 ? fixedPercentText(group->weight / sum, 0) : QString();
}

QString recordSummary(const Scenario& scenario, const Section& section, const QString& name)
{
    if (section.key == Schema<ClientGroupSettings>::key)
        return shareText(scenario, name.toStdString());
    for (const auto& knob : section.knobs) {
        const KnobPath path{&section, &knob, name.toStdString()};
        if (knob.key != section.definedBy)
            continue;
        const auto shown = value(scenario, path);
        const auto* list = std::get_if<std::vector<std::string>>(&shown);
        if (list == nullptr || section.key != Schema<FlowSettings>::key)
            return text(redactedText(path, shown));
        QStringList steps;
        for (const auto& step : *list)
            steps << text(step);
        return steps.join(QStringLiteral(" → "));
    }
    return {};
}

} // namespace weir::ui

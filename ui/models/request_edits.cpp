// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/request_edits.h"

#include "core/settings/cli.h"
#include "core/settings/demo.h"
#include "core/settings/validate.h"
#include "ui/models/figure_text.h"
#include "ui/models/scenario_model.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <fmt/format.h>

namespace weir::ui {

using namespace weir::settings;
using Requests = Records<RequestSettings>;

static QString editWords(const char* words)
{
    return QCoreApplication::translate("RequestEdits", words);
}

static std::string freeName(const Requests& requests, const std::string& wanted)
{
    auto name = wanted;
    for (int n = 2; requests.find(name); ++n)
        name = fmt::format("{}_{}", wanted, n);
    return name;
}

QString duplicateRequest(ScenarioModel& model, const QString& name)
{
    const auto original = name.toStdString();
    auto after = model.scenario();
    if (!after.requests.find(original))
        return {};
    const auto copy = freeName(after.requests, original);
    Requests requests;
    for (const auto& record : after.requests) {
        requests[record.name] = record.settings;
        if (record.name == original)
            requests[copy] = record.settings;
    }
    after.requests = requests;
    model.edit(editWords(QT_TRANSLATE_NOOP("RequestEdits", "duplicate request")), after);
    return text(copy);
}

// What people leave out when they name a host.
static std::string withScheme(const QString& address)
{
    static const QRegularExpression scheme(QStringLiteral("^[A-Za-z][A-Za-z0-9+.-]*:[/\\\\]"));
    if (scheme.match(address).hasMatch())
        return address.toStdString();
    const bool local = address.startsWith(QLatin1String("localhost")) || address.startsWith(QLatin1String("127."));
    return (local ? "http://" : "https://") + address.toStdString();
}

static std::optional<QString> problemOf(const Scenario& scenario)
{
    std::vector<Problem> problems;
    validateTarget(scenario, problems);
    for (const auto& problem : problems)
        if (problem.key == "target.urls")
            return text(settings::text(problem));
    return std::nullopt;
}

// The demo's mix has orders in it and the target is somebody's API, so one GET of the address takes its place.
static std::optional<QString> leaveDemo(Scenario& scenario)
{
    const auto demo = demoScenario();
    if (scenario.requests != demo.requests)
        return std::nullopt;
    const auto single = scenarioFrom(scenario.target.urls.front());
    if (!single)
        return text(settings::text(single.error()));
    scenario.target.urls.front() = single->target.urls.front();
    scenario.requests = single->requests;
    if (scenario.scenario.name == demo.scenario.name)
        scenario.scenario.name = single->scenario.name;
    return std::nullopt;
}

// An address may have blanks and commas in its path; bare host names have none, so there each begins the next.
static QStringList separated(const QString& addresses)
{
    static const QRegularExpression any(QStringLiteral("[\\s,]+"));
    static const QRegularExpression beforeScheme(QStringLiteral("[\\s,]+(?=[A-Za-z][A-Za-z0-9+.-]*://)"));
    static const QRegularExpression ends(QStringLiteral("^[\\s,]+|[\\s,]+$"));
    QString inner = addresses;
    return inner.remove(ends).split(addresses.contains(QLatin1String("://")) ? beforeScheme : any, Qt::SkipEmptyParts);
}

std::optional<QString> setTarget(ScenarioModel& model, const QString& addresses)
{
    auto after = model.scenario();
    after.target.urls.clear();
    for (const QString& address : separated(addresses))
        after.target.urls.push_back(withScheme(address));
    if (!after.target.urls.empty()) {
        if (auto problem = leaveDemo(after))
            return problem;
        if (auto problem = problemOf(after))
            return problem;
    }
    model.edit(editWords(QT_TRANSLATE_NOOP("RequestEdits", "change target")), after);
    return std::nullopt;
}

} // namespace weir::ui

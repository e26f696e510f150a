// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/tuning_log.h"

#include "core/experiment/wording.h"
#include "core/settings/schema.h"
#include "ui/experiments/evidence_model.h"
#include "ui/models/experiment_words.h"
#include "ui/models/figure_text.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace weir::ui {

using experiment::Kind;

// Of a scenario the newest so many are shown.
static constexpr std::size_t mostThings = 1000;
static constexpr qint64 mostLogBytes = 4 * 1024 * 1024; // of its end: some ten thousand lines
static constexpr qint64 mostLineBytes = 64 * 1024;

static void takeEstimate(TriedThing& thing, const experiment::Variant& variant)
{
    if (variant.estimates.empty())
        return;
    const auto& primary = variant.primary();
    thing.effect = std::isnan(primary.difference.difference) ? QString(noValue) : text(experiment::changeText(primary));
    thing.interval = text(experiment::intervalText(primary));
    thing.judgement = primary.judgement;
    thing.verdict = verdictWord(primary, variant.guards);
    thing.guards = text(experiment::listText(variant.guards));
}

// Of a sweep the best setting stands for all; nothing is to be said of one where that is the baseline, or where none
// is.
static void takeBest(TriedThing& thing, const experiment::TuningReport& report)
{
    const auto* best = bestPoint(report);
    if (best && !best->isBaseline && !report.variants.empty()) {
        thing.tried = TuningLog::tr("Sweep, best: %1").arg(thing.tried);
        return takeEstimate(thing, report.variants[static_cast<std::size_t>(thing.variant)]);
    }
    QStringList knobs;
    for (const auto& factor : report.sweep ? report.sweep->factors : std::vector<experiment::Factor>())
        knobs << knobLabel(factor.key);
    thing.tried = TuningLog::tr("Sweep of %1").arg(knobs.join(TuningLog::tr(" and ")));
    thing.effect = QString(noValue);
    thing.verdict = best ? TuningLog::tr("baseline is best") : TuningLog::tr("none is best");
}

static void takeOutcome(TriedThing& thing, const experiment::TuningReport& report)
{
    if (report.kind == Kind::Find && report.search) {
        thing.effect = report.search->value
            ? settingText(report.search->search.key, settings::valueText(*report.search->value))
            : TuningLog::tr("nowhere");
        thing.metric = text(report.search->search.condition);
        thing.verdict = report.search->isConfirmed ? TuningLog::tr("confirmed") : TuningLog::tr("not confirmed");
    } else if (report.kind == Kind::Screen) {
        const auto matters = [](const experiment::FactorEffect& effect) {
            return !effect.isRefuted
                && (effect.judgement == analysis::Judgement::Better || effect.judgement == analysis::Judgement::Worse);
        };
        const auto count = std::ranges::count_if(report.effects, matters);
        const auto first = std::ranges::find_if(report.effects, matters);
        thing.effect = count == 1 ? TuningLog::tr("1 matters") : TuningLog::tr("%1 matter").arg(count);
        thing.verdict = count > 0 ? knobLabel(first->factor.key) : TuningLog::tr("none");
    } else if (report.kind == Kind::Sweep) {
        takeBest(thing, report);
    } else if (!report.variants.empty()) {
        takeEstimate(thing, report.variants[static_cast<std::size_t>(thing.variant)]);
    }
}

std::vector<TriedThing> triedThings(const experiment::TuningReportPtr& report, const QString& scenario)
{
    std::vector<TriedThing> things;
    const bool isTry = report->kind == Kind::Try;
    const std::size_t count = isTry ? report->variants.size() : 1;
    for (std::size_t i = 0; i < count; ++i) {
        TriedThing thing;
        thing.experiment = text(report->id);
        thing.variant = static_cast<int>(isTry ? i : leadingVariant(*report));
        thing.at = QDateTime::fromMSecsSinceEpoch(
            std::chrono::duration_cast<std::chrono::milliseconds>(report->startedAt.time_since_epoch()).count());
        thing.scenario = scenario;
        thing.tried = triedText(*report, static_cast<std::size_t>(thing.variant));
        thing.metric = report->metrics.empty() ? QString() : metricTitle(report->metrics.front());
        thing.report = report;
        takeOutcome(thing, *report);
        things.push_back(std::move(thing));
    }
    return things;
}

TuningLog::TuningLog(QString path, QObject* parent) : QAbstractTableModel(parent), m_path(std::move(path)) {}

void TuningLog::setScenario(const QString& scenario)
{
    beginResetModel();
    std::vector<TriedThing> earlier = std::move(m_things);
    m_scenario = scenario;
    m_things.clear();
    read();
    for (auto& thing : m_things) // what this session measured is still there
        for (const auto& known : earlier)
            if (known.experiment == thing.experiment && known.variant == thing.variant)
                thing.report = known.report;
    endResetModel();
}

void TuningLog::read()
{
    QFile file(m_path);
    if (!file.exists())
        return;
    if (!file.open(QIODevice::ReadOnly)) {
        m_trouble = tr("%1 could not be read: %2").arg(m_path, file.errorString());
        emit troubled();
        return;
    }
    if (file.size() > mostLogBytes)
        file.seek(file.size() - mostLogBytes);
    while (!file.atEnd())
        take(file.readLine(mostLineBytes));
    std::ranges::reverse(m_things);
    if (m_things.size() > mostThings)
        m_things.resize(mostThings);
}

static TriedThing::Fate fateOf(const QString& name)
{
    return name == QLatin1String("kept")  ? TriedThing::Fate::Kept
        : name == QLatin1String("undone") ? TriedThing::Fate::Undone
                                          : TriedThing::Fate::Open;
}

static QString fateName(TriedThing::Fate fate)
{
    return fate == TriedThing::Fate::Kept  ? QStringLiteral("kept")
        : fate == TriedThing::Fate::Undone ? QStringLiteral("undone")
                                           : QString();
}

void TuningLog::take(const QByteArray& line)
{
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    const auto get = [&object](const char* key) { return object[QLatin1String(key)].toString(); };
    if (object.isEmpty() || get("scenario") != m_scenario)
        return;
    const QString experiment = get("experiment");
    const int variant = object[QLatin1String("variant")].toInt();
    if (object.contains(QLatin1String("fate"))) {
        for (auto& thing : m_things)
            if (thing.experiment == experiment && thing.variant == variant)
                thing.fate = fateOf(get("fate"));
        return;
    }
    const int judgement = std::clamp(object[QLatin1String("judgement")].toInt(), 0, 3);
    m_things.push_back({experiment, variant, QDateTime::fromString(get("at"), Qt::ISODateWithMs).toLocalTime(),
                        m_scenario, get("tried"), get("metric"), get("effect"), get("interval"),
                        static_cast<analysis::Judgement>(judgement), get("verdict"), get("guards")});
}

static QJsonObject lineOf(const TriedThing& thing)
{
    return {{QStringLiteral("experiment"), thing.experiment},
            {QStringLiteral("variant"), thing.variant},
            {QStringLiteral("at"), thing.at.toUTC().toString(Qt::ISODateWithMs)},
            {QStringLiteral("scenario"), thing.scenario},
            {QStringLiteral("tried"), thing.tried},
            {QStringLiteral("metric"), thing.metric},
            {QStringLiteral("effect"), thing.effect},
            {QStringLiteral("interval"), thing.interval},
            {QStringLiteral("judgement"), static_cast<int>(thing.judgement)},
            {QStringLiteral("verdict"), thing.verdict},
            {QStringLiteral("guards"), thing.guards}};
}

void TuningLog::append(const QJsonObject& line)
{
    QDir().mkpath(QFileInfo(m_path).path());
    QFile file(m_path);
    const QByteArray bytes = QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
    if (file.open(QIODevice::Append) && file.write(bytes) == bytes.size() && file.flush())
        return;
    m_trouble = tr("%1 could not be written: %2").arg(m_path, file.errorString());
    emit troubled();
}

void TuningLog::add(const experiment::TuningReportPtr& report, const QString& scenario)
{
    const auto things = triedThings(report, scenario);
    if (!things.empty() && scenario == m_scenario) {
        beginInsertRows({}, 0, static_cast<int>(things.size()) - 1);
        m_things.insert(m_things.begin(), things.begin(), things.end());
        endInsertRows();
    }
    for (const auto& thing : things)
        append(lineOf(thing));
}

void TuningLog::setFate(const QString& experiment, int variant, TriedThing::Fate fate)
{
    for (std::size_t i = 0; i < m_things.size(); ++i) {
        auto& thing = m_things[i];
        if (thing.experiment != experiment || thing.variant != variant || thing.fate == fate)
            continue;
        thing.fate = fate;
        append({{QStringLiteral("experiment"), experiment},
                {QStringLiteral("variant"), variant},
                {QStringLiteral("scenario"), thing.scenario},
                {QStringLiteral("fate"), fateName(fate)}});
        const int row = static_cast<int>(i);
        emit dataChanged(index(row, Fate), index(row, Fate));
    }
}

std::vector<experiment::TuningReportPtr> TuningLog::reports() const
{
    std::vector<experiment::TuningReportPtr> reports;
    for (auto thing = m_things.rbegin(); thing != m_things.rend(); ++thing)
        if (thing->report && (reports.empty() || reports.back() != thing->report))
            reports.push_back(thing->report);
    return reports;
}

int TuningLog::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_things.size());
}

int TuningLog::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

static QString whenText(const QDateTime& at)
{
    return at.date() == QDate::currentDate() ? at.toString(QStringLiteral("HH:mm"))
                                             : at.toString(QStringLiteral("d MMM HH:mm"));
}

// What got worse is named in the tip: a pill is too short for it. "better, but" says already that there is something.
static QString verdictCell(const TriedThing& thing)
{
    const bool saysSo = thing.judgement == analysis::Judgement::Better || thing.judgement == analysis::Judgement::Worse;
    return thing.guards.isEmpty() || saysSo ? thing.verdict : TuningLog::tr("worse beside it");
}

QString TuningLog::cellText(const TriedThing& thing, int column) const
{
    switch (column) {
    case When: return whenText(thing.at);
    case Tried: return thing.tried;
    case Metric: return thing.metric;
    case Effect: return thing.effect;
    case Interval: return thing.interval;
    case Verdict: return verdictCell(thing);
    case Fate:
        return thing.fate == TriedThing::Fate::Kept  ? tr("✓ kept")
            : thing.fate == TriedThing::Fate::Undone ? tr("undone")
                                                     : QString();
    default: return {};
    }
}

QVariant TuningLog::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& thing = m_things[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole: return cellText(thing, index.column());
    case Qt::ToolTipRole:
        return thing.guards.isEmpty() ? thing.tried : tr("%1\nGot worse beside it: %2").arg(thing.tried, thing.guards);
    case EvidenceModel::PillRole:
        return index.column() == Verdict ? QVariant(static_cast<int>(thing.judgement)) : QVariant();
    case EvidenceModel::WarnedRole: return !thing.guards.isEmpty();
    case Qt::TextAlignmentRole: {
        const bool isRight = index.column() == Effect || index.column() == Interval;
        return QVariant::fromValue(Qt::AlignVCenter | (isRight ? Qt::AlignRight : Qt::AlignLeft));
    }
    default: return {};
    }
}

QVariant TuningLog::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool isRight = section == Effect || section == Interval;
        return QVariant::fromValue(Qt::AlignVCenter | (isRight ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role != Qt::DisplayRole)
        return {};
    const std::array titles{tr("When"),     tr("Tried"),   tr("Judged by"), tr("Effect"),
                            tr("Interval"), tr("Verdict"), tr("Kept")};
    return titles[static_cast<std::size_t>(section)];
}

} // namespace weir::ui

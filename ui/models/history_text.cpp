// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/history_text.h"

#include "ui/models/figure_text.h"

#include <QCoreApplication>

namespace weir::ui {

struct HistoryText {
    Q_DECLARE_TR_FUNCTIONS(HistoryText)
};

QDateTime startedAt(base::WallTime when)
{
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(when.time_since_epoch()).count();
    return QDateTime::fromMSecsSinceEpoch(ms);
}

QString whenText(const QDateTime& when, const QDateTime& now)
{
    const QLocale locale(QLocale::English, QLocale::UnitedKingdom); // as all of the window's words
    const auto days = when.date().daysTo(now.date());
    const QString time = locale.toString(when.time(), QStringLiteral("HH:mm"));
    if (days == 0)
        return HistoryText::tr("today %1").arg(time);
    if (days == 1)
        return HistoryText::tr("yesterday %1").arg(time);
    const bool isThisYear = when.date().year() == now.date().year();
    const QString date = locale.toString(when.date(),
                                         isThisYear ? QStringLiteral("d MMMM") : QStringLiteral("d MMMM yyyy"));
    return QStringLiteral("%1 %2").arg(date, time);
}

QString runTitle(const store::HistoryEntry& entry)
{
    if (!entry.name.empty())
        return text(entry.name);
    return text(entry.note.empty() ? entry.label : entry.note);
}

QString stateText(const store::HistoryEntry& entry)
{
    if (entry.state == "died")
        return HistoryText::tr("died");
    if (entry.state == "interrupted")
        return HistoryText::tr("interrupted");
    return entry.state == "running" ? HistoryText::tr("running") : QString();
}

QString changesText(const settings::Scenario& before, const settings::Scenario& after, int most)
{
    QStringList parts;
    const auto changes = settings::changes(before, after);
    for (const auto& change : changes) {
        if (parts.size() == most)
            break;
        parts << QStringLiteral("%1 %2 → %3")
                     .arg(text(change.path.key()), text(settings::redactedText(change.path, change.before)),
                          text(settings::redactedText(change.path, change.after)));
    }
    const auto more = std::ssize(changes) - parts.size();
    const QString list = parts.join(QStringLiteral(", "));
    return more > 0 ? HistoryText::tr("%1 and %2 more").arg(list).arg(more) : list;
}

} // namespace weir::ui

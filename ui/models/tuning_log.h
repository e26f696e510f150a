// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/tuning_report.h"

#include <QAbstractTableModel>
#include <QDateTime>
#include <QJsonObject>

#include <vector>

namespace weir::ui {

// One thing that was tried in a scenario, as its line in the log says it.
struct TriedThing {
    enum class Fate { Open, Kept, Undone };
    QString experiment; // its id
    int variant = 0;
    QDateTime at;
    QString scenario; // its file, or its name where it has none
    QString tried;
    QString metric;
    QString effect;
    QString interval;
    analysis::Judgement judgement = analysis::Judgement::Unclear;
    QString verdict;
    QString guards; // what got worse beside it, behind the verdict
    Fate fate = Fate::Open;
    experiment::TuningReportPtr report{}; // of this session's experiments; null of earlier ones
};

// The lines of a report: one for each variant of a try, one for any other kind.
std::vector<TriedThing> triedThings(const experiment::TuningReportPtr& report, const QString& scenario);

// What was tried in the scenario that is open, the newest first. Kept as lines of JSON in one file for all scenarios,
// which only grows, a line for each thing and one more for what became of it; of a file cut off in the middle the whole
// lines count. Window's thread.
class TuningLog : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { When, Tried, Metric, Effect, Interval, Verdict, Fate, ColumnCount };

    TuningLog(QString path, QObject* parent = nullptr);

    void setScenario(const QString& scenario); // reads what the file has of it
    // Of whichever scenario it was started in: only of the one that is open it is shown.
    void add(const experiment::TuningReportPtr& report, const QString& scenario);
    QString scenario() const { return m_scenario; }
    void setFate(const QString& experiment, int variant, TriedThing::Fate fate);
    const std::vector<TriedThing>& things() const { return m_things; }
    std::vector<experiment::TuningReportPtr> reports() const; // of this session, the oldest first
    QString trouble() const { return m_trouble; }             // why the file could not be read or written

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

signals:
    void troubled();

private:
    void read();
    void take(const QByteArray& line);
    void append(const QJsonObject& line);
    QString cellText(const TriedThing& thing, int column) const;

    QString m_path;
    QString m_scenario;
    std::vector<TriedThing> m_things; // the newest first
    QString m_trouble;
};

} // namespace weir::ui

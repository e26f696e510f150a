// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/tuning_report.h"
#include "core/store/history.h"

#include <QScrollArea>

class QPushButton;

namespace weir::ui {

class BannerArea;
class ExperimentCharts;
class ExportLinks;
class Label;
class NoteEdit;
class ResultCard;
class TuningExport;

// One kept experiment: what it found, as the page that runs them shows it, with its export and the note that its reader
// may write. One that was interrupted can be gone on with. Window's thread.
class KeptExperiment : public QScrollArea {
    Q_OBJECT

public:
    KeptExperiment(BannerArea* banners, QWidget* parent);

    struct Shown {
        store::HistoryEntry entry;
        experiment::TuningReportPtr report; // null where it cannot be told
        std::string trouble;                // then why
    };
    static base::Result<Shown> kept(store::History& history, const std::string& id); // on the store's thread
    void showKept(const Shown& shown);
    void commitNote();
    void setIdle(bool idle); // nothing is measured: an experiment may go on
    TuningExport* exports() const { return m_exports; }

signals:
    void goOnRequested(const QString& experiment);
    void noteChanged(const std::string& id, const QString& note);

private:
    QWidget* makeHead();
    void showCharts();

    TuningExport* m_exports;
    Label* m_title;
    Label* m_state;
    NoteEdit* m_note;
    QPushButton* m_goOn;
    ExportLinks* m_links;
    ResultCard* m_result;
    ExperimentCharts* m_charts;
    Shown m_shown;
};

} // namespace weir::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/tuning_report.h"

#include <QWidget>

class QHBoxLayout;
class QPushButton;

namespace weir::ui {

class ChoiceBox;
class EvidenceModel;
class Label;
class ResultTable;

// What an experiment found: the answer in a sentence with how sure it is and what got worse, Undo and Keep, and the
// table that it rests on. Costs what is in sight: one setting of one endpoint, or one metric of all settings.
class ResultCard : public QWidget {
    Q_OBJECT

public:
    explicit ResultCard(QWidget* parent = nullptr);

    // So far, or `isFinal`: then there is something to keep.
    void showReport(const experiment::TuningReportPtr& report, bool isFinal);
    void setKept(bool kept); // of the variant that is shown: the scenario has it
    std::size_t variant() const { return m_variant; }
    int endpoint() const;

signals:
    void variantChosen(std::size_t variant);
    void keepRequested(std::size_t variant);
    void undoRequested(std::size_t variant);
    void settleRequested(std::size_t variant); // of runs made one after the other: by an experiment

private:
    void addTop();
    void addChoices();
    void addTable();
    void fillChoices();
    void showWords();
    void showRows();
    void fitTable();
    void onRow(int row);
    bool showsSettings() const; // a row for each setting

    experiment::TuningReportPtr m_report;
    std::size_t m_variant = 0;
    bool m_isFinal = false;
    bool m_chosen = false; // the variant, by the reader

    Label* m_sentence = nullptr;
    Label* m_sureness = nullptr;
    Label* m_guards = nullptr;
    QPushButton* m_undo = nullptr;
    QPushButton* m_keep = nullptr;
    QPushButton* m_settle = nullptr;
    QWidget* m_choices = nullptr;
    ChoiceBox* m_setting = nullptr;
    ChoiceBox* m_endpoint = nullptr;
    EvidenceModel* m_model = nullptr;
    ResultTable* m_table = nullptr;
    Label* m_foot = nullptr;
    Label* m_notes = nullptr;
};

} // namespace weir::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/experimenting.h"

#include <QWidget>

namespace weir::ui {

class ChoiceBox;
class FlowLayout;
class Label;
class QuietSpinBox;

// How an experiment is judged and how long it takes, as a sentence with choices in it: "judged by p99 in 16 pairs of 5
// s, ...".
class PlanSentence : public QWidget {
    Q_OBJECT

public:
    explicit PlanSentence(QWidget* parent = nullptr);

    void setKind(experiment::Kind kind); // which words the sentence has
    void fill(experiment::Plan& plan) const;
    void showForecast(const base::Result<session::ExperimentForecast>& forecast);
    void showProblem(const QString& problem); // in the forecast's place

signals:
    void changed();

private:
    Label* addWords(const QString& words);
    QuietSpinBox* addNumber(const char* name, const QString& meaning, double low, double high, int decimals);
    void addMetrics();
    void addLengths();

    FlowLayout* m_flow;
    ChoiceBox* m_metric;
    Label* m_before;
    QuietSpinBox* m_blocks;
    Label* m_of;
    QuietSpinBox* m_blockSeconds;
    Label* m_ending;
    QuietSpinBox* m_precision;
    ChoiceBox* m_length;
    Label* m_marginWords;
    QuietSpinBox* m_margin;
    Label* m_marginEnd;
    Label* m_forecast;
    experiment::Kind m_kind = experiment::Kind::Try;
};

} // namespace weir::ui

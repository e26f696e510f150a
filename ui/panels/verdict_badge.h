// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"

#include <QLabel>
#include <QList>

namespace weir::ui {

// Whether the run can be relied upon: a pill with sign and word. Its reasons are the tool tip, and open as a note on
// click, Return or Space. Hidden while there is no verdict.
class VerdictBadge : public QLabel {
    Q_OBJECT

public:
    explicit VerdictBadge(QWidget* parent = nullptr);

    // The run's, and where it has several phases, those of each under its name.
    struct OfPhase {
        QString phase;
        metrics::Verdict verdict;

        bool operator==(const OfPhase&) const = default;
    };
    enum class Standing { SoFar, Final };
    void setVerdict(const metrics::Verdict& verdict, const QList<OfPhase>& phases = {},
                    Standing standing = Standing::Final);
    static QList<OfPhase> phasesOf(const metrics::Snapshot& snapshot); // empty where there is but one

protected:
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void showReasons();
    QStringList reasons() const;
    QString headline() const; // what the verdict means

    metrics::Verdict m_verdict;
    QList<OfPhase> m_phases;
    Standing m_standing = Standing::Final;
};

} // namespace weir::ui

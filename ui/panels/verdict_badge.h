// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"

#include <QLabel>

namespace weir::ui {

// Whether the run can be relied upon: a pill with sign and word. Its reasons are the tool tip, and open as a note on
// click, Return or Space. Hidden while there is no verdict.
class VerdictBadge : public QLabel {
    Q_OBJECT

public:
    explicit VerdictBadge(QWidget* parent = nullptr);

    void setVerdict(const metrics::Verdict& verdict);

protected:
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void showReasons();

    metrics::Verdict m_verdict;
};

} // namespace weir::ui

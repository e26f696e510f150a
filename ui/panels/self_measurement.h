// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <optional>
#include <vector>

namespace weir::ui {

class MainWindow;

// `weir --measure FILE`: runs the scenario once the window is there, writes how the window itself kept up as JSON, and
// quits. Moments are of the monotonic clock, in nanoseconds, so that whoever started the process can subtract its
// start. A beat every few milliseconds tells how long this thread served no event: by the wall clock, and by what it
// worked meanwhile, which a busy machine does not lengthen.
class SelfMeasurement : public QObject {
    Q_OBJECT

public:
    SelfMeasurement(MainWindow* window, const QString& file);

    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void onShown();
    void beat();
    void finish();
    QByteArray json() const;

    MainWindow* m_window;
    QString m_file;
    QWidget* m_chart; // whose first point is waited for
    std::optional<base::TimePoint> m_shown;
    std::optional<base::TimePoint> m_run;
    std::optional<base::TimePoint> m_firstPoint;
    bool m_awaited = false; // a stamp is due once the painting that is under way has ended
    QTimer m_beat;
    base::TimePoint m_lastBeat{};
    base::Nanos m_lastWork{};
    base::Nanos m_workAtStart{};
    std::vector<base::Nanos> m_gaps;
    base::Nanos m_longestWork{};
};

} // namespace weir::ui

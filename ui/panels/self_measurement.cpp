// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/self_measurement.h"

#include "core/session/run_controller.h"
#include "ui/charts/time_plot.h"
#include "ui/main_window.h"

#include <QCoreApplication>
#include <QEvent>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cstdio>

namespace weir::ui {

using session::RunController;

static constexpr std::chrono::milliseconds beatSpan{4};

SelfMeasurement::SelfMeasurement(MainWindow* window, const QString& file)
    : QObject(window)
    , m_window(window)
    , m_file(file)
    , m_chart(window->findChild<TimePlot*>(QStringLiteral("chart.throughput")))
{
    window->installEventFilter(this);
    m_chart->installEventFilter(this);
    m_beat.setTimerType(Qt::PreciseTimer);
    m_beat.setInterval(beatSpan);
    connect(&m_beat, &QTimer::timeout, this, &SelfMeasurement::beat);
    connect(window->controller(), &RunController::finished, this, &SelfMeasurement::finish, Qt::QueuedConnection);
    connect(window->controller(), &RunController::failed, this, [](const base::Error& error) {
        std::fprintf(stderr, "weir: %s\n", base::text(error).c_str());
        QCoreApplication::exit(1);
    });
}

// Painting reaches the screen when the event that causes it has been dealt with.
bool SelfMeasurement::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::Paint || m_awaited)
        return false;
    if (watched == m_window && !m_shown) {
        m_awaited = true;
        QTimer::singleShot(0, this, &SelfMeasurement::onShown);
    } else if (watched == m_chart && m_run && !m_firstPoint && !static_cast<TimePlot*>(m_chart)->isEmpty()) {
        m_awaited = true;
        QTimer::singleShot(0, this, [this] {
            m_awaited = false;
            m_firstPoint = base::now();
        });
    }
    return false;
}

void SelfMeasurement::onShown()
{
    m_awaited = false;
    m_shown = base::now();
    // A reader looks before they press.
    QTimer::singleShot(std::chrono::milliseconds{300}, this, [this] {
        m_run = base::now();
        m_lastBeat = *m_run;
        m_workAtStart = m_lastWork = base::threadCpuTime();
        m_beat.start();
        m_window->start();
    });
}

void SelfMeasurement::beat()
{
    const auto now = base::now();
    const auto work = base::threadCpuTime();
    m_gaps.push_back(now - m_lastBeat - beatSpan);
    m_longestWork = std::max(m_longestWork, work - m_lastWork);
    m_lastBeat = now;
    m_lastWork = work;
}

static qint64 nanosOf(const std::optional<base::TimePoint>& moment)
{
    return moment ? base::Nanos(moment->time_since_epoch()).count() : 0;
}

static double millis(base::Nanos span)
{
    return std::chrono::duration<double, std::milli>(span).count();
}

QByteArray SelfMeasurement::json() const
{
    auto gaps = m_gaps;
    std::ranges::sort(gaps);
    QJsonObject all{{"shown_ns", nanosOf(m_shown)},
                    {"run_ns", nanosOf(m_run)},
                    {"first_point_ns", nanosOf(m_firstPoint)},
                    {"longest_work_ms", millis(m_longestWork)},
                    {"window_cpu_ms", millis(base::threadCpuTime() - m_workAtStart)}};
    if (!gaps.empty()) {
        all["longest_block_ms"] = millis(gaps.back());
        all["block_p999_ms"] = millis(gaps[gaps.size() - 1 - gaps.size() / 1000]);
    }
    const auto& snapshot = m_window->controller()->report().snapshot;
    if (const auto* total = snapshot ? snapshot->total(snapshot->phase, snapshot->epoch) : nullptr) {
        all["requests"] = total->values[metrics::metricIndex("requests")];
        all["generator_cpu_ratio"] = total->values[metrics::metricIndex("generator_cpu_ratio")];
        all["achieved_rps"] = total->values[metrics::metricIndex("achieved_rps")];
    }
    return QJsonDocument(all).toJson();
}

void SelfMeasurement::finish()
{
    m_beat.stop();
    QFile file(m_file);
    const QByteArray content = json();
    const bool written = file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
    if (!written)
        std::fprintf(stderr, "weir: %s could not be written\n", qPrintable(m_file));
    QCoreApplication::exit(written ? 0 : 1);
}

} // namespace weir::ui

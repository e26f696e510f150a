// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/result_notes.h"

#include "core/analysis/value_remark.h"
#include "core/analysis/verdict.h"
#include "ui/models/figure_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace weir::ui {

using namespace weir::metrics;

static QString noteWords(const char* words)
{
    return QCoreApplication::translate("ResultNotes", words);
}

// Below a fifth of the service time, or a millisecond, nobody would ask.
static bool matters(double response, double service)
{
    return response - service >= 1 && response >= 1.2 * service;
}

static QString causeOf(const Row* row)
{
    const auto& busy = *findMetric("generator_cpu_ratio");
    const double cpu = valueOf(row, metricIndex(busy.id));
    if (cpu >= analysis::limits::busyCpu)
        return noteWords(QT_TRANSLATE_NOOP("ResultNotes",
                                           "in between they waited for this machine, whose processor was %1 busy with "
                                           "sending. The difference says more about it than about the target."))
            .arg(figureText(busy, cpu));
    // A request of the open model waits for no reply, unless as many as may be are unanswered.
    if (valueOf(row, metricIndex("held_back_late")) > 0)
        return noteWords(
            QT_TRANSLATE_NOOP("ResultNotes",
                              "in between they waited for earlier replies, as people in a queue would, "
                              "because load.max_in_flight were unanswered or load.max_visitors on their way "
                              "through flows."));
    if (valueOf(row, metricIndex("stolen_cpu_ratio")) > analysis::limits::mostStolen)
        return noteWords(QT_TRANSLATE_NOOP("ResultNotes",
                                           "in between they waited for this machine, whose processor time went to "
                                           "other guests of its hypervisor. The difference says nothing about the "
                                           "target."));
    return noteWords(QT_TRANSLATE_NOOP("ResultNotes",
                                       "in between they waited for this machine, though sending kept its processor "
                                       "only %1 busy: other programs had their turn first, or its timers woke late. "
                                       "The difference says nothing about the target."))
        .arg(figureText(busy, cpu));
}

QString responseGap(const Snapshot& snapshot, const std::optional<RunStretch>& stretch)
{
    const auto* row = rowOf(snapshot, stretch.value_or(newestStretch(snapshot)), -1);
    const auto& p99 = *findMetric("latency_p99_ms");
    const double response = valueOf(row, metricIndex("latency_p99_ms"));
    const double service = valueOf(row, metricIndex("service_p99_ms"));
    if (!matters(response, service)) // without a value neither holds
        return {};
    const auto* words = QT_TRANSLATE_NOOP("ResultNotes",
                                          "p99 is %1 from when requests were due and %2 from when they were sent: %3");
    return noteWords(words).arg(figureText(p99, response), figureText(p99, service), causeOf(row));
}

QString unanswered(const Snapshot& snapshot, const std::optional<RunStretch>& stretch)
{
    const auto* row = rowOf(snapshot, stretch.value_or(newestStretch(snapshot)), -1);
    const auto lacking = row ? analysis::unansweredText(*row) : std::string{};
    if (lacking.empty())
        return {};
    const auto figure = [row](std::string_view id) {
        return figureText(*findMetric(id), valueOf(row, metricIndex(id)));
    };
    return noteWords(QT_TRANSLATE_NOOP("ResultNotes",
                                       "%1. Times are of the others; over all that were planned p50 is %2 and p99 %3."))
        .arg(text(lacking), figure("adjusted_p50_ms"), figure("adjusted_p99_ms"));
}

QString lackingSamples(const Snapshot& snapshot, const std::optional<RunStretch>& stretch)
{
    const auto* row = rowOf(snapshot, stretch.value_or(newestStretch(snapshot)), -1);
    const auto remark = row ? analysis::samplesRemark(*findMetric("latency_p99_ms"), *row) : std::string{};
    return remark.empty() ? QString() : text(remark) + u'.';
}

QString saturation(const Snapshot& snapshot, const std::optional<RunStretch>& stretch)
{
    const auto& metric = *findMetric("latency_saturated");
    const double above = valueOf(rowOf(snapshot, stretch.value_or(newestStretch(snapshot)), -1),
                                 metricIndex(metric.id));
    if (!(above > 0)) // nor without a value
        return {};
    return noteWords(QT_TRANSLATE_NOOP(
                         "ResultNotes",
                         "%1 response times were above one hour: percentiles count them as one hour, Max is exact."))
        .arg(figureText(metric, above));
}

} // namespace weir::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/live_charts.h"

#include "ui/charts/heat_map.h"
#include "ui/charts/stacked_plot.h"
#include "ui/charts/time_series_plot.h"

#include <QCoreApplication>

#include <cmath>

namespace weir::ui {

static QString tr(const char* text)
{
    return QCoreApplication::translate("weir::ui::LiveCharts", text);
}

static ChartSpec throughput()
{
    return ChartSpec{
        .name = QStringLiteral("chart.throughput"),
        .title = tr("Throughput"),
        .unit = tr("requests/s"),
        .help = tr(
            "Requests that ended each second against those the schedule planned. Where achieved falls below "
            "planned, something cannot keep up: the target, the pool or the generator itself. The shaded stretch "
            "is the warm-up; numbers mark changes of knobs."),
        .series = {{"achieved_rps", tr("achieved"), ColorRole::First, LineStyle::Solid, {}, true},
                   {"offered_rps", tr("planned"), ColorRole::Dim, LineStyle::Dashed},
                   {"failed_rps", tr("errors"), ColorRole::Second, LineStyle::Solid},
                   {"good_rps", tr("good"), ColorRole::Good, LineStyle::Solid}},
        .headline =
            [](const metrics::Point& p) { return plainNumber(metricValue(p, "achieved_rps")) + QStringLiteral("/s"); },
    };
}

static ChartSpec latency()
{
    return ChartSpec{
        .name = QStringLiteral("chart.latency"),
        .title = tr("Latency"),
        .unit = tr("ms, log"),
        .help = tr(
            "Response time of requests answered well, counted from when each was due to start. Dotted: the p99 of "
            "all that were planned, where what failed or was left out counts as never answered; it breaks off "
            "with a mark at the top where more than 1 % were not. The axis is logarithmic: equal distances are "
            "equal factors. A gap means too few requests for that percentile yet."),
        .emptyText = tr("How long requests take: the median and the slowest few of a hundred."),
        .series = {{"latency_p50_ms", tr("p50"), ColorRole::P50, LineStyle::Solid, {}, true},
                   {"latency_p90_ms", tr("p90"), ColorRole::P90, LineStyle::Solid},
                   {"latency_p99_ms", tr("p99"), ColorRole::P99, LineStyle::Solid, {}, true},
                   {"latency_p999_ms", tr("p99.9"), ColorRole::P999, LineStyle::Solid},
                   {"adjusted_p99_ms", tr("p99 of all planned"), ColorRole::P99, LineStyle::Dotted}},
        .format = ValueFormat::Plain,
        .logY = true,
        .headline =
            [](const metrics::Point& p) {
                const double p99 = metricValue(p, "latency_p99_ms");
                const double p50 = metricValue(p, "latency_p50_ms");
                if (std::isinf(metricValue(p, "adjusted_p99_ms")))
                    return tr("p99 never");
                return std::isfinite(p99) ? tr("p99 %1").arg(plainNumber(p99)) : tr("p50 %1").arg(plainNumber(p50));
            },
    };
}

static QString payloadHeadline(const metrics::Point& point)
{
    const double ratio = metricValue(point, "identity_bytes_per_s") / metricValue(point, "wire_bytes_per_s");
    if (!std::isfinite(ratio))
        return {};
    if (ratio > 0.95 && ratio < 1.05)
        return tr("same size");
    return ratio > 1 ? tr("%1× smaller").arg(QString::number(ratio, 'f', 1))
                     : tr("%1× larger").arg(QString::number(1 / ratio, 'f', 1));
}

static ChartSpec payload()
{
    return ChartSpec{
        .name = QStringLiteral("chart.payload"),
        .title = tr("Payload"),
        .unit = tr("per second"),
        .help = tr("Bytes of reply bodies each second: without any content coding, and as sent to the client. The "
                   "distance between the two is what compression saves."),
        .emptyText = tr("How many bytes the replies have, and how many travel."),
        .series = {{"identity_bytes_per_s", tr("identity"), ColorRole::First, LineStyle::Area},
                   {"wire_bytes_per_s", tr("on the wire"), ColorRole::Second, LineStyle::Area}},
        .format = ValueFormat::Bytes,
        .headline = payloadHeadline,
    };
}

static ChartSpec cache()
{
    return ChartSpec{
        .name = QStringLiteral("chart.cache"),
        .title = tr("Cache"),
        .unit = tr("% of requests"),
        .help = tr("How the proxy's cache answered: hit from a fresh copy, revalidated after the target confirmed the "
                   "copy, stale from an old one; miss was fetched, bypass may not be cached at all."),
        .emptyText = tr("What share of the requests the cache answers."),
        .absentText = tr("No request has passed the cache. It needs load.path in_process and the Cache switch."),
        .series = {{"cache_fresh_ratio", tr("hit"), ColorRole::Third, LineStyle::Solid},
                   {"cache_revalidated_ratio", tr("revalidated"), ColorRole::First, LineStyle::Solid},
                   {"cache_stale_ratio", tr("stale"), ColorRole::Fourth, LineStyle::Solid},
                   {"cache_miss_ratio", tr("miss"), ColorRole::Neutral, LineStyle::Solid},
                   {"cache_bypass_ratio", tr("bypass"), ColorRole::Neutral, LineStyle::Hatched}},
        .format = ValueFormat::Percent,
        .stacked = true,
        .top = 1.0,
        .headline =
            [](const metrics::Point& p) {
                const double hits = metricValue(p, "cache_hit_ratio");
                return std::isfinite(hits) ? tr("%1 hits").arg(percentText(hits)) : QString();
            },
    };
}

static ChartSpec pool()
{
    return ChartSpec{
        .name = QStringLiteral("chart.pool"),
        .title = tr("Connection pool"),
        .unit = tr("connections"),
        .help = tr("Connections in use, requests waiting for one, and the limit. In use near the limit with a growing "
                   "queue means the pool is what requests wait for."),
        .emptyText = tr("Connections in use, and requests that wait for one."),
        .absentText = tr("This run has no connection pool: requests go straight to the target."),
        .series = {{"pool_in_use_mean", tr("in use"), ColorRole::First, LineStyle::Area},
                   {"pool_pending_mean", tr("waiting"), ColorRole::Second, LineStyle::Solid},
                   {"pool_limit", tr("limit"), ColorRole::Dim, LineStyle::Dashed}},
        .format = ValueFormat::Plain,
        .headline =
            [](const metrics::Point& p) {
                const double limit = metricValue(p, "pool_limit");
                return std::isfinite(limit)
                    ? tr("%1 of %2").arg(plainNumber(metricValue(p, "pool_in_use_mean")), plainNumber(limit))
                    : QString();
            },
    };
}

static QString stageHeadline(const metrics::Point& point)
{
    double total = 0;
    for (const auto* id : {"time_client_ms", "time_compress_ms", "time_cache_ms", "time_decode_ms", "time_pool_ms",
                           "time_lookup_ms", "time_connect_ms", "time_tls_ms", "time_upstream_ms"})
        if (const double value = metricValue(point, id); std::isfinite(value))
            total += value;
    return total > 0 ? durationText(total) : QString();
}

static ChartSpec stages()
{
    return ChartSpec{
        .name = QStringLiteral("chart.stages"),
        .title = tr("Time per stage"),
        .unit = tr("ms, mean"),
        .help = tr(
            "Where a request spends its time on average, from the client inwards: each layer is one stage's own "
            "time, without the stages it waits for. The hatched layers are waiting: for a connection, or for the "
            "address of a name."),
        .emptyText = tr("Where a request spends its time."),
        .series = {{"time_client_ms", tr("client"), ColorRole::First, LineStyle::Solid},
                   {"time_compress_ms", tr("compress"), ColorRole::Fourth, LineStyle::Solid},
                   {"time_cache_ms", tr("cache"), ColorRole::Maximum, LineStyle::Solid},
                   {"time_decode_ms", tr("decode"), ColorRole::Sixth, LineStyle::Solid},
                   {"time_upstream_ms", tr("target"), ColorRole::Third, LineStyle::Solid},
                   {"time_connect_ms", tr("connect"), ColorRole::Fifth, LineStyle::Solid},
                   {"time_tls_ms", tr("TLS"), ColorRole::Neutral, LineStyle::Solid},
                   {"time_lookup_ms", tr("look-up"), ColorRole::Fifth, LineStyle::Hatched},
                   {"time_pool_ms", tr("pool wait"), ColorRole::Second, LineStyle::Hatched}},
        .format = ValueFormat::Plain,
        .stacked = true,
        .headline = stageHeadline,
    };
}

static ChartSpec latencies()
{
    return ChartSpec{
        .name = QStringLiteral("chart.latencies"),
        .title = tr("Latency heat map"),
        .unit = tr("of requests answered well; ms, log"),
        .help = tr(
            "Every response time of requests answered well, not only percentiles: a darker cell (brighter on dark) "
            "holds more requests "
            "of that time and latency. Two bands mean two kinds of answers, such as hits and misses; a band that "
            "climbs is a queue. Point at a cell for its range and count."),
        .emptyText = tr("All response times of requests answered well, by time and latency."),
        .format = ValueFormat::Plain,
        .logY = true,
        .heat = true,
    };
}

static QString targetHeadline(const metrics::Point& point)
{
    const double cpu = metricValue(point, "target_cpu_ratio");
    if (std::isfinite(cpu))
        return tr("%1 · %2").arg(percentText(cpu), byteText(metricValue(point, "target_rss_bytes")));
    const double origin = metricValue(point, "origin_cpu_ratio");
    return std::isfinite(origin) ? percentText(origin) : QString();
}

static ChartSpec target()
{
    return ChartSpec{
        .name = QStringLiteral("chart.target"),
        .title = tr("Target's processor"),
        .unit = tr("% of one"),
        .help = tr(
            "What the target's own processes use, where they run on this machine: processor time here; memory, "
            "sockets, threads and network traffic have charts of their own. The built-in origin runs inside Weir, so "
            "only its thread's processor time can be told. Near 100 % per thread, the target itself is the limit."),
        .emptyText = tr("How busy the target itself is, where it runs on this machine."),
        .absent =
            [](const metrics::Snapshot& snapshot) {
                return snapshot.run ? QString::fromStdString(snapshot.run->whyNoTargetProcess) : QString();
            },
        .series = {{"target_cpu_ratio", tr("target"), ColorRole::First, LineStyle::Area},
                   {"origin_cpu_ratio", tr("built-in origin, a thread of this process"), ColorRole::First,
                    LineStyle::Area},
                   {"target_rss_bytes", tr("memory"), ColorRole::Dim, LineStyle::Solid, ValueFormat::Bytes},
                   {"target_sockets", tr("sockets"), ColorRole::Dim, LineStyle::Solid, ValueFormat::Plain},
                   {"target_threads", tr("threads"), ColorRole::Dim, LineStyle::Solid, ValueFormat::Plain},
                   {"target_network_bytes_per_s", tr("network, per second"), ColorRole::Dim, LineStyle::Solid,
                    ValueFormat::Bytes}},
        .format = ValueFormat::Percent,
        .headline = targetHeadline,
    };
}

static ChartSpec targetMemory()
{
    return ChartSpec{
        .name = QStringLiteral("chart.target_memory"),
        .title = tr("Target's memory"),
        .unit = tr("resident"),
        .help = tr(
            "Memory that the target's processes hold. A line that climbs with the load and does not come down is "
            "a queue or a leak."),
        .series = {{"target_rss_bytes", tr("memory"), ColorRole::First, LineStyle::Area}},
        .format = ValueFormat::Bytes,
        .needsProcess = true,
        .headline = [](const metrics::Point& p) { return byteText(metricValue(p, "target_rss_bytes")); },
    };
}

static ChartSpec targetSockets()
{
    return ChartSpec{
        .name = QStringLiteral("chart.target_sockets"),
        .title = tr("Target's sockets"),
        .unit = tr("open"),
        .help = tr(
            "Sockets and threads of the target's processes. Sockets beyond those of this load are what the target "
            "holds towards others, such as its database."),
        .series = {{"target_sockets", tr("sockets"), ColorRole::First, LineStyle::Solid},
                   {"target_threads", tr("threads"), ColorRole::Second, LineStyle::Solid}},
        .format = ValueFormat::Plain,
        .needsProcess = true,
        .headline = [](const metrics::Point& p) { return plainNumber(metricValue(p, "target_sockets")); },
    };
}

static ChartSpec targetNetwork()
{
    return ChartSpec{
        .name = QStringLiteral("chart.target_network"),
        .title = tr("Target's network"),
        .unit = tr("per second"),
        .help = tr("Bytes over the network that the target sees, loopback included: a container's own, else the whole "
                   "machine's."),
        .series = {{"target_network_bytes_per_s", tr("received and sent"), ColorRole::First, LineStyle::Area}},
        .format = ValueFormat::Bytes,
        .needsProcess = true,
        .headline = [](const metrics::Point& p) { return byteText(metricValue(p, "target_network_bytes_per_s")); },
    };
}

std::vector<ChartSpec> liveCharts()
{
    return {throughput(), latency(), payload(),      cache(),         pool(),         stages(),
            latencies(),  target(),  targetMemory(), targetSockets(), targetNetwork()};
}

TimePlot* makeChart(const ChartSpec& spec, ChartGroup* group, QWidget* parent)
{
    TimePlot* chart = nullptr;
    if (spec.heat)
        chart = new HeatMap(spec, parent);
    else if (spec.stacked)
        chart = new StackedPlot(spec, parent);
    else
        chart = new TimeSeriesPlot(spec, parent);
    if (group != nullptr)
        chart->setGroup(group);
    return chart;
}

} // namespace weir::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/packed_run.h"

#include "core/metrics/counter_fields.h"
#include "core/report/knob_columns.h"

#include <limits>

namespace weir::store {

using metrics::Histogram;

static constexpr double noFigure = std::numeric_limits<double>::quiet_NaN();

static void writeValues(PackedWriter& writer, const metrics::MetricValues& values)
{
    writer.number(values.size());
    for (const double value : values)
        writer.real(value);
}

static metrics::MetricValues readValues(PackedReader& reader)
{
    metrics::MetricValues values(reader.count());
    for (auto& value : values)
        value = reader.real();
    return values;
}

static metrics::MetricValues inOurPlaces(const metrics::MetricValues& kept, const LayoutMap& map)
{
    metrics::MetricValues values(metrics::metrics().size(), noFigure);
    for (std::size_t i = 0; i < kept.size() && i < map.metrics.size(); ++i)
        if (map.metrics[i] >= 0)
            values[static_cast<std::size_t>(map.metrics[i])] = kept[i];
    return values;
}

QByteArray packedValues(const metrics::MetricValues& values)
{
    PackedWriter writer;
    writeValues(writer, values);
    return writer.bytes();
}

metrics::MetricValues unpackedMetrics(const QByteArray& bytes, const LayoutMap& map)
{
    return inOurPlaces(unpackedValues(bytes), map);
}

metrics::MetricValues unpackedValues(const QByteArray& bytes)
{
    PackedReader reader{bytes};
    return readValues(reader);
}

double unpackedValue(const QByteArray& bytes, std::size_t place)
{
    PackedReader reader{bytes};
    if (place >= reader.count())
        return noFigure;
    for (std::size_t i = 0; i < place; ++i)
        reader.real();
    return reader.real();
}

QByteArray packedHistogram(const Histogram* histogram)
{
    if (!histogram)
        return {};
    PackedWriter writer;
    const auto& summary = histogram->summary();
    for (const auto figure :
         {summary.count, summary.sum, summary.min, summary.max, summary.saturated, summary.infinite})
        writer.number(figure);
    Histogram::Sparse counts;
    histogram->appendTo(counts);
    writer.number(counts.size());
    std::uint32_t last = 0;
    for (const auto& [index, count] : counts) {
        writer.number(index - last);
        writer.number(count);
        last = index;
    }
    return writer.bytes();
}

base::Result<std::shared_ptr<const Histogram>> unpackedHistogram(const QByteArray& bytes)
{
    if (bytes.isEmpty())
        return nullptr;
    PackedReader reader{bytes};
    metrics::Summary summary;
    for (auto* figure :
         {&summary.count, &summary.sum, &summary.min, &summary.max, &summary.saturated, &summary.infinite})
        *figure = reader.number();
    Histogram::Sparse counts(reader.count());
    std::uint64_t index = 0;
    std::uint64_t sum = 0;
    for (auto& [place, count] : counts) {
        index += reader.number();
        const auto n = reader.number();
        sum += n;
        if (index > Histogram::indexOf(Histogram::highest) || n > std::numeric_limits<std::uint32_t>::max())
            reader.fail();
        place = static_cast<std::uint32_t>(index);
        count = static_cast<std::uint32_t>(n);
    }
    if (!reader.isWhole() || sum != summary.count)
        return base::fail(base::Errc::Corrupt, "A distribution of response times is damaged.");
    auto histogram = std::make_shared<Histogram>();
    histogram->merge(counts, summary);
    histogram->pack();
    return histogram;
}

QByteArray packedOutcomes(const metrics::Row& row)
{
    PackedWriter writer;
    writer.number(row.outcomes.size());
    for (const auto count : row.outcomes)
        writer.number(count);
    return writer.bytes();
}

void unpackOutcomes(const QByteArray& bytes, const LayoutMap& map, metrics::Row& row)
{
    PackedReader reader{bytes};
    const auto count = reader.count();
    for (std::size_t i = 0; i < count; ++i) {
        const auto n = reader.number();
        if (i < map.outcomes.size() && map.outcomes[i] >= 0)
            row.outcomes[static_cast<std::size_t>(map.outcomes[i])] = n;
    }
}

QByteArray packedCounters(const metrics::Counters* counters)
{
    if (!counters)
        return {};
    PackedWriter writer;
    writer.number(Layout::ours().counters.size());
    metrics::forEachCounter(*counters, *counters, [&](const metrics::CounterName&, const auto& value, const auto&) {
        writer.signedNumber(static_cast<std::int64_t>(value));
    });
    return writer.bytes();
}

std::shared_ptr<const metrics::Counters> unpackedCounters(const QByteArray& bytes, const LayoutMap& map)
{
    if (bytes.isEmpty())
        return nullptr;
    PackedReader reader{bytes};
    std::vector<std::int64_t> values(Layout::ours().counters.size());
    const auto count = reader.count();
    for (std::size_t i = 0; i < count; ++i) {
        const auto value = reader.signedNumber();
        if (i < map.counters.size() && map.counters[i] >= 0)
            values[static_cast<std::size_t>(map.counters[i])] = value;
    }
    auto counters = std::make_shared<metrics::Counters>();
    auto next = values.begin();
    metrics::forEachCounter(*counters, *counters, [&](const metrics::CounterName&, auto& value, const auto&) {
        value = static_cast<std::remove_reference_t<decltype(value)>>(*next++);
    });
    return counters;
}

static void writePoint(PackedWriter& writer, const metrics::Point& point)
{
    writer.signedNumber(point.at.count());
    writer.signedNumber(point.span.count());
    writer.number(point.epoch);
    writer.number(point.phase);
    writer.number(point.late ? 1 : 0);
    writeValues(writer, point.values);
}

QByteArray packedPoint(const metrics::Point& point)
{
    PackedWriter writer;
    writePoint(writer, point);
    return writer.bytes();
}

std::shared_ptr<const metrics::Point> unpackedPoint(const QByteArray& bytes, const LayoutMap& map)
{
    PackedReader reader{bytes};
    auto point = std::make_shared<metrics::Point>();
    point->at = base::Nanos{reader.signedNumber()};
    point->span = base::Nanos{reader.signedNumber()};
    point->epoch = static_cast<metrics::EpochId>(reader.number());
    point->phase = static_cast<metrics::PhaseId>(reader.number());
    point->late = reader.number() != 0;
    point->values = inOurPlaces(readValues(reader), map);
    return reader.isWhole() ? point : nullptr;
}

QByteArray packedFailure(const metrics::Failure& failure)
{
    PackedWriter writer;
    writer.number(failure.endpoint);
    writer.number(static_cast<std::uint64_t>(failure.outcome));
    writer.number(static_cast<std::uint64_t>(failure.status));
    writer.signedNumber(failure.at.count());
    writer.text(failure.detail);
    writer.text(report::redactedRequest(failure.request));
    writer.text(failure.body);
    return writer.bytes();
}

std::optional<metrics::Failure> unpackedFailure(const QByteArray& bytes, const LayoutMap& map)
{
    PackedReader reader{bytes};
    metrics::Failure failure;
    failure.endpoint = static_cast<metrics::EndpointId>(reader.number());
    const auto outcome = reader.number();
    failure.status = static_cast<int>(reader.number());
    failure.at = base::Nanos{reader.signedNumber()};
    failure.detail = reader.text();
    failure.request = reader.text();
    failure.body = reader.text();
    if (!reader.isWhole() || outcome >= map.outcomes.size() || map.outcomes[outcome] < 0)
        return std::nullopt;
    failure.outcome = static_cast<metrics::Outcome>(map.outcomes[outcome]);
    return failure;
}

} // namespace weir::store

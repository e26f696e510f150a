// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/snapshot.h"
#include "core/store/layout.h"
#include "core/store/packed.h"

#include <optional>

// Parts of a snapshot as blobs, and back. What is written has ours as its layout; what is read has the layout that was
// kept with it, and none of it is trusted: a part that does not hold together is no value. Request lines are redacted
// before they are written. Any thread.
namespace weir::store {

QByteArray packedValues(const metrics::MetricValues& values);
// `places`: of a layout's metrics; empty: as they stand.
metrics::MetricValues unpackedMetrics(const QByteArray& bytes, const LayoutMap& map);
metrics::MetricValues unpackedValues(const QByteArray& bytes);
// One of them, without the others; NaN for none.
double unpackedValue(const QByteArray& bytes, std::size_t place);

// Empty of a null one.
QByteArray packedHistogram(const metrics::Histogram* histogram);
base::Result<std::shared_ptr<const metrics::Histogram>> unpackedHistogram(const QByteArray& bytes);

QByteArray packedOutcomes(const metrics::Row& row);
void unpackOutcomes(const QByteArray& bytes, const LayoutMap& map, metrics::Row& row);

QByteArray packedCounters(const metrics::Counters* counters);
std::shared_ptr<const metrics::Counters> unpackedCounters(const QByteArray& bytes, const LayoutMap& map);

QByteArray packedExchanges(const metrics::KeptExchanges* exchanges);
std::shared_ptr<const metrics::KeptExchanges> unpackedExchanges(const QByteArray& bytes, const LayoutMap& map);

QByteArray packedPoint(const metrics::Point& point);
std::shared_ptr<const metrics::Point> unpackedPoint(const QByteArray& bytes, const LayoutMap& map);

QByteArray packedFailure(const metrics::Failure& failure);
std::optional<metrics::Failure> unpackedFailure(const QByteArray& bytes, const LayoutMap& map);

} // namespace weir::store

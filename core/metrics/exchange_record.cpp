// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/exchange_record.h"

namespace weir::metrics {

static base::Nanos timeIn(const Sample& sample, StageId stage)
{
    return sample.stages[static_cast<std::size_t>(stage)];
}

ExchangeRecord exchangeRecord(const Sample& sample, base::TimePoint runBegin)
{
    ExchangeRecord record;
    record.endpoint = sample.endpoint;
    record.epoch = sample.epoch;
    record.phase = sample.phase;
    record.outcome = sample.outcome;
    record.status = sample.status;
    record.begin = sample.intended - runBegin;
    record.response = sample.done - sample.intended;
    if (sample.firstByte > sample.intended) // without a reply it was never set
        record.firstByte = sample.firstByte - sample.intended;
    record.connect = timeIn(sample, StageId::Lookup) + timeIn(sample, StageId::Connect) + timeIn(sample, StageId::Tls);
    record.receivedBytes = sample.headerBytes + sample.wireBytes;
    record.sentBytes = sample.sentBytes;
    return record;
}

} // namespace weir::metrics

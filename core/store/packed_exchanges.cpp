// SPDX-License-Identifier: GPL-3.0-or-later
// The exchanges that a run keeps whole.
#include "core/report/knob_columns.h"
#include "core/store/packed_run.h"

namespace weir::store {

using metrics::ExchangeDetail;

template <typename Times>
static void writeTimes(PackedWriter& writer, const Times& times)
{
    writer.number(times.size());
    for (const auto time : times)
        writer.signedNumber(time.count());
}

template <typename Times>
static void readTimes(PackedReader& reader, const std::vector<int>& places, Times& times)
{
    const auto count = reader.count();
    for (std::size_t i = 0; i < count; ++i) {
        const base::Nanos time{reader.signedNumber()};
        if (i < places.size() && places[i] >= 0)
            times[static_cast<std::size_t>(places[i])] = time;
    }
}

static void writeExchange(PackedWriter& writer, const ExchangeDetail& exchange)
{
    for (const std::uint64_t figure :
         {std::uint64_t{exchange.endpoint}, std::uint64_t{exchange.epoch}, std::uint64_t{exchange.phase},
          static_cast<std::uint64_t>(exchange.outcome), std::uint64_t{exchange.status},
          static_cast<std::uint64_t>(exchange.cache), std::uint64_t{exchange.usedConnection},
          std::uint64_t{exchange.connects}, std::uint64_t{exchange.upstream}, std::uint64_t{exchange.worker},
          exchange.identityBytes, exchange.wireBytes, exchange.headerBytes, exchange.upstreamWireBytes})
        writer.number(figure);
    writer.signedNumber(exchange.begin.count());
    writer.signedNumber(exchange.response.count());
    writeTimes(writer, exchange.steps);
    writeTimes(writer, exchange.stages);
    writer.text(report::redactedRequest(exchange.request()));
    writer.number(exchange.isCut() ? 1 : 0);
}

// A line that was cut is as long as one can be; a further byte says again that it was.
static void setLine(ExchangeDetail& exchange, std::string line, bool isCut)
{
    line += isCut ? " " : "";
    const auto blank = std::min(line.find(' '), line.size());
    exchange.setRequest(
        {std::string_view{line}.substr(0, blank), std::string_view{line}.substr(std::min(blank + 1, line.size()))});
}

static int placeAt(const std::vector<int>& places, std::uint64_t kept)
{
    return kept < places.size() ? places[kept] : -1;
}

static ExchangeDetail readExchange(PackedReader& reader, const LayoutMap& map)
{
    ExchangeDetail exchange;
    exchange.endpoint = static_cast<metrics::EndpointId>(reader.number());
    exchange.epoch = static_cast<metrics::EpochId>(reader.number());
    exchange.phase = static_cast<metrics::PhaseId>(reader.number());
    const auto outcome = placeAt(map.outcomes, reader.number());
    exchange.status = static_cast<std::uint16_t>(reader.number());
    const auto cache = placeAt(map.caches, reader.number());
    if (outcome < 0 || cache < 0)
        reader.fail();
    exchange.outcome = static_cast<metrics::Outcome>(outcome);
    exchange.cache = static_cast<metrics::CacheStatus>(cache);
    exchange.usedConnection = reader.number() != 0;
    exchange.connects = static_cast<std::uint8_t>(reader.number());
    exchange.upstream = static_cast<std::uint8_t>(reader.number());
    exchange.worker = static_cast<std::uint16_t>(reader.number());
    for (auto* bytes :
         {&exchange.identityBytes, &exchange.wireBytes, &exchange.headerBytes, &exchange.upstreamWireBytes})
        *bytes = reader.number();
    exchange.begin = base::Nanos{reader.signedNumber()};
    exchange.response = base::Nanos{reader.signedNumber()};
    readTimes(reader, map.steps, exchange.steps);
    readTimes(reader, map.stages, exchange.stages);
    const auto line = reader.text();
    setLine(exchange, line, reader.number() != 0);
    return exchange;
}

static void writeAll(PackedWriter& writer, const std::vector<ExchangeDetail>& exchanges)
{
    writer.number(exchanges.size());
    for (const auto& exchange : exchanges)
        writeExchange(writer, exchange);
}

static std::vector<ExchangeDetail> readAll(PackedReader& reader, const LayoutMap& map)
{
    std::vector<ExchangeDetail> exchanges;
    const auto count = reader.count();
    for (std::size_t i = 0; i < count && reader.isWhole(); ++i)
        exchanges.push_back(readExchange(reader, map));
    return exchanges;
}

QByteArray packedExchanges(const metrics::KeptExchanges* exchanges)
{
    if (!exchanges)
        return {};
    PackedWriter writer;
    writeAll(writer, exchanges->slowest);
    writeAll(writer, exchanges->sample);
    return writer.bytes();
}

std::shared_ptr<const metrics::KeptExchanges> unpackedExchanges(const QByteArray& bytes, const LayoutMap& map)
{
    if (bytes.isEmpty())
        return nullptr;
    PackedReader reader{bytes};
    auto exchanges = std::make_shared<metrics::KeptExchanges>();
    exchanges->slowest = readAll(reader, map);
    exchanges->sample = readAll(reader, map);
    return reader.isWhole() ? exchanges : nullptr;
}

} // namespace weir::store

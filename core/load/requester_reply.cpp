// SPDX-License-Identifier: GPL-3.0-or-later
// What a requester reads off a reply: its sizes, and what its request's checks look into.
#include "core/load/requester.h"

#include "core/proxy/content_coding.h"

namespace weir::load {

namespace {

// Above this a decoded reply is refused rather than held: what such a body measures best is memory.
constexpr std::size_t decodeLimit = 256 * 1024 * 1024;

} // namespace

// Piece by piece in bounded memory. Where the target coded it, decoding goes along: holding it back until the end would
// need the whole body.
net::Task<> Requester::receiveStream(Flight& flight, http::Response& response, Received& received)
{
    const auto coding = proxy::statedCoding(response.headers);
    std::unique_ptr<codec::Decoder> decoder;
    const auto& expected = m_source.expectations(flight.endpoint);
    const bool isCoded = !flight.exchange.identityBytes && coding != codec::Codec::Identity;
    const bool mustDecode = (expected.needsBody() && coding != codec::Codec::Identity)
        || (expected.needsSize() && isCoded);
    if (coding && (mustDecode || (isCoded && m_meter.shouldDecode(flight.endpoint))))
        decoder = codec::makeDecoder(*coding, m_worker.codecs);
    const bool keeps = expected.needsBody() && (decoder || coding == codec::Codec::Identity);
    received.isKept = keeps;
    const auto keep = [&](std::string_view text) {
        received.isKept = received.isKept && received.body.size() + text.size() <= expected.bodyLimit;
        if (received.isKept)
            received.body += text;
    };
    std::string decoded;
    for (;;) {
        auto piece = co_await response.body.source()->pull();
        if (!piece || piece->empty())
            break;
        if (!decoder && keeps)
            keep(*piece);
        received.wire += piece->size();
        if (received.beginning.size() < FailureLog::bodyKept)
            received.beginning.append(piece->substr(0, FailureLog::bodyKept));
        while (decoder && !piece->empty()) {
            decoded.clear();
            const auto taken = decoder->push(*piece, decoded, 64 * 1024);
            received.identity += decoded.size();
            keep(decoded);
            if (!taken || (*taken == 0 && decoded.empty())) {
                decoder.reset();
                received.isKept = false;
                break;
            }
            piece->remove_prefix(*taken);
        }
    }
    if (isCoded && !decoder)
        received.identity = m_meter.estimate(flight.endpoint, received.wire);
    else if (isCoded)
        m_meter.learn(flight.endpoint, received.wire, received.identity);
}

// The body's size without coding: from the stage or the gateway that saw it so, from its decoding, or from what such
// replies came to before. After the exchange has ended, so that decoding does not count in its time.
void Requester::measure(Flight& flight, const http::Response& response, Received& received)
{
    if (flight.exchange.identityBytes)
        received.identity = *flight.exchange.identityBytes;
    else if (received.identity == 0 && proxy::statedCoding(response.headers) == codec::Codec::Identity)
        received.identity = received.wire;
    else if (received.identity == 0 && received.wire > 0 && response.body.bytes())
        measureWhole(flight, response, received);
}

void Requester::measureWhole(Flight& flight, const http::Response& response, Received& received)
{
    const auto coding = proxy::statedCoding(response.headers);
    const auto& expected = m_source.expectations(flight.endpoint);
    const bool mustDecode = expected.needsBody() || expected.needsSize();
    if (!coding || !(m_meter.shouldDecode(flight.endpoint) || mustDecode)) {
        received.identity = m_meter.estimate(flight.endpoint, received.wire);
        return;
    }
    auto bytes = codec::decode(*coding, *response.body.bytes(), decodeLimit, m_worker.codecs);
    if (!bytes) {
        if (flight.exchange.outcome == metrics::Outcome::Ok)
            flight.exchange.fail(metrics::Outcome::BadEncoding, base::text(bytes.error()));
        received.identity = received.wire;
        return;
    }
    received.identity = bytes->size();
    received.beginning = bytes->substr(0, FailureLog::bodyKept);
    m_meter.learn(flight.endpoint, received.wire, received.identity);
    if (expected.needsBody()) {
        received.body = *std::move(bytes);
        received.isKept = true;
    }
}

void Requester::judgeExpectations(Flight& flight, const http::Response& response, Received& received) const
{
    const auto& expected = m_source.expectations(flight.endpoint);
    const auto body = expected.needsBody() ? lookInto(response, received) : std::nullopt;
    workload::Reply reply(response.status, response.headers, body, received.identity);
    auto* user = flight.visitor && flight.visitor->isInFlow ? &flight.visitor->values : nullptr;
    auto lacking = expected.judge(reply, user);
    if (!lacking.empty())
        flight.exchange.fail(metrics::Outcome::CheckFailed, std::move(lacking));
}

// The body without its coding; nothing where it is too long or does not decode.
std::optional<std::string_view> Requester::lookInto(const http::Response& response, Received& received) const
{
    constexpr auto most = workload::Expectations::bodyLimit;
    const auto whole = response.body.bytes();
    const auto coding = proxy::statedCoding(response.headers);
    if (whole && coding == codec::Codec::Identity)
        return whole->size() <= most ? whole : std::nullopt;
    if (whole && coding && !received.isKept) { // the proxy coded it, so its size was known
        auto decoded = codec::decode(*coding, *whole, most, m_worker.codecs);
        received.isKept = decoded.has_value();
        if (decoded)
            received.body = *std::move(decoded);
    }
    return received.isKept && received.body.size() <= most ? std::optional<std::string_view>{received.body}
                                                           : std::nullopt;
}

std::string Requester::beginningOf(const http::Response& response) const
{
    const auto whole = response.body.bytes();
    const auto coding = proxy::statedCoding(response.headers);
    if (!whole || !coding)
        return {};
    if (*coding == codec::Codec::Identity)
        return std::string{whole->substr(0, FailureLog::bodyKept)};
    return codec::decode(*coding, *whole, decodeLimit, m_worker.codecs).value_or(std::string{});
}

} // namespace weir::load

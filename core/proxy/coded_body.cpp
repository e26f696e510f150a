// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/coded_body.h"

#include "core/proxy/outcome.h"

namespace weir::proxy {

namespace {

// Decoded bytes per piece: bounds memory, whatever the ratio.
constexpr std::size_t codedPiece = 64 * 1024;

base::Error failed(Exchange& exchange, const base::Error& error)
{
    exchange.fail(exchangeOutcome(error.code), base::text(error));
    return error;
}

} // namespace

EncodedBody::EncodedBody(Exchange& exchange, std::unique_ptr<http::BodySource> inner,
                         std::unique_ptr<codec::Encoder> encoder)
    : m_exchange(exchange)
    , m_inner(std::move(inner))
    , m_encoder(std::move(encoder))
{
    m_exchange.identityBytes = 0;
}

net::Task<base::Result<std::string_view>> EncodedBody::pull()
{
    return pull(StageClock::Scope{m_exchange.clock, metrics::StageId::Compress});
}

// Encoders hold input back, so several pieces may go in before one comes out; but not for longer than the next one is
// at hand, since what the target has sent and pauses behind is meant to arrive: an event, a part of a page.
net::Task<base::Result<std::string_view>> EncodedBody::pull(StageClock::Scope)
{
    m_out.clear();
    while (m_out.empty() && !m_ended) {
        const auto piece = co_await m_inner->pull();
        if (!piece)
            co_return piece;
        *m_exchange.identityBytes += piece->size();
        const auto coded = encode(*piece);
        if (!coded)
            co_return std::unexpected(failed(m_exchange, coded.error()));
    }
    co_return std::string_view(m_out);
}

base::Status EncodedBody::encode(std::string_view piece)
{
    m_ended = piece.empty();
    if (m_ended)
        return m_encoder->finish(m_out);
    auto coded = m_encoder->push(piece, m_out);
    if (coded && !m_inner->isAtHand())
        coded = m_encoder->flush(m_out);
    return coded;
}

DecodedBody::DecodedBody(Exchange& exchange, std::unique_ptr<http::BodySource> inner,
                         std::unique_ptr<codec::Decoder> decoder)
    : m_exchange(exchange)
    , m_inner(std::move(inner))
    , m_decoder(std::move(decoder))
{
}

net::Task<base::Result<std::string_view>> DecodedBody::pull()
{
    return pull(StageClock::Scope{m_exchange.clock, metrics::StageId::Decode});
}

net::Task<base::Result<std::string_view>> DecodedBody::pull(StageClock::Scope)
{
    m_out.clear();
    while (m_out.empty() && !m_ended) {
        if (m_in.empty() && !m_innerEnded) {
            const auto piece = co_await m_inner->pull();
            if (!piece)
                co_return piece;
            m_in = *piece;
            m_innerEnded = piece->empty();
        }
        const auto taken = m_decoder->push(m_in, m_out, codedPiece);
        if (!taken)
            co_return std::unexpected(failed(m_exchange, taken.error()));
        m_in.remove_prefix(*taken);
        m_ended = m_innerEnded && m_out.empty();
    }
    if (m_ended) {
        const auto end = m_decoder->finish();
        if (!end)
            co_return std::unexpected(failed(m_exchange, end.error()));
    }
    co_return std::string_view(m_out);
}

// Of the inner body's next piece it is not known whether anything will come of it.
bool DecodedBody::isAtHand()
{
    return !m_in.empty() || m_out.size() >= codedPiece;
}

} // namespace weir::proxy

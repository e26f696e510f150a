// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/coded_body.h"

#include "core/proxy/outcome.h"

namespace weir::proxy {

namespace {

// Decoded bytes per piece: bounds memory, whatever the ratio.
constexpr std::size_t pieceSize = 64 * 1024;

base::Error failed(Exchange& exchange, const base::Error& error)
{
    exchange.fail(exchangeOutcome(error.code), base::text(error));
    return error;
}

base::Status checked(Exchange& exchange, base::Status status)
{
    if (!status)
        failed(exchange, status.error());
    return status;
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

// Encoders hold input back, so several pieces may go in before one comes out.
net::Task<base::Result<std::string_view>> EncodedBody::pull(StageClock::Scope)
{
    m_out.clear();
    while (m_out.empty() && !m_ended) {
        const auto stepped = co_await step();
        if (!stepped)
            co_return std::unexpected(stepped.error());
    }
    co_return std::string_view(m_out);
}

net::Task<base::Status> EncodedBody::step()
{
    if (m_holdsBack) {
        const bool goesOn = co_await m_inner->arrives();
        if (!goesOn) {
            m_holdsBack = false;
            co_return checked(m_exchange, m_encoder->flush(m_out));
        }
    }
    const auto piece = co_await m_inner->pull();
    if (!piece)
        co_return std::unexpected(piece.error());
    *m_exchange.identityBytes += piece->size();
    m_ended = piece->empty();
    m_holdsBack = !m_ended;
    auto coded = m_ended ? m_encoder->finish(m_out) : m_encoder->push(*piece, m_out);
    co_return checked(m_exchange, std::move(coded));
}

DecodedBody::DecodedBody(Exchange& exchange, std::unique_ptr<http::BodySource> inner,
                         std::unique_ptr<codec::Decoder> decoder)
    : m_exchange(exchange)
    , m_inner(std::move(inner))
    , m_decoder(std::move(decoder))
{
}

net::Task<bool> DecodedBody::arrives()
{
    if (!m_in.empty() || m_innerEnded)
        co_return true;
    co_return co_await m_inner->arrives();
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
        const auto taken = m_decoder->push(m_in, m_out, pieceSize);
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

} // namespace weir::proxy

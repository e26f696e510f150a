// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codec/codec.h"
#include "core/proxy/exchange.h"

namespace weir::proxy {

// A stream that is coded as it passes; where it pauses, what the encoder holds back goes out. Adds what it reads to exchange.identityBytes.
class EncodedBody final : public http::BodySource {
public:
    EncodedBody(Exchange& exchange, std::unique_ptr<http::BodySource> inner, std::unique_ptr<codec::Encoder> encoder);
    net::Task<base::Result<std::string_view>> pull() override;
    const http::HeaderMap* trailers() const override { return m_inner->trailers(); }

private:
    net::Task<base::Result<std::string_view>> pull(StageClock::Scope scope);
    net::Task<base::Status> step();

    Exchange& m_exchange;
    std::unique_ptr<http::BodySource> m_inner;
    std::unique_ptr<codec::Encoder> m_encoder;
    std::string m_out;
    bool m_holdsBack = false; // something was put in since the encoder's last flush
    bool m_ended = false;
};

// A stream that is decoded as it passes, in pieces of bounded size.
class DecodedBody final : public http::BodySource {
public:
    DecodedBody(Exchange& exchange, std::unique_ptr<http::BodySource> inner, std::unique_ptr<codec::Decoder> decoder);
    net::Task<base::Result<std::string_view>> pull() override;
    net::Task<bool> arrives() override;
    const http::HeaderMap* trailers() const override { return m_inner->trailers(); }

private:
    net::Task<base::Result<std::string_view>> pull(StageClock::Scope scope);

    Exchange& m_exchange;
    std::unique_ptr<http::BodySource> m_inner;
    std::unique_ptr<codec::Decoder> m_decoder;
    std::string_view m_in; // of the inner's latest piece, not decoded yet
    std::string m_out;
    bool m_innerEnded = false;
    bool m_ended = false;
};

} // namespace weir::proxy

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/stages/decode_stage.h"

#include "core/http/negotiation.h"
#include "core/proxy/coded_body.h"
#include "core/proxy/content_coding.h"
#include "core/proxy/outcome.h"
#include "core/proxy/services/services.h"

#include <algorithm>

namespace weir::proxy {

DecodeStage::DecodeStage(const settings::CompressionSettings& settings, Services& services)
    : m_upstream(settings.upstream)
    , m_services(services)
{
}

namespace {

// RFC 9110 7.7: no-transform forbids it; 15.3.7: a part of a coded body is no coded body, nothing decodes it alone.
bool mayDecode(const http::Response& response)
{
    return response.status != 206 && !response.headers.listContains("Cache-Control", "no-transform");
}

void describeDecoded(http::HeaderMap& headers)
{
    headers.remove("Content-Encoding");
    headers.remove("Content-Length");
    weakenEtag(headers);
}

// Of the codings known here those that the client takes as well: what must not be decoded reaches it as it is.
std::string_view offeredCodings(const http::HeaderMap& asked)
{
    using settings::CodecChoice;
    const bool gzip = http::chooseCoding(asked, CodecChoice::Gzip).codec == codec::Codec::Gzip;
    if (http::chooseCoding(asked, CodecChoice::Brotli).codec == codec::Codec::Brotli)
        return gzip ? "br, gzip" : "br";
    return gzip ? "gzip" : "identity";
}

} // namespace

net::Task<http::Response> DecodeStage::handle(Exchange& exchange, Next next)
{
    auto& asked = exchange.request.headers;
    const std::string clients = asked.joined("Accept-Encoding");
    const bool isOffered = m_upstream == settings::UpstreamCoding::Client;
    asked.set("Accept-Encoding", isOffered ? offeredCodings(asked) : "identity");
    auto response = co_await next(exchange);
    if (clients.empty())
        asked.remove("Accept-Encoding");
    else
        asked.set("Accept-Encoding", clients);

    const auto coding = statedCoding(response.headers);
    if (!coding || *coding == codec::Codec::Identity || !mayDecode(response))
        co_return response;
    if (response.body.isEmpty()) {
        if (exchange.request.isHead()) // what its GET would be, whose length nobody knows yet (RFC 9110 8.6)
            describeDecoded(response.headers);
        co_return response;
    }
    const auto decoded = co_await decodeBody(exchange, response, *coding);
    if (!decoded) {
        exchange.fail(exchangeOutcome(decoded.error().code), base::text(decoded.error()));
        co_return failureResponse(exchange.outcome, exchange.failure);
    }
    describeDecoded(response.headers);
    co_return response;
}

// What was received whole is decoded whole. A stream passes, so it has no limit but the one that is set.
static constexpr std::size_t mostInMemory = std::size_t{1} << 30;

net::Task<base::Status> DecodeStage::decodeBody(Exchange& exchange, http::Response& response, codec::Codec codec) const
{
    if (response.body.source()) {
        auto decoder = codec::makeDecoder(codec, exchange.worker.codecs, m_services.bodyLimit);
        response.body = http::Body(
            std::make_unique<DecodedBody>(exchange, response.body.takeSource(), std::move(decoder)), std::nullopt);
        co_return base::Status();
    }
    const auto coded = response.body.shared();
    auto bytes = co_await m_services.codecs.decode(exchange.worker, codec, coded->view(),
                                                   std::min(m_services.bodyLimit, mostInMemory));
    if (!bytes)
        co_return std::unexpected(bytes.error());
    response.body = http::Body(http::makeBytes(*std::move(bytes)));
    co_return base::Status();
}

} // namespace weir::proxy

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/stages/compress_stage.h"

#include "core/base/strings.h"
#include "core/http/media_type.h"
#include "core/http/negotiation.h"
#include "core/proxy/coded_body.h"
#include "core/proxy/content_coding.h"
#include "core/proxy/services/services.h"

namespace weir::proxy {

CompressStage::CompressStage(const settings::CompressionSettings& settings, Services& services)
    : m_settings(settings)
    , m_services(services)
{
}

// What the reply's own nature says, whoever the client is. RFC 9110 7.7: no-transform forbids coding; a part of a body
// (206) belongs to the coding it was cut from.
bool CompressStage::mayCompress(const http::Response& response) const
{
    if (response.status < 200 || response.status == 204 || response.status == 206)
        return false;
    if (response.headers.contains("Content-Encoding") || response.headers.listContains("Cache-Control", "no-transform"))
        return false;
    const auto type = response.headers.get("Content-Type");
    return type && http::mediaTypeMatches(*type, m_settings.types);
}

// Of a reply to HEAD: what its GET would be (RFC 9110 9.3.2). How long it would be is not known before it has been
// coded, and the uncoded length would be wrong (8.6).
void CompressStage::describeCoding(const Exchange& exchange, http::Response& response) const
{
    const auto length = base::parseInteger(response.headers.get("Content-Length").value_or(""));
    const auto choice = http::chooseCoding(exchange.request.headers, m_settings.codec);
    if (!length || *length < m_settings.minSizeBytes || choice.codec == codec::Codec::Identity)
        return;
    response.headers.set("Content-Encoding", codec::token(choice.codec));
    response.headers.remove("Content-Length");
    weakenEtag(response.headers);
}

int CompressStage::levelOf(codec::Codec codec) const
{
    return codec == codec::Codec::Gzip ? m_settings.gzipLevel : m_settings.brotliQuality;
}

net::Task<http::Response> CompressStage::handle(Exchange& exchange, Next next)
{
    auto response = co_await next(exchange);
    if (!mayCompress(response))
        co_return response;
    addVary(response.headers, "Accept-Encoding"); // also uncoded: another client may get it coded
    if (response.status == 304) {
        weakenEtag(response.headers); // as the 200 that it confirms had it
        co_return response;
    }
    if (exchange.request.isHead()) {
        describeCoding(exchange, response);
        co_return response;
    }
    const auto length = response.body.length();
    if (response.body.isEmpty() || (length && *length < static_cast<std::uint64_t>(m_settings.minSizeBytes)))
        co_return response;
    const auto choice = http::chooseCoding(exchange.request.headers, m_settings.codec);
    if (choice.codec == codec::Codec::Identity)
        co_return response;

    bool isCoded = true;
    if (response.body.source())
        compressStream(exchange, response, choice.codec);
    else
        isCoded = co_await compressBytes(exchange, response, choice.codec);
    if (isCoded) {
        response.headers.set("Content-Encoding", codec::token(choice.codec));
        response.headers.remove("Content-Length");
        weakenEtag(response.headers);
    }
    co_return response;
}

// False where coding would not make it smaller: then it stays as it is.
net::Task<bool> CompressStage::compressBytes(Exchange& exchange, http::Response& response, codec::Codec codec) const
{
    const auto body = response.body.shared();
    const int level = levelOf(codec);
    auto coded = body->findEncoding(codec, level);
    if (!coded) {
        auto made = co_await m_services.codecs.encode(exchange.worker, codec, level, body->view());
        if (!made)
            co_return false; // out of memory: the reply itself is whole
        auto added = body->addEncoding(codec, level, *std::move(made));
        coded = std::move(added.bytes);
        if (added.change != 0 && !exchange.cacheKey.empty())
            m_services.store.charge(exchange.cacheKey);
    }
    exchange.identityBytes = body->size();
    if (coded->size() >= body->size())
        co_return false;
    response.body = http::Body(std::move(coded));
    co_return true;
}

void CompressStage::compressStream(Exchange& exchange, http::Response& response, codec::Codec codec) const
{
    const auto length = response.body.length();
    auto encoder = codec::makeEncoder(codec, levelOf(codec), exchange.worker.codecs,
                                      length ? std::optional<std::size_t>{*length} : std::nullopt);
    response.body = http::Body{std::make_unique<EncodedBody>(exchange, response.body.takeSource(), std::move(encoder)),
                               std::nullopt};
}

} // namespace weir::proxy

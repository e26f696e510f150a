// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codec/codec.h"
#include "core/proxy/stage.h"
#include "core/settings/compression_settings.h"

namespace weir::proxy {

struct Services;

// Compresses replies as the client's Accept-Encoding and the settings allow. What was coded once is remembered on the
// shared body, so a cached reply is coded once per codec and level.
class CompressStage final : public Stage {
public:
    CompressStage(const settings::CompressionSettings& settings, Services& services);
    metrics::StageId id() const override { return metrics::StageId::Compress; }
    net::Task<http::Response> handle(Exchange& exchange, Next next) override;

private:
    bool mayCompress(const http::Response& response) const;
    void describeCoding(const Exchange& exchange, http::Response& response) const;
    int levelOf(codec::Codec codec) const;
    net::Task<bool> compressBytes(Exchange& exchange, http::Response& response, codec::Codec codec) const;
    void compressStream(Exchange& exchange, http::Response& response, codec::Codec codec) const;

    settings::CompressionSettings m_settings;
    Services& m_services;
};

} // namespace weir::proxy

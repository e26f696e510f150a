// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codec/codec.h"
#include "core/proxy/stage.h"
#include "core/settings/compression_settings.h"

namespace weir::proxy {

struct Services;

// Asks the target for a coding the proxy can read, and undoes it, so that what lies further out sees identity.
class DecodeStage final : public Stage {
public:
    DecodeStage(const settings::CompressionSettings& settings, Services& services);
    metrics::StageId id() const override { return metrics::StageId::Decode; }
    net::Task<http::Response> handle(Exchange& exchange, Next next) override;

private:
    net::Task<base::Status> decodeBody(Exchange& exchange, http::Response& response, codec::Codec codec) const;

    settings::UpstreamCoding m_upstream;
    Services& m_services;
};

} // namespace weir::proxy

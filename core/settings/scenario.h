// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/settings/cache_settings.h"
#include "core/settings/client_group_settings.h"
#include "core/settings/compression_settings.h"
#include "core/settings/engine_settings.h"
#include "core/settings/feeder_settings.h"
#include "core/settings/flow_settings.h"
#include "core/settings/http_settings.h"
#include "core/settings/listener_settings.h"
#include "core/settings/load_settings.h"
#include "core/settings/origin_settings.h"
#include "core/settings/pool_settings.h"
#include "core/settings/records.h"
#include "core/settings/request_settings.h"
#include "core/settings/scenario_settings.h"
#include "core/settings/slo_settings.h"
#include "core/settings/target_settings.h"
#include "core/settings/tls_settings.h"
#include "core/settings/variable_settings.h"

namespace weir::settings {

// Everything a run is told: a value, copied freely, immutable once published (shared_ptr<const Scenario>).
// A section is listed here and in the table of schema.cpp, nowhere else.
struct Scenario {
    ScenarioSettings scenario;
    TargetSettings target;
    LoadSettings load;
    SloSettings slo;
    Records<VariableSettings> variables;
    Records<EnvironmentSettings> environments;
    Records<FeederSettings> feeders;
    Records<RequestSettings> requests;
    Records<FlowSettings> flows;
    Records<ClientGroupSettings> clientGroups;
    PoolSettings pool;
    CacheSettings cache;
    CompressionSettings compression;
    OriginSettings origin;
    ListenerSettings listener;
    TlsSettings tls;
    HttpSettings http;
    EngineSettings engine;

    // No setting: where relative names of files start, which is the folder of the file it was read from. Empty: the
    // working directory.
    std::string folder;

    bool operator==(const Scenario&) const = default;
};

} // namespace weir::settings

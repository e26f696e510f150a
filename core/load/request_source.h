// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/http/message.h"
#include "core/load/client_groups.h"
#include "core/metrics/sample.h"
#include "core/settings/scenario.h"
#include "core/workload/expectations.h"
#include "core/workload/feeder_cursor.h"
#include "core/workload/mix.h"
#include "core/workload/request_template.h"

#include <memory>
#include <optional>
#include <vector>

namespace weir::load {

// A flow with its steps found.
struct Flow {
    std::vector<metrics::EndpointId> steps;
    std::vector<std::size_t> feeders; // whose rows its steps use, each once
    base::Nanos thinkTime{};
};

// What the mix gave: a request, or a flow and its first step.
struct Turn {
    metrics::EndpointId endpoint = 0;
    const Flow* flow = nullptr; // lives as long as the source
    metrics::GroupId group = 0; // of who asks
};

// What one worker sends: draws from the mix of requests and flows, and fills requests. Those that never vary are
// prepared once. One worker's; lives as long as it.
class RequestSource {
public:
    // `scope` is the same for all workers of a run.
    static base::Result<RequestSource> make(const settings::Scenario& scenario, int worker,
                                            std::shared_ptr<const workload::Scope> scope);
    static base::Result<RequestSource> make(const settings::Scenario& scenario, int worker);

    // Nothing when a feeder of order `once` is used up, which ends the sending; `group` where the asking user has one
    // of its own. Each turn must be taken: by fill(), or by beginFlow(); or put back.
    std::optional<Turn> draw(std::optional<metrics::GroupId> group = std::nullopt);
    // A turn that nobody takes leaves its rows to the next.
    void putBack(const Turn& turn);
    // `user`: a flow's, which holds its rows; without one the request takes rows of its own.
    void fill(metrics::EndpointId endpoint, http::Request& request, const workload::UserValues* user = nullptr,
              base::Nanos elapsed = {});
    // Takes the rows that hold for the whole flow, and drops what an earlier flow carried.
    void beginFlow(const Flow& flow, workload::UserValues& user);

    const workload::Expectations& expectations(metrics::EndpointId endpoint) const
    {
        return m_kinds[endpoint].expectations;
    }
    // Index of the target that this request goes to, if to one of them.
    std::optional<std::size_t> target(metrics::EndpointId endpoint) const { return m_kinds[endpoint].target; }
    const workload::Scope& scope() const { return *m_scope; }
    bool isUsedUp() const { return m_isUsedUp; } // draw() has given nothing
    ClientGroups& groups() { return m_groups; }

    // What is drawn from here on is what was drawn since the last call with that number, if it was the last one; else
    // the draws go on, and can be repeated. So two blocks ask the same, and the next two something else.
    void drawAgain(std::uint64_t number);

    // Live: the header that clients say their codings with.
    void setAcceptEncoding(const std::string& value);

private:
    struct Kind {
        workload::RequestTemplate text;
        workload::Expectations expectations;
        std::optional<std::size_t> target;
        http::Request constant{};                                 // filled when the template never varies
        std::shared_ptr<const http::HeaderMap> constantHeaders{}; // then shared by all its requests
    };

    // All that a draw moves on.
    struct Draws {
        workload::Mix mix;
        ClientGroups groups;
        base::Random random;
        std::vector<workload::FeederCursor> cursors;
    };

    explicit RequestSource(workload::Mix mix) : m_mix(std::move(mix)) {}
    base::Status addRequests(const settings::Records<settings::RequestSettings>& requests);
    void addFlows(const settings::Scenario& scenario, const settings::Records<settings::RequestSettings>& requests);
    void addCursors(std::uint64_t seed, int worker);
    const std::vector<std::size_t>& feedersOf(const Turn& turn) const;
    bool reserve(const std::vector<std::size_t>& feeders);
    void takeRows(const std::vector<std::size_t>& feeders, workload::UserValues& user);
    void render(Kind& kind, http::Request& request, const workload::UserValues& user, base::Nanos elapsed);

    std::shared_ptr<const workload::Scope> m_scope;
    workload::Mix m_mix; // requests in their order, then flows
    ClientGroups m_groups;
    base::Random m_random;
    workload::RequestText m_text; // reused
    std::vector<Kind> m_kinds;
    std::vector<std::unique_ptr<const Flow>> m_flows;
    std::vector<workload::FeederCursor> m_cursors; // by feeder of the scope
    workload::UserValues m_own;                    // of a request outside flows
    std::string m_acceptEncoding;
    bool m_isRendered = false; // with it, what never varies
    bool m_isUsedUp = false;
    std::uint64_t m_drawNumber = 0;
    std::optional<Draws> m_drawBegin; // of that number
};

} // namespace weir::load

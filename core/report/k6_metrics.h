// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/run_report.h"

#include <boost/json/fwd.hpp>

namespace weir::report {

// The last epoch's total of the measured phase under the names that k6's summary has for the same figures, so that
// scripts written for that find them: http_reqs, http_req_duration (counted from when a request was due),
// http_req_failed (its `passes` are failed requests, as there), dropped_iterations, data_received, and
// http_req_blocked, _connecting, _tls_handshaking, _sending, _waiting and _receiving with their mean alone. Only what
// is measured: k6's others are missing. Milliseconds and bytes; null for no value. Empty where nothing was measured.
// Any thread.
boost::json::object k6Metrics(const metrics::Snapshot& snapshot);

} // namespace weir::report

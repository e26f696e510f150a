// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/exchange_detail.h"

#include <QString>

// An exchange that was kept whole, in words. Pure functions.
namespace weir::ui {

QString stepLabel(metrics::Step step); // "Waiting for a connection"
QString stepHelp(metrics::Step step);  // what it is, and what shortens it

// Where most of its time went: "Waiting for the reply 92 %".
QString mainStepText(const metrics::ExchangeDetail& exchange);
QString replyText(const metrics::ExchangeDetail& exchange);      // "200", "first byte timeout"
QString connectionText(const metrics::ExchangeDetail& exchange); // "new", "reused", "none"
QString cacheText(const metrics::ExchangeDetail& exchange);      // "hit"; noValue where no cache was on the way
QString requestText(const metrics::ExchangeDetail& exchange);    // "GET /products/17", credentials taken out
QString detailText(const metrics::ExchangeDetail& exchange);     // all of it, line by line

} // namespace weir::ui

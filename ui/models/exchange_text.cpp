// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/exchange_text.h"

#include "core/report/knob_columns.h"
#include "ui/models/figure_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace weir::ui {

using metrics::ExchangeDetail;
using metrics::Step;

static QString tr(const char* words)
{
    return QCoreApplication::translate("weir::ui::Exchange", words);
}

QString stepLabel(Step step)
{
    switch (step) {
    case Step::Queued: return tr("Queued in Weir");
    case Step::Pool: return tr("Waiting for a connection");
    case Step::Lookup: return tr("Name look-up");
    case Step::Connect: return tr("Connecting");
    case Step::Tls: return tr("TLS handshake");
    case Step::Send: return tr("Sending");
    case Step::Wait: return tr("Waiting for the reply");
    case Step::Receive: return tr("Receiving");
    case Step::Own: break;
    }
    return tr("Weir's own work");
}

QString stepHelp(Step step)
{
    switch (step) {
    case Step::Queued:
        return tr("It was due but not sent yet: Weir was late, or its limit of requests in flight reached.");
    case Step::Pool:
        return tr("Every connection of the pool was in use. More of them help as long as the target keeps up.");
    case Step::Lookup:
        return tr("Asking for the target's address again: the last answer was older than pool.dns_ttl_s.");
    case Step::Connect: return tr("Opening a connection to the target. Connections that stay open spare it.");
    case Step::Tls: return tr("Agreeing on keys for that connection. Resumed sessions make it shorter.");
    case Step::Send: return tr("Writing the request to the connection.");
    case Step::Wait:
        return tr("From the request's end to the reply's first byte: the target at work, and the way there and back.");
    case Step::Receive: return tr("From the reply's first byte to its last.");
    case Step::Own: break;
    }
    return tr("Filling the request, cache, coding and decoding: before and after the others, drawn behind them.");
}

QString mainStepText(const ExchangeDetail& exchange)
{
    const auto most = std::ranges::max_element(exchange.steps);
    if (exchange.response <= base::Nanos::zero())
        return noValue;
    const auto share = secondsOf(*most) / secondsOf(exchange.response);
    return QStringLiteral("%1 %2").arg(stepLabel(static_cast<Step>(most - exchange.steps.begin())),
                                       percentText(std::min(1.0, share)));
}

QString replyText(const ExchangeDetail& exchange)
{
    if (exchange.outcome == metrics::Outcome::Ok || exchange.outcome == metrics::Outcome::StatusError)
        return exchange.status == 0 ? QString(noValue) : QString::number(exchange.status);
    return text(metrics::outcomeName(exchange.outcome)).replace(u'_', u' ');
}

QString connectionText(const ExchangeDetail& exchange)
{
    if (exchange.connects > 0)
        return tr("new");
    return exchange.usedConnection ? tr("reused") : tr("none");
}

QString cacheText(const ExchangeDetail& exchange)
{
    return exchange.cache == metrics::CacheStatus::None ? QString(noValue)
                                                        : text(metrics::cacheStatusName(exchange.cache));
}

QString requestText(const ExchangeDetail& exchange)
{
    const auto line = text(report::redactedRequest(std::string(exchange.request())));
    return exchange.isCut() ? line + QStringLiteral("…") : line;
}

static QString milliseconds(base::Nanos span)
{
    return durationText(secondsOf(span) * 1000);
}

QString detailText(const ExchangeDetail& exchange)
{
    QStringList lines{requestText(exchange),
                      tr("Due %1 s after the start, response time %2")
                          .arg(secondsOf(exchange.begin), 0, 'f', 3)
                          .arg(milliseconds(exchange.response))};
    for (std::size_t i = 0; i < metrics::stepCount; ++i)
        if (exchange.steps[i] > base::Nanos::zero())
            lines << QStringLiteral("%1: %2").arg(stepLabel(static_cast<Step>(i)), milliseconds(exchange.steps[i]));
    lines << tr("Reply: %1, cache: %2, connection: %3")
                 .arg(replyText(exchange), cacheText(exchange), connectionText(exchange));
    lines << tr("Body %1, on the wire %2, header %3")
                 .arg(byteText(static_cast<double>(exchange.identityBytes)),
                      byteText(static_cast<double>(exchange.wireBytes)),
                      byteText(static_cast<double>(exchange.headerBytes)));
    return lines.join(u'\n');
}

} // namespace weir::ui

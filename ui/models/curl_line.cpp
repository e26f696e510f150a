// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/curl_line.h"

#include "core/settings/files.h"
#include "ui/models/figure_text.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace weir::ui {

// A word for a POSIX shell; quoted only where it must be. ${NAME} is the environment's there as well as here.
static QString shellWord(QString word)
{
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_./:=,@%+-]+$"));
    static const QRegularExpression special(QStringLiteral("([\"\\\\`]|\\$(?!\\{))"));
    if (plain.match(word).hasMatch())
        return word;
    if (word.contains(QLatin1String("${")))
        return u'"' + word.replace(special, QStringLiteral("\\\\1")) + u'"';
    return u'\'' + word.replace(u'\'', QStringLiteral("'\\''")) + u'\'';
}

// "id=1..500" gives {{id}} the value 1.
static QString filled(QString words, const settings::RequestSettings& request)
{
    for (const auto& line : request.vary) {
        const QString range = text(line);
        const QString name = range.section(u'=', 0, 0).trimmed();
        const QString low = range.section(u'=', 1).section(QStringLiteral(".."), 0, 0).trimmed();
        words.replace(QStringLiteral("{{%1}}").arg(name), low);
    }
    return words;
}

static QString pathOf(const settings::RequestSettings& request)
{
    const QString path = filled(text(request.url), request);
    return path.startsWith(u'/') ? path : u'/' + path;
}

static QString reachable(QString url)
{
    return url.replace(QLatin1String("://0.0.0.0:"), QLatin1String("://127.0.0.1:"))
        .replace(QLatin1String("://[::]:"), QLatin1String("://[::1]:"));
}

static QStringList certificateWords(const settings::Scenario& scenario)
{
    const auto& listener = scenario.listener;
    if (!listener.tls)
        return {};
    if (listener.certificateFile.empty()) // self-signed, made for this start
        return {QStringLiteral("-k")};
    return {QStringLiteral("--cacert"), text(settings::pathOf(scenario, listener.certificateFile))};
}

// What differs from a plain GET.
static QStringList requestWords(const settings::RequestSettings& request)
{
    const QString method = text(request.method);
    QStringList words;
    if (method == QLatin1String("HEAD"))
        words << QStringLiteral("--head");
    else if (method != QLatin1String("GET"))
        words << QStringLiteral("-X") << method;
    for (const auto& header : request.headers)
        words << QStringLiteral("-H") << text(header);
    if (!request.body.empty())
        words << QStringLiteral("--data-raw") << filled(text(request.body), request);
    return words;
}

QString curlLine(const settings::Scenario& scenario, const QString& url)
{
    QStringList words{QStringLiteral("curl"), QStringLiteral("-i")};
    words << certificateWords(scenario);
    QString path = QStringLiteral("/");
    if (const auto first = scenario.requests.begin(); first != scenario.requests.end()) {
        words << requestWords(first->settings);
        path = pathOf(first->settings);
    }
    words << reachable(url) + path;
    std::ranges::transform(words, words.begin(), shellWord);
    return words.join(u' ');
}

} // namespace weir::ui

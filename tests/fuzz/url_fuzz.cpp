// SPDX-License-Identifier: GPL-3.0-or-later
// Reads any bytes as an address, and as a reference against a fixed one. What is accepted must be fit for a request
// line and read back as itself.
#include "core/uri/url.h"

#include <algorithm>
#include <cstdlib>

using namespace weir::uri;

static void require(bool holds)
{
    if (!holds)
        std::abort();
}

static bool isVisible(char c)
{
    return c > ' ' && c < 0x7f;
}

static void check(const Url& url)
{
    require(!url.host.empty() && url.port != 0 && url.target.starts_with('/'));
    const std::string text = url.text();
    require(std::ranges::all_of(text, isVisible) && text.find('#') == text.npos);
    require(parseUrl(text) == url);
    require(sameOrigin(url, url));
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto url = parseUrl(text);
    if (url)
        check(*url);
    else
        require(!url.error().context.empty());
    Url base;
    base.host = "h";
    base.port = 8080;
    base.target = "/a/b;p?q";
    const auto resolved = resolve(base, text);
    require(!url || resolved); // an absolute address needs no base
    if (resolved)
        check(*resolved);
    return 0;
}

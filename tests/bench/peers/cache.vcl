# SPDX-License-Identifier: GPL-3.0-or-later
# varnish as the cache in front of the origin: everything is kept for ten minutes.
vcl 4.1;

backend origin {
    .host = "127.0.0.1";
    .port = "@ORIGIN@";
}

sub vcl_backend_response {
    set beresp.ttl = 600s;
}

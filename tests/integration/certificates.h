// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace weir::integration {

// Writes, by the openssl program, an authority of our own (ca.pem) and a certificate that it signed for the name
// localhost (server.pem, server.key) into the folder. Returns what went wrong, or nothing.
QString makeCertificates(const QString& folder);

} // namespace weir::integration

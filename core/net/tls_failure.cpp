// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/tls_failure.h"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <fmt/chrono.h>
#include <openssl/err.h>

#include <algorithm>

namespace weir::net {

namespace {

constexpr std::string_view anyCertificate = "or accept any certificate for this run with --insecure";

std::string nameList(const CertificateFault& fault)
{
    auto list = fmt::format("{}", fmt::join(fault.names, ", "));
    if (fault.moreNames > 0)
        list += fmt::format(" and {} more", fault.moreNames);
    return list;
}

// "The certificate of api.test", or "The certificate of the authority CN=Root, on which that of api.test rests,".
std::string whoseCertificate(const CertificateFault& fault, const std::string& host)
{
    return fault.depth == 0
        ? fmt::format("The certificate of {}", host)
        : fmt::format("The certificate of the authority {}, on which that of {} rests,", fault.subject, host);
}

std::string dayText(int days)
{
    return days == 0 ? "less than a day" : days == 1 ? "1 day" : fmt::format("{} days", days);
}

std::string outdated(const CertificateFault& fault, const std::string& host)
{
    if (fault.code == X509_V_ERR_CERT_NOT_YET_VALID)
        return fmt::format("{} is not valid before {}, {} from now by this machine's clock. Set the clock, if it is "
                           "wrong, or have the server use a certificate that is valid, {}.",
                           whoseCertificate(fault, host), fault.begins, dayText(fault.days), anyCertificate);
    return fmt::format("{} expired on {}, {} ago by this machine's clock. Have it renewed on the server, {}.",
                       whoseCertificate(fault, host), fault.ends, dayText(fault.days), anyCertificate);
}

std::string misnamed(const CertificateFault& fault, const std::string& host)
{
    if (fault.names.empty())
        return fmt::format(
            "The certificate of {} names no host at all ({}). Have the server use one that names {}, {}.", host,
            fault.subject, host, anyCertificate);
    return fmt::format(
        "The certificate that {} shows is for another name: it has {}. Address the server by a name that "
        "it has, or have it use a certificate for {}, {}.",
        host, nameList(fault), host, anyCertificate);
}

std::string selfSigned(const CertificateFault& fault, const std::string& host)
{
    return fmt::format(
        "The certificate of {} is self-signed ({}, until {}): no authority vouches for it. To trust just "
        "this one, give it as a PEM file with --cacert FILE (tls.ca_file), {}.",
        host, fault.subject, fault.ends, anyCertificate);
}

std::string trustedText(const TlsOptions& options)
{
    return options.caFile.empty() ? "this system trusts" : options.caFile + " holds";
}

std::string unknownAuthority(const CertificateFault& fault, const std::string& host, const TlsOptions& options)
{
    const auto& authority = fault.code == X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN ? fault.subject : fault.issuer;
    return fmt::format("The certificate of {} comes from an authority that is none of those {}: {}. Give that "
                       "authority's certificate with --cacert FILE (tls.ca_file), {}.",
                       host, trustedText(options), authority, anyCertificate);
}

// The server has sent nothing that leads on from its own certificate. Most authorities sign with an intermediate one,
// which the server has to send (RFC 8446, section 4.4.2); one of one's own may sign by itself.
std::string incompleteChain(const CertificateFault& fault, const std::string& host, const TlsOptions& options)
{
    return fmt::format("The chain of certificates that {} sends is incomplete: that of {}, which signed its own, is "
                       "neither sent nor among those {}. Have the server send it as well (nginx: ssl_certificate with "
                       "the full chain), or, where it is the authority itself, give it with --cacert FILE "
                       "(tls.ca_file), {}.",
                       host, fault.issuer, trustedText(options), anyCertificate);
}

// Both look alike to a client: somebody signed who is not known here. An intermediate authority's certificates say
// where its own can be fetched, and a file of authorities is given by those who know theirs.
bool isIncomplete(const CertificateFault& fault, const TlsOptions& options)
{
    return fault.depth == 0 && (fault.sent > 1 || fault.tellsItsIssuer || !options.caFile.empty());
}

std::string untrusted(const CertificateFault& fault, const std::string& host, const TlsOptions& options)
{
    switch (fault.code) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID: return outdated(fault, host);
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH: return misnamed(fault, host);
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT: return selfSigned(fault, host);
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN: return unknownAuthority(fault, host, options);
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        return isIncomplete(fault, options) ? incompleteChain(fault, host, options)
                                            : unknownAuthority(fault, host, options);
    default: break;
    }
    return fmt::format("{} ({}) is not accepted: {}. Have the server use another one, {}.",
                       whoseCertificate(fault, host), fault.subject, X509_verify_cert_error_string(fault.code),
                       anyCertificate);
}

std::string certificateRequired(const std::string& host)
{
    return fmt::format("{} wants a client certificate, and none is given. Name the PEM files of one in "
                       "tls.certificate_file and tls.key_file (--set tls.certificate_file=FILE).",
                       host);
}

std::string noCommonVersion(const std::string& host, const TlsOptions& options)
{
    const bool isNew = options.minVersion == TlsVersion::V13;
    return fmt::format("{} speaks no version of TLS that is accepted here: {}. Let the server speak {}{}.", host,
                       isNew ? "1.3 alone (tls.min_version)" : "1.2 and 1.3", isNew ? "1.3" : "1.2 or 1.3",
                       isNew ? ", or lower tls.min_version" : "");
}

// TLS alerts (RFC 8446, section 6) by their number; OpenSSL's reasons for one that was received begin there.
constexpr int alertReasons = SSL_AD_REASON_OFFSET;

bool isAboutCertificate(int alert)
{
    switch (alert) {
    case SSL_AD_BAD_CERTIFICATE:
    case SSL_AD_UNSUPPORTED_CERTIFICATE:
    case SSL_AD_CERTIFICATE_REVOKED:
    case SSL_AD_CERTIFICATE_EXPIRED:
    case SSL_AD_CERTIFICATE_UNKNOWN:
    case SSL_AD_UNKNOWN_CA:
    case SSL_AD_ACCESS_DENIED:
    case SSL_AD_DECRYPT_ERROR:
    case TLS13_AD_CERTIFICATE_REQUIRED: return true;
    default: return false;
    }
}

std::string alerted(int alert, const TlsEvidence& evidence, const TlsOptions& options, const std::string& host)
{
    const bool lacksOurs = evidence.certificateWanted && options.certificateFile.empty();
    if (alert == TLS13_AD_CERTIFICATE_REQUIRED || (lacksOurs && isAboutCertificate(alert))
        || (lacksOurs && alert == SSL_AD_HANDSHAKE_FAILURE))
        return options.certificateFile.empty()
            ? certificateRequired(host)
            : fmt::format("{} got no client certificate that it can use: {} is none of the kind, or not from one of "
                          "the authorities, that it asks for.",
                          host, options.certificateFile);
    if (isAboutCertificate(alert) && evidence.certificateWanted)
        return fmt::format("{} refuses the client certificate {}: {}. Name one that it accepts in "
                           "tls.certificate_file and tls.key_file.",
                           host, options.certificateFile, SSL_alert_desc_string_long(alert));
    if (alert == SSL_AD_PROTOCOL_VERSION)
        return noCommonVersion(host, options);
    if (alert == SSL_AD_UNRECOGNIZED_NAME)
        return fmt::format("The server knows no host of the name {}. Check the name in the target's URL, which the "
                           "server gets as SNI.",
                           host);
    if (alert == SSL_AD_HANDSHAKE_FAILURE)
        return fmt::format("{} and this client have no version, cipher suite or kind of key in common. Let the server "
                           "offer TLS 1.2 or 1.3 with the usual suites.",
                           host);
    return fmt::format("{} ended the TLS handshake: {}. Its own log should say more.", host,
                       SSL_alert_desc_string_long(alert));
}

// What is no TLS at all, told by how it begins; empty where it is, or where nothing came.
std::string otherProtocol(const TlsEvidence& evidence, const std::string& host)
{
    constexpr char firstType = 20, lastType = 24; // of records (RFC 8446, section 5.1)
    const std::string_view first(evidence.firstBytes.data(), evidence.firstSize);
    if (first.empty() || (first.front() >= firstType && first.front() <= lastType))
        return {};
    if (first.starts_with("HTTP/") || first.starts_with('<'))
        return fmt::format("{} answers in plain HTTP on this port, not in TLS. Write http:// in the place of https://, "
                           "or give the port that speaks TLS.",
                           host);
    std::string shown;
    for (const char c : first)
        shown += c >= ' ' && c <= '~' ? c : '?';
    return fmt::format("{} does not speak TLS on this port: what it sends begins with \"{}\". Check the port.", host,
                       shown);
}

std::string brokenOff(const error_code& error, const std::string& host)
{
    const bool isReset = error == asio::error::connection_reset || error == asio::error::broken_pipe;
    return fmt::format("{} {} during the TLS handshake. Check that the port speaks TLS, that the server knows this "
                       "name, and that nothing between, such as a firewall or a load balancer without servers, cuts "
                       "it.",
                       host, isReset ? "reset the connection" : "closed the connection");
}

std::string failedHandshake(const error_code& error, const TlsEvidence& evidence, const TlsOptions& options,
                            const std::string& host)
{
    if (auto other = otherProtocol(evidence, host); !other.empty())
        return other;
    if (error.category() != asio::error::get_ssl_category())
        return evidence.certificateWanted && options.certificateFile.empty() ? certificateRequired(host)
                                                                             : brokenOff(error, host);
    const int reason = ERR_GET_REASON(static_cast<unsigned long>(error.value()));
    if (reason >= alertReasons)
        return alerted(reason - alertReasons, evidence, options, host);
    if (reason == SSL_R_UNSUPPORTED_PROTOCOL || reason == SSL_R_WRONG_SSL_VERSION || reason == SSL_R_VERSION_TOO_LOW)
        return noCommonVersion(host, options);
    return fmt::format("The TLS handshake with {} failed: {}. Check that the server speaks TLS 1.2 or later.", host,
                       error.message());
}

} // namespace

base::Error tlsError(const error_code& error, const TlsEvidence& evidence, const TlsOptions& options,
                     const std::string& host)
{
    if (evidence.fault)
        return {base::Errc::Untrusted, untrusted(*evidence.fault, host, options)};
    return {base::Errc::Tls, failedHandshake(error, evidence, options, host)};
}

} // namespace weir::net

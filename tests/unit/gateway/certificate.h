// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <string>

namespace weir::tests {

struct Certificate {
    std::string certificate; // PEM
    std::string key;
};

// For 127.0.0.1, signed by itself, valid until `days` from now; with a negative number it has expired.
inline Certificate makeCertificate(int days)
{
    const auto text = [](auto write) {
        BIO* memory = BIO_new(BIO_s_mem());
        write(memory);
        char* bytes = nullptr;
        const auto size = BIO_get_mem_data(memory, &bytes);
        std::string pem(bytes, static_cast<std::size_t>(size));
        BIO_free(memory);
        return pem;
    };
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* x509 = X509_new();
    X509_set_version(x509, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x509), 7);
    X509_gmtime_adj(X509_getm_notBefore(x509), -86400L * 30);
    X509_gmtime_adj(X509_getm_notAfter(x509), 86400L * days);
    X509_set_pubkey(x509, key);
    auto* name = X509_get_subject_name(x509);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
    X509_set_issuer_name(x509, name);
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, x509, x509, nullptr, nullptr, 0);
    for (const auto& [id, value] :
         {std::pair{NID_subject_alt_name, "IP:127.0.0.1"}, {NID_basic_constraints, "critical,CA:TRUE"}}) {
        auto* extension = X509V3_EXT_conf_nid(nullptr, &context, id, value);
        X509_add_ext(x509, extension, -1);
        X509_EXTENSION_free(extension);
    }
    X509_sign(x509, key, EVP_sha256());
    Certificate made;
    made.certificate = text([&](BIO* to) { PEM_write_bio_X509(to, x509); });
    made.key = text([&](BIO* to) { PEM_write_bio_PrivateKey(to, key, nullptr, nullptr, 0, nullptr, nullptr); });
    X509_free(x509);
    EVP_PKEY_free(key);
    return made;
}

} // namespace weir::tests

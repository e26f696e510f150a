// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

namespace weir::tests {

// A certificate with its key, made for a test with whatever is wrong with it.
struct MadeCertificate {
    struct Wish {
        std::string subject = "localhost";
        std::string names; // "DNS:localhost,IP:127.0.0.1"; empty: none
        long beginsInDays = -1;
        long endsInDays = 30;
        bool isAuthority = false;
        std::string issuerAt;                    // where the issuer's certificate lies; empty: it does not tell
        const MadeCertificate* issuer = nullptr; // null: itself
    };

    explicit MadeCertificate(const Wish& wish)
        : key(EVP_EC_gen("P-256"), &EVP_PKEY_free)
        , certificate(X509_new(), &X509_free)
    {
        auto* raw = certificate.get();
        auto* name = X509_get_subject_name(raw);
        X509_set_version(raw, 2);
        ASN1_INTEGER_set(X509_get_serialNumber(raw), ++serial());
        X509_gmtime_adj(X509_getm_notBefore(raw), wish.beginsInDays * 86400);
        X509_gmtime_adj(X509_getm_notAfter(raw), wish.endsInDays * 86400);
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char*>(wish.subject.c_str()), -1, -1, 0);
        const auto& signer = wish.issuer ? *wish.issuer : *this;
        X509_set_issuer_name(raw, X509_get_subject_name(signer.certificate.get()));
        X509_set_pubkey(raw, key.get());
        add(NID_basic_constraints, wish.isAuthority ? "critical,CA:TRUE" : "critical,CA:FALSE");
        if (!wish.names.empty())
            add(NID_subject_alt_name, wish.names);
        if (!wish.issuerAt.empty())
            add(NID_info_access, "caIssuers;URI:" + wish.issuerAt);
        X509_sign(raw, signer.key.get(), EVP_sha256());
    }

    QString pem() const
    {
        return text([this](BIO* memory) { PEM_write_bio_X509(memory, certificate.get()); });
    }
    QString keyPem() const
    {
        return text([this](BIO* memory) {
            PEM_write_bio_PrivateKey(memory, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        });
    }

    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key;
    std::unique_ptr<X509, decltype(&X509_free)> certificate;

private:
    static long& serial()
    {
        static long last = 0;
        return last;
    }
    void add(int id, const std::string& value)
    {
        auto* extension = X509V3_EXT_conf_nid(nullptr, nullptr, id, value.c_str());
        X509_add_ext(certificate.get(), extension, -1);
        X509_EXTENSION_free(extension);
    }
    template <typename Write>
    static QString text(Write write)
    {
        const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), &BIO_free);
        write(memory.get());
        char* bytes = nullptr;
        const long length = BIO_get_mem_data(memory.get(), &bytes);
        return QString::fromLatin1(bytes, length);
    }
};

} // namespace weir::tests

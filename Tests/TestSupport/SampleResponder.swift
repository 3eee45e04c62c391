import X509

extension SampleCertificate {
  /// A delegated OCSP responder's, for a month.
  public static func responder() -> SampleCertificate {
    var sample = SampleCertificate()
    sample.notAfter = Sample.time("2026-12-20T11:59:59Z")
    sample.subject = Sample.issuingName.map { attribute in
      attribute.type == .commonName ? Sample.attribute(.commonName, "Example OCSP Responder 1") : attribute
    }
    sample.set(AuthorityKeyIdentifier(keyIdentifier: SampleKey.issuing.identifier))
    sample.set(SubjectKeyIdentifier(SampleKey.subject.identifier))
    sample.set([.digitalSignature] as KeyUsage, critical: true)
    sample.set(ExtendedKeyUsage([.ocspSigning]))
    sample.set(OCSPNoCheck())
    return sample
  }
}

import DER
import TestSupport
import Testing
import X509

@Suite struct ExtensionTests {
  private func survives<Value: CertificateExtension>(_ value: Value) -> Bool {
    (try? Value(extensionValue: value.encoded())) == value
  }

  @Test func `every extension built from values is read back as those values`() throws {
    let name = Name([AttributeTypeAndValue(.commonName, CharacterString(utf8: "x"))])
    let names: [GeneralName] = [
      .otherName(ObjectIdentifier(1, 2, 3), value: [0x05, 0x00]), .rfc822Name("a@b.example"), .dnsName("b.example"),
      .directoryName(name), .uri("https://b.example"), .ipAddress([1, 2, 3, 4]),
      .registeredID(ObjectIdentifier(1, 2, 3)),
    ]
    let text = CharacterString(utf8: "notice")
    let notice = UserNotice(reference: .init(organization: text, numbers: [1, 200]), explicitText: text)
    let policies = CertificatePolicies([
      PolicyInformation(.anyPolicy),
      PolicyInformation(
        ObjectIdentifier(1, 2, 3),
        qualifiers: [
          .practiceStatement("https://cps.example"), .userNotice(notice),
          .other(ObjectIdentifier(1, 2, 4), qualifier: [0x05, 0x00]),
        ]),
    ])
    let points = [
      DistributionPoint(uri: "http://crl.example"),
      DistributionPoint(
        name: .relativeToIssuer([AttributeTypeAndValue(.commonName, text)]), reasons: [.keyCompromise, .superseded]),
      DistributionPoint(name: nil, crlIssuer: [.directoryName(name)]),
    ]
    let authority = AuthorityKeyIdentifier.IssuerAndSerial(
      issuer: [.directoryName(name)], serialNumber: SerialNumber(magnitude: [0x80]))
    let mapping = PolicyMappings.Mapping(issuerDomainPolicy: .anyPolicy, subjectDomainPolicy: .serverAuth)
    let access = AccessDescription(method: .ocspAccess, location: .uri("http://ocsp.example"))

    #expect(survives(SubjectAlternativeName(names)))
    #expect(survives(IssuerAlternativeName(names)))
    #expect(survives(policies))
    #expect(survives(CRLDistributionPoints(points)))
    #expect(survives(FreshestCRL(points)))
    #expect(survives(AuthorityKeyIdentifier(keyIdentifier: [1], authority: authority)))
    #expect(survives(AuthorityKeyIdentifier(keyIdentifier: nil)))
    #expect(survives(SubjectKeyIdentifier([1, 2])))
    #expect(survives(PolicyMappings([mapping])))
    #expect(survives(PolicyConstraints(requireExplicitPolicy: 0, inhibitPolicyMapping: 300)))
    #expect(survives(InhibitAnyPolicy(skipCertificates: 5)))
    #expect(
      survives(
        NameConstraints(permittedSubtrees: [.dnsName("a")], excludedSubtrees: [.ipAddress([0, 0, 0, 0, 0, 0, 0, 0])])))
    #expect(survives(AuthorityInformationAccess([access])))
    #expect(survives(SubjectInformationAccess([access])))
    #expect(survives(SubjectDirectoryAttributes([Attribute(type: .title, values: [[0x05, 0x00]])])))
    #expect(survives(ExtendedKeyUsage([.clientAuth])))
    #expect(survives(NoRevAvail()) && survives(ValidityAssuredShortTerm()))
  }

  @Test func `addresses are picked out of access descriptions and distribution points`() {
    let access = AuthorityInformationAccess([
      AccessDescription(method: .ocspAccess, location: .uri("http://ocsp.example")),
      AccessDescription(method: .caIssuersAccess, location: .uri("http://ca.example")),
      AccessDescription(method: .ocspAccess, location: .dnsName("ocsp.example")),
    ])
    #expect(access.uris(for: .ocspAccess) == ["http://ocsp.example"])
    let points = CRLDistributionPoints([
      DistributionPoint(uri: "http://a"), DistributionPoint(name: .fullName([.dnsName("b"), .uri("ldap://c")])),
    ])
    #expect(points.uris == ["http://a", "ldap://c"])
  }

  @Test func `key usage is written with the bits of the standard`() throws {
    #expect(KeyUsage.nonRepudiation.encoded() == hexBytes("0302 0640"))
    #expect(KeyUsage.decipherOnly.encoded() == hexBytes("0303 070080"))
    #expect(KeyUsage([.keyCertSign, .cRLSign]).encoded() == hexBytes("0302 0106"))
    #expect("\(KeyUsage([.digitalSignature, .cRLSign]))" == "digitalSignature, cRLSign")
  }

  @Test(arguments: [
    ("no bit", "0301 00"), ("a bit without a name", "0303 0600 40"), ("trailing zero bits", "0302 0640 00"),
    ("five bytes", "0306 0000000000 01"), ("an unused bit more than there is", "0302 0540"),
  ])
  func `a key usage of another form is refused`(_ claim: String, _ hex: String) {
    #expect(throws: X509Error.self) { try KeyUsage(extensionValue: hexBytes(hex)) }
  }

  @Test func `an error in basic constraints names the field`() {
    func path(_ hex: String) -> [String]? {
      do throws(X509Error) {
        _ = try BasicConstraints(extensionValue: hexBytes(hex))
        return nil
      } catch { return error.cause.path }
    }
    #expect(path("3006 0101FF 020100") == nil)
    #expect(path("3006 0101FF 0201FF") == ["pathLenConstraint"])
    #expect(path("3003 010100") == ["cA"])
  }

  @Test func `an empty list is refused wherever the standard asks for one element`() {
    let empty: [UInt8] = [0x30, 0x00]
    #expect(throws: X509Error.self) { try ExtendedKeyUsage(extensionValue: empty) }
    #expect(throws: X509Error.self) { try SubjectAlternativeName(extensionValue: empty) }
    #expect(throws: X509Error.self) { try CertificatePolicies(extensionValue: empty) }
    #expect(throws: X509Error.self) { try PolicyMappings(extensionValue: empty) }
    #expect(throws: X509Error.self) { try PolicyConstraints(extensionValue: empty) }
    #expect(throws: X509Error.self) { try NameConstraints(extensionValue: empty) }
    #expect(throws: X509Error.self) { try CRLDistributionPoints(extensionValue: empty) }
    #expect(throws: X509Error.self) { try AuthorityInformationAccess(extensionValue: empty) }
    #expect(throws: X509Error.self) { try SubjectDirectoryAttributes(extensionValue: empty) }
  }

  @Test func `a display text of another kind or length is refused`() {
    func policies(_ text: CharacterString) -> CertificatePolicies {
      let notice = PolicyQualifier.userNotice(UserNotice(explicitText: text))
      return CertificatePolicies([PolicyInformation(.anyPolicy, qualifiers: [notice])])
    }
    #expect(survives(policies(CharacterString(utf8: String(repeating: "ü", count: 200)))))
    #expect(!survives(policies(CharacterString(utf8: String(repeating: "ü", count: 201)))))
    #expect(!survives(policies(CharacterString(utf8: ""))))
    #expect(CharacterString(.printable, "a").map { survives(policies($0)) } == false)
  }

  @Test func `a text beyond ASCII in a general name makes an encoding that is refused`() {
    #expect(!survives(SubjectAlternativeName([.dnsName("bücher.example")])))
  }
}

import DER
import TestSupport
import Testing
import X509

@Suite struct QCStatementsTests {
  /// Every statement that the module knows and one that it does not, written by `openssl asn1parse -genconf`.
  private static let golden = hexBytes(
    """
    3082013e3008060604008e4601013016060604008e460102300c1303455552020200960201ff300b060604008e46010302010f3008060604
    008e460104304e060604008e46010530443020161a68747470733a2f2f7064732e6578616d706c652f656e2e7064661302656e3020161a68
    747470733a2f2f7064732e6578616d706c652f64652e706466130264653013060604008e4601063009060704008e46010601300e06060400
    8e4601073004130243483013060604008e4601083009060704008e46010801300e060604008e460109300413024348302c06082b06010505
    070b023020060704008bec4901013015861368747470733a2f2f6e72612e6578616d706c65303206060400819827023028301330110607
    040081982701020c065053505f50490c09417574686f726974790c0658582d4e4341300706032a03040500
    """)

  @Test func `every statement is read with its values and written back`() throws {
    let statements = try QCStatements(extensionValue: Self.golden)
    #expect(
      statements.statements == [
        .compliance,
        .limitValue(QCLimitValue(currency: .alphabetic("EUR"), amount: 150, exponent: -1)),
        .retentionPeriod(years: 15),
        .sscd,
        .pds([
          QCPDSLocation(url: "https://pds.example/en.pdf", language: "en"),
          QCPDSLocation(url: "https://pds.example/de.pdf", language: "de"),
        ]),
        .type([.qcTypeESign]),
        .ccLegislation(["CH"]),
        .identMethod([ObjectIdentifier(0, 4, 0, 1862, 1, 8, 1)]),
        .qscdLegislation(["CH"]),
        .semantics(
          QCSemantics(
            identifier: ObjectIdentifier(0, 4, 0, 194121, 1, 1),
            nameRegistrationAuthorities: [.uri("https://nra.example")])),
        .psd2(
          PSD2Statement(
            roles: [.init(id: ObjectIdentifier(0, 4, 0, 19495, 1, 2), name: "PSP_PI")],
            authorityName: "Authority", authorityID: "XX-NCA")),
        .unknown(ObjectIdentifier(1, 2, 3, 4), info: [0x05, 0x00]),
      ])
    #expect(statements.encoded() == Self.golden)
    #expect(statements.contains(.qcSSCD))
    #expect(!QCStatements([.compliance]).contains(.qcSSCD))
  }

  @Test(arguments: [
    ("statementInfo beside QcCompliance", ObjectIdentifier.qcCompliance, "0500"),
    ("statementInfo beside QcSSCD", .qcSSCD, "3000"),
    ("no statementInfo for QcType", .qcType, ""),
    ("an empty QcType", .qcType, "3000"),
    ("QcPDS with a language of three letters", .qcPDS, "300B 3009 1602 6161 1303 656E67"),
    ("QcPDS without a location", .qcPDS, "3000"),
    ("QcPDS with a UTF8String", .qcPDS, "300A 3008 0C02 6161 1302 656E"),
    ("a retention period that is no integer", .qcRetentionPeriod, "0500"),
    ("a currency of two letters", .qcLimitValue, "300A 1302 4555 020101 020100"),
    ("currency number 1000", .qcLimitValue, "300A 020203E8 020101 020100"),
    ("a country of three letters", .qcCClegislation, "3005 1303 434845"),
    ("semantics without content", .qcSyntaxV2, "3000"),
  ])
  func `a malformed statement is named, kept and does not spoil the others`(
    _ claim: String, _ id: ObjectIdentifier, _ info: String
  ) throws {
    var writer = DERWriter()
    writer.sequence { writer in
      writer.sequence { writer in
        writer.objectIdentifier(id)
        writer.raw(hexBytes(info))
      }
      writer.write(QCStatement.retentionPeriod(years: 7))
    }
    let statements = try QCStatements(extensionValue: writer.bytes)
    #expect(statements.statements.count == 2)
    #expect(statements.statements.last == .retentionPeriod(years: 7))
    guard case .malformed(id, let kept, let error) = statements.statements.first else {
      Issue.record("\(statements)")
      return
    }
    #expect(kept ?? [] == hexBytes(info))
    #expect(error.structure == "QCStatement \(id)")
    #expect(statements.encoded() == writer.bytes)
    #expect(statements.statements(id).first?.id == id)
  }

  @Test func `an extension without a statement, or with one that is no DER, is malformed as a whole`() {
    #expect(throws: X509Error.self) { try QCStatements(extensionValue: [0x30, 0x00]) }
    #expect(throws: X509Error.self) { try QCStatements(extensionValue: hexBytes("3006 3004 0602 2A81")) }
    #expect(throws: X509Error.self) { try QCStatements(extensionValue: hexBytes("3009 3007 0602 2A03 010101")) }
  }
}

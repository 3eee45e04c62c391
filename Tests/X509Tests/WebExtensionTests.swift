import DER
import TestSupport
import Testing
import X509

@Suite struct CertificateTransparencyTests {
  private static let timestamp = SignedCertificateTimestamp.v1(
    .init(
      logID: [UInt8](repeating: 7, count: 32), milliseconds: 0x0102_0304_0506_0708, extensions: [9],
      signature: [0x30, 0x00]))

  /// Version, log, time, extensions, algorithm, signature.
  private static let bytes =
    "00" + String(repeating: "07", count: 32) + "0102030405060708" + "000109" + "0403" + "00023000"

  private func list(_ hex: String) throws(X509Error) -> SignedCertificateTimestamps {
    try SignedCertificateTimestamps(extensionValue: hexBytes(hex))
  }

  @Test func `a list is written as RFC 6962 has it and read back`() throws {
    let list = SignedCertificateTimestamps([Self.timestamp, .other([1, 2, 3])])
    let encoded = hexBytes("043B 0039 0032" + Self.bytes + "0003 010203")
    #expect(list.encoded() == encoded)
    #expect(try SignedCertificateTimestamps(extensionValue: encoded) == list)
  }

  @Test func `the poison is NULL and nothing else`() throws {
    #expect(PrecertificatePoison().encoded() == [0x05, 0x00])
    #expect(try PrecertificatePoison(extensionValue: [0x05, 0x00]) == PrecertificatePoison())
    for other in ["", "0500 00", "0501 00", "3000", "0400"] {
      #expect(throws: X509Error.self, "\(other)") { try PrecertificatePoison(extensionValue: hexBytes(other)) }
    }
  }

  @Test(arguments: [
    ("an empty list", "0402 0000"), ("no list", "0400"), ("an empty timestamp", "0404 0002 0000"),
    ("a list shorter than it says", "0405 0004 000101"), ("a list longer than it says", "0406 0003 000101 00"),
    ("a timestamp longer than the list", "0405 0003 000201"), ("half a length", "0403 0001 00"),
    ("a version 1 that is cut off", "0405 0003 0001 00"), ("no OCTET STRING", "3000"),
  ])
  func `a list of another form is refused`(_ claim: String, _ hex: String) {
    #expect(throws: X509Error.self) { try list(hex) }
  }

  @Test func `a list cut off anywhere is refused`() {
    let encoded = SignedCertificateTimestamps([Self.timestamp]).encoded()
    for count in encoded.indices {
      #expect(throws: X509Error.self) { try SignedCertificateTimestamps(extensionValue: Array(encoded.prefix(count))) }
    }
  }

  @Test func `a timestamp cut off anywhere is refused, with all lengths around it right`() {
    let bytes = hexBytes(Self.bytes)
    for count in bytes.indices.dropFirst() {
      #expect(throws: X509Error.self, "\(count)") { try self.list(Self.wrapped(Array(bytes.prefix(count)))) }
    }
    #expect(throws: X509Error.self) { try self.list(Self.wrapped(bytes + [0])) }
  }

  @Test func `a list with one byte changed is refused or written back as it came`() {
    let encoded = SignedCertificateTimestamps([Self.timestamp, Self.timestamp]).encoded()
    for index in encoded.indices {
      for change in [0x01, 0x20, 0x80, 0xFF] as [UInt8] {
        var damaged = encoded
        damaged[index] ^= change
        guard let read = try? SignedCertificateTimestamps(extensionValue: damaged) else { continue }
        #expect(read.encoded() == damaged, "byte \(index)")
      }
    }
  }

  private static func wrapped(_ timestamp: [UInt8]) -> String {
    let count = timestamp.count
    func number(_ value: Int) -> [UInt8] { [0, UInt8(value)] }
    let bytes = [0x04, UInt8(count + 4)] + number(count + 2) + number(count) + timestamp
    return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

@Suite struct CABFOrganizationIdentifierTests {
  @Test func `it is written as the EV Guidelines have it and read back`() throws {
    let national = CABFOrganizationIdentifier(scheme: "NTR", country: "DE", reference: "HRB1")
    #expect(national.encoded() == hexBytes("300F 1303 4E5452 1302 4445 0C04 48524231"))
    #expect(try CABFOrganizationIdentifier(extensionValue: national.encoded()) == national)
    #expect(national.text == "NTRDE-HRB1")

    let state = CABFOrganizationIdentifier(scheme: "NTR", country: "US", stateOrProvince: "CA", reference: "ü")
    #expect(state.encoded() == hexBytes("3011 1303 4E5452 1302 5553 8002 4341 0C02 C3BC"))
    #expect(try CABFOrganizationIdentifier(extensionValue: state.encoded()) == state)
    #expect(state.text == "NTRUS+CA-ü")
  }

  @Test(arguments: [
    ("a scheme of two characters", "300C 1302 4E54 1302 4445 0C02 4831"),
    ("a country of three characters", "300E 1303 4E5452 1303 444555 0C02 4831"),
    ("an empty state", "300F 1303 4E5452 1302 4445 8000 0C02 4831"),
    ("a scheme that is no PrintableString", "300D 0C03 4E5452 1302 4445 0C02 4831"),
    ("a country beyond its alphabet", "300D 1303 4E5452 1302 442A 0C02 4831"),
    ("a reference that is no UTF8String", "300D 1303 4E5452 1302 4445 1302 4831"),
    ("no reference", "3009 1303 4E5452 1302 4445"),
    ("something behind it", "300F 1303 4E5452 1302 4445 0C02 4831 0500"),
  ])
  func `another form is refused`(_ claim: String, _ hex: String) {
    #expect(throws: X509Error.self) { try CABFOrganizationIdentifier(extensionValue: hexBytes(hex)) }
  }

  @Test func `one that is cut off anywhere is refused`() {
    let value = CABFOrganizationIdentifier(scheme: "NTR", country: "US", stateOrProvince: "CA", reference: "1")
    let encoded = value.encoded()
    for count in encoded.indices {
      #expect(throws: X509Error.self) { try CABFOrganizationIdentifier(extensionValue: Array(encoded.prefix(count))) }
    }
  }
}
